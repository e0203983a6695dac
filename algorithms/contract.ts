/**
 * The contract between an algorithm and its world.
 *
 * An algorithm is a deterministic state machine, a {@link Replica}. It is given an {@link Env} and acts on the world
 * only by calling it. Three worlds implement `Env`: the simulator, the live driver and the recorder of the tests.
 */
import type { QuorumSystem } from './quorum/quorum-system.ts';

/** Index of a node, 0 … nodes-1: it indexes arrays and bit masks. */
export type NodeId = number;

/** A set of nodes as a bit mask: bit i is node i. A run has at most 31 nodes. */
export type NodeSet = number;

/** What a state machine executes. Algorithms see its size only. */
export interface Operation {
  /** Size on the wire and on disk. */
  readonly bytes: number;
}

/** One operation of one session. `(client, seq)` is unique, and a session has at most one outstanding command. */
export interface Command {
  readonly client: number;
  readonly seq: number;
  readonly op: Operation;
}

/** What one slot of the log holds. Empty is a no-op. Immutable. */
export type Batch = readonly Command[];

/** Slots are numbered from 1, as Raft's log indexes and the commands of *Paxos Made Simple* are. */
export const FIRST_SLOT = 1;

/** The no-op that fills gaps (Paxos Made Simple §3) and starts a Raft term (§8 of the extended Raft paper). */
export const NO_OP: Batch = [];

/** The vocabulary of one protocol: its messages, its stable-storage records and the names of its timers. */
export interface Protocol {
  readonly Message: { readonly type: string };
  readonly Record: { readonly type: string };
  readonly Timer: string;
}

/**
 * What a replica counts. `election`: it starts to campaign, or phase 1 of the leader's ballot; `leader`: it has won;
 * `contention`: its ballot was overtaken by another proposer's; `catch-up`: it asked another for slots that it missed;
 * `retransmission`: it repeated an unanswered message.
 */
export type CountedEvent = 'election' | 'leader' | 'contention' | 'catch-up' | 'retransmission';

/** All that a replica may do to the world. No call re-enters the replica; effects of one verb happen in the order made. */
export interface Env<P extends Protocol> {
  readonly self: NodeId;
  /** Number of nodes that may ever take part. Who is a member is the quorum system's business. */
  readonly nodes: number;

  /**
   * Sends now. The message is immutable from here on, arrays inside too. One call is one serialisation, whatever the
   * number of receivers. To self: this node's next event at this instant; never lost, repeated or reordered; free.
   */
  send(to: NodeSet, message: P['Message']): void;

  /** Appends to stable storage. Durable in order: a stop leaves a prefix. A failed write stops the node. */
  persist(record: P['Record']): void;

  /** Atomically replaces all that was persisted before, under the same order rule. */
  checkpoint(records: readonly P['Record'][]): void;

  /**
   * Sends when everything persisted before this call is durable; never, if the node stops first. For every message
   * that promises something: promise, accepted, a vote, an append reply, and *prepare* and *requestVote*. Also to self:
   * a vote for oneself counts only once durable.
   */
  sendOnceDurable(to: NodeSet, message: P['Message']): void;

  /**
   * (Re)starts a timer on the node's own clock, in milliseconds. `(timer, key)` names it; setting it again replaces it.
   * A cancelled or replaced timer never fires, not even from a queue.
   */
  setTimer(timer: P['Timer'], ms: number, key?: number): void;
  cancelTimer(timer: P['Timer'], key?: number): void;

  /** Uniform in [0, 1), from a stream of its own per node and incarnation. */
  random(): number;

  /** The node's own clock in milliseconds (it may be skewed): for leases and own round trips, never to order anything. */
  now(): number;

  /**
   * Hands a chosen batch to the state machine. The first slot of a life is `saved.slot`, then +1 each; the first of all
   * is {@link FIRST_SLOT}. In an algorithm of `order: 'partial'` the slot is the node's own execution position.
   */
  commit(slot: number, batch: Batch): void;

  /**
   * "Not here, not now": the outcome is unknown and clients retry with the same `(client, seq)`. Who stops leading
   * redirects all that it has pending.
   */
  redirect(batch: Batch, leader: NodeId | undefined): void;

  /** Counts an event of interest; it costs nothing in the world and is reported per run under its name. */
  count(event: CountedEvent): void;
}

/**
 * What a restarted node has: the node has restored all slots below `slot` from its own durable snapshot. A node that
 * never ran has `{ slot: FIRST_SLOT, records: [] }`.
 */
export interface Saved<P extends Protocol> {
  readonly slot: number;
  readonly records: readonly P['Record'][];
}

/** What a replica shows of itself to reports and to clients that look for the leader. */
export interface View {
  /** Whom this replica takes for the leader. */
  readonly leader: NodeId | undefined;
  /** The ballot or term that it is in; grows over time. */
  readonly ballot: number;
  /** The slot that it commits next. */
  readonly nextSlot: number;
}

/**
 * One node's part of an algorithm: a pure state machine. Its state is plain fields (numbers, strings, arrays, maps, sets,
 * plain objects) beside `env` and `options`, and no closure holds any, so that a model checker can copy it.
 */
export interface Replica<P extends Protocol> {
  /** The first call of a life. Restart is a new replica plus `start`: what is not rebuilt from `saved` is volatile. */
  start(saved: Saved<P>): void;
  onMessage(from: NodeId, message: P['Message']): void;
  onTimer(timer: P['Timer'], key: number | undefined): void;
  /** The node wants `batch` in the log: to be answered, some day, by `commit` or `redirect` of its commands. */
  onRequest(batch: Batch): void;
  /** Every node holds a durable snapshot of all slots below `slot`: drop them (checkpoint), ignore messages about them. */
  forget(slot: number): void;
  view(): View;
}

/** What every algorithm is given alike, so that a comparison differs by the protocol only. */
export interface CommonOptions {
  readonly quorums: QuorumSystem;
  /** Range of the randomised election time-out, ms. */
  readonly electionMs: readonly [number, number];
  /** Interval between the leader's heartbeats, ms. */
  readonly heartbeatMs: number;
  /** Ask only a phase-2 quorum, and everybody after a time-out; or everybody at once. */
  readonly thrifty: boolean;
  /** The node that campaigns at once when the cluster first starts; `undefined` = whoever times out first. */
  readonly firstLeader: NodeId | undefined;
}

/** An option that one algorithm alone has. Its value and reason are printed in reports. */
export interface OptionSpec {
  readonly about: string;
  readonly values: readonly (string | number | boolean)[] | { readonly min: number; readonly max: number };
  readonly default: string | number | boolean;
  /** Newer than published specs, which do not name it: it is named only where it is not at its default. */
  readonly namedIfSet?: true;
}

/** The names of a protocol that a user may give, each in a few words. The type sees to it that none is missing. */
export interface Vocabulary<P extends Protocol> {
  readonly messages: Readonly<Record<P['Message']['type'], string>>;
  readonly timers: Readonly<Record<P['Timer'], string>>;
}

/** Why an algorithm must not run with a quorum system. */
export interface Refusal {
  /** The rule that is broken, such as `any two election quorums must meet`. */
  readonly rule: string;
  /** Two quorums without a common node. */
  readonly witness: readonly [NodeSet, NodeSet];
  /** The smallest change that would make it legal. */
  readonly repair: string;
  /** All of the above as one sentence. */
  readonly message: string;
}

/** Do two commands not commute? Given to algorithms of `order: 'partial'`. */
export type Conflicts = (a: Command, b: Command) => boolean;

/**
 * Ghost state for the invariants: it sees every node and is seen by none. Incremental: the cost of a call does not grow
 * with the run. Each method throws an `InvariantViolation` when a named invariant breaks.
 */
export interface Observer<P extends Protocol, R extends Replica<P> = Replica<P>> {
  onStart(node: NodeId, saved: Saved<P>): void;
  /** The node lost everything volatile. */
  onStop(node: NodeId): void;
  onPersist(node: NodeId, record: P['Record']): void;
  onDurable(node: NodeId, record: P['Record']): void;
  /** The message leaves the node (a `sendOnceDurable`: when it leaves, not when it was asked for). */
  onSend(node: NodeId, to: NodeSet, message: P['Message']): void;
  onCommit(node: NodeId, slot: number, batch: Batch): void;
  /** After each call into a replica. */
  onStep(node: NodeId, replica: R): void;
  /** Every node holds a durable snapshot below `slot`: ghost state below it may be dropped. */
  forget(slot: number): void;
}

/** An algorithm as the harness sees it. The harness never names one: it takes them from the registry. */
export interface Algorithm<
  P extends Protocol = Protocol,
  O extends CommonOptions = CommonOptions,
  R extends Replica<P> = Replica<P>,
> {
  readonly name: string;
  /** As written in titles and legends, such as `Multi-Paxos`. */
  readonly title: string;
  /** One sentence for `list`. */
  readonly about: string;
  /** What it does that the others do not, and that a fair comparison must mention: printed in reports. */
  readonly differs: readonly string[];
  /** Is the log one sequence for all, or agreed per conflicting pair only? */
  readonly order: 'total' | 'partial';
  /** Has it a leader that serves all clients? */
  readonly leader: boolean;
  /** Its own options, beside {@link CommonOptions}. */
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly vocabulary: Vocabulary<P>;
  /** Legality is per protocol: may it run with these quorums? */
  legality(quorums: QuorumSystem): Refusal | undefined;
  create(options: O, env: Env<P>, conflicts: Conflicts): R;
  /**
   * What is on the disk of a node that has accepted so many no-ops in the first ballot and knows none of them chosen, for
   * worlds that begin with logs of different lengths. Left out where there is no such world.
   */
  acceptedBefore?(entries: number): readonly P['Record'][];
  /** Size of a message's body in bytes; the harness adds its frame. */
  sizeOf(message: P['Message']): number;
  /** Size of a record's body in bytes; the harness adds its frame. */
  sizeOfRecord(record: P['Record']): number;
  observe(options: O, nodes: number): Observer<P, R>;
}

/** Size of a batch inside a message or record: 16 bytes for client, sequence number and length of each command. */
export function sizeOfBatch(batch: Batch): number {
  let bytes = 4;
  for (let i = 0; i < batch.length; i++) bytes += 16 + batch[i]!.op.bytes;
  return bytes;
}
