/** What a node needs of its world: the simulator's machine or a live thread. Times are integer ns of the measuring clock. */
import type { Batch, Command, CountedEvent, NodeId, NodeSet, Protocol, Replica } from '../../algorithms/contract.ts';
import type { KvResult } from './key-value.ts';
import type { SnapshotChanges } from './snapshot.ts';

/** Where the time of one batch went; shared by its commands. */
export interface BatchTimes {
  /** Handed to the replica. */
  submittedNs: number;
  /** What this node wrote for it was durable; the submission itself where nothing was written. */
  durableNs: number;
}

/** One attempt of a client at one node. */
export class Request {
  readonly command: Command;
  /** When the client sent it. */
  readonly sentNs: number;
  /** When it reached the node. */
  arrivedNs = 0;

  constructor(command: Command, sentNs: number) {
    this.command = command;
    this.sentNs = sentNs;
  }
}

export interface Reply {
  /** The attempt that is answered. */
  readonly request: Request;
  readonly result: KvResult;
  /** When the node executed it, or found that it had been. */
  readonly executedNs: number;
  /** `undefined` if an earlier attempt had been executed already. */
  readonly batch: BatchTimes | undefined;
}

/** What a node tells with every message of how far the logs may be trimmed; immutable. */
export interface Envelope {
  /** All slots below are in the sender's own durable snapshot. */
  readonly durableSlot: number;
  /** All slots below are in the durable snapshot of every node, as far as the sender has heard. */
  readonly forgettableSlot: number;
}

export interface Host<P extends Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  /** The measuring clock: never shown to a replica. */
  nowNs(): number;
  /** The node's own clock, ms. */
  clockMs(): number;
  random(): number;

  /** To the others among `to`: the own copy is the node's business. */
  send(to: NodeSet, message: P['Message'], envelope: Envelope): void;
  /** Sends now, or queues until all that was written is durable; then the own copy comes by `Node.onSelfMessage`. */
  sendOnceDurable(to: NodeSet, message: P['Message'], envelope: Envelope): void;
  write(record: P['Record']): void;
  rewrite(records: readonly P['Record'][]): void;
  /** Becomes durable in order with the records; then `Node.onSnapshotDurable` is called. */
  writeSnapshot(changes: SnapshotChanges): void;
  setTimer(timer: P['Timer'] | NodeTimer, ms: number, key: number | undefined): void;
  cancelTimer(timer: P['Timer'] | NodeTimer, key: number | undefined): void;

  /** The replica committed `slot`; nothing of it has been applied yet. Throws an `InvariantViolation`. */
  committed(slot: number, batch: Batch): void;
  /** One command was executed, for the first time here. */
  applied(command: Command, result: KvResult): void;
  /** All commands of a batch that this node submitted are committed here. */
  batchCommitted(times: BatchTimes): void;
  /** A batch was handed to the replica; what it wrote in this step belongs to it. */
  batchSubmitted(times: BatchTimes): void;
  reply(reply: Reply): void;
  redirect(command: Command, leader: NodeId | undefined): void;
  /** After each call into the replica. Throws an `InvariantViolation`. */
  stepped(replica: Replica<P>): void;
  count(event: CountedEvent): void;
}

/** The node's one timer of its own. */
export type NodeTimer = 'node/batch';
