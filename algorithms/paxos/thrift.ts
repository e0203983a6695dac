/**
 * Whom a proposer asks at first: everybody, or, when thrifty, a minimal quorum of those that answer (Part-Time Parliament
 * §2.2, Flexible Paxos §4). It prefers itself, then the nodes behind it in circular order, so that the load of several
 * proposers spreads, and puts those last that left a question unanswered, until they are heard of again.
 */
import type { CommonOptions, NodeId, NodeSet } from '../contract.ts';
import { allNodes } from '../quorum/node-set.ts';
import { chooseQuorum } from '../quorum/quorum-system.ts';
import type { PaxosEnv } from './messages.ts';

export class Thrift {
  readonly env: PaxosEnv;
  readonly options: CommonOptions;

  // Volatile
  /** Whom to ask in each phase. */
  phase1: NodeSet = 0;
  phase2: NodeSet = 0;
  /** Who left a question unanswered. */
  suspects: NodeSet = 0;

  constructor(options: CommonOptions, env: PaxosEnv) {
    this.env = env;
    this.options = options;
    this.choose();
  }

  suspect(silent: NodeSet): void {
    if (!this.options.thrifty || (silent & ~this.suspects) === 0) return;
    this.suspects |= silent;
    this.choose();
  }

  heardFrom(node: NodeId): void {
    if ((this.suspects & (1 << node)) === 0) return;
    this.suspects &= ~(1 << node);
    this.choose();
  }

  private choose(): void {
    const { quorums, thrifty } = this.options;
    const all = allNodes(this.env.nodes);
    const preference = thrifty ? this.preference() : [];
    this.phase1 = chooseQuorum(quorums.phase1, preference) ?? all;
    this.phase2 = chooseQuorum(quorums.phase2, preference) ?? all;
  }

  private preference(): NodeId[] {
    const trusted: NodeId[] = [];
    const suspected: NodeId[] = [];
    for (let i = 0; i < this.env.nodes; i++) {
      const node = (this.env.self + i) % this.env.nodes;
      if ((this.suspects & (1 << node)) === 0) trusted.push(node);
      else suspected.push(node);
    }
    return trusted.concat(suspected);
  }
}
