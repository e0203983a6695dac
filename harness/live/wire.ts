/** What threads post to each other: one array a turn, so that the cost of posting is shared by all that it holds. */
import type { MessagePort } from 'node:worker_threads';
import type { Command, NodeId, Protocol } from '../../algorithms/contract.ts';
import type { Envelope } from '../cluster/host.ts';
import type { KvResult } from '../cluster/key-value.ts';
import type { TrialSpec } from '../trial/spec.ts';

/** How a replica's thread begins. */
export interface ReplicaStart {
  readonly self: NodeId;
  readonly spec: TrialSpec;
  readonly epochNs: number;
  /** By node; the own place is empty. */
  readonly peers: readonly (MessagePort | undefined)[];
  readonly clients: MessagePort;
}

/** From replica to replica. */
export interface Letter {
  readonly message: Protocol['Message'];
  readonly envelope: Envelope;
}

/** From the clients to a replica. */
export interface LiveRequest {
  readonly command: Command;
  readonly sentNs: number;
}

export interface LiveReply {
  readonly client: number;
  readonly seq: number;
  readonly result: KvResult;
}

export interface LiveRedirect {
  readonly client: number;
  readonly seq: number;
  readonly leader: NodeId | undefined;
}

/** From a replica to the clients: all of one turn. */
export interface Bulletin {
  readonly replies: LiveReply[];
  readonly redirects: LiveRedirect[];
  /** For each slot in order: its number, the number of its commands, then client and seq of each. */
  readonly commits: number[];
  /** Of batches that this node had proposed: from being handed to the replica to being committed, ns. */
  readonly commitNs: number[];
}

/** What a thread says of itself at the end of the window. */
export interface ThreadReport {
  readonly name: string;
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
  readonly gcMaxMs: number;
  /** Share of the time that its event loop was busy. */
  readonly busy: number;
}

/** A replica's answer to `report`. */
export interface ReplicaReport extends ThreadReport {
  readonly messages: number;
  readonly bytes: number;
  readonly elections: number;
  readonly leadersElected: number;
}

/** On the thread's own port. */
export type Order = { readonly type: 'window' } | { readonly type: 'report' } | { readonly type: 'stop' };
