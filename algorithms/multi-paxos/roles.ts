/** What a node's proposer works with, whatever phase it is in: its environment and the other two roles. */
import type { CommonOptions, NodeSet } from '../contract.ts';
import type { Acceptor } from './acceptor.ts';
import type { Learner } from './learner.ts';
import type { MultiPaxosEnv } from './messages.ts';

export interface MultiPaxosOptions extends CommonOptions {
  /** What makes a follower campaign: `alive` the leader's silence; `ballot` also that its ballot is overtaken here. */
  readonly failureDetector: 'alive' | 'ballot';
  /** Whom an acceptor tells of what it accepted; left out, the leader. */
  readonly learners?: 'leader' | 'all';
}

export interface Roles {
  readonly env: MultiPaxosEnv;
  readonly options: MultiPaxosOptions;
  /** All nodes but this one. */
  readonly others: NodeSet;
  /** Whom a leader may ask to accept. */
  readonly acceptors: NodeSet;
  readonly acceptor: Acceptor;
  readonly learner: Learner;
}
