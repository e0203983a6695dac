/**
 * The explorer's world for one node: an `Env` that carries out one input on a copy of the node's state and notes what
 * leaves it. Time does not pass; a timer may fire whenever it is set.
 */
import type {
  Batch,
  CountedEvent,
  Env,
  NodeId,
  NodeSet,
  Observer,
  Protocol,
  Replica,
} from '../../algorithms/contract.ts';
import { FIRST_SLOT } from '../../algorithms/contract.ts';
import { members } from '../../algorithms/quorum/node-set.ts';
import { formatBatch } from './format.ts';
import type { Input, NodeState, Pending, SetTimer } from './node-state.ts';

/** Something that an observer must be told, in order. */
export type GhostCall = (observer: Observer<Protocol>) => void;

export interface Sent {
  readonly to: NodeId;
  readonly message: Protocol['Message'];
}

/** What one input did to one node. */
export interface TurnResult {
  readonly state: NodeState;
  /** What left the node, to itself too. */
  readonly sent: readonly Sent[];
  readonly ghostCalls: readonly GhostCall[];
  /** Commits and counted events, for people. */
  readonly notes: readonly string[];
}

/** How far the clock goes on when a timer fires: beyond any patience. */
const LONG_MS = 1_000_000;

export interface NodeWorld {
  readonly self: NodeId;
  readonly nodes: number;
  readonly instantDisk: boolean;
  /** The batch for each value that clients ask for. */
  readonly batches: readonly Batch[];
  create(env: Env<Protocol>): Replica<Protocol>;
  copy<T>(value: T): T;
}

/** One per node, for replicas keep it; it serves one turn at a time. */
export class TurnEnv implements Env<Protocol> {
  readonly self: NodeId;
  readonly nodes: number;
  private readonly world: NodeWorld;

  // The turn under way.
  private replica!: Replica<Protocol>;
  private timers: SetTimer[] = [];
  private durable: Protocol['Record'][] = [];
  private pending: Pending[] = [];
  private clockMs = 0;
  private requested = 0;
  private toSelf: Protocol['Message'][] = [];
  private sent: Sent[] = [];
  private ghostCalls: GhostCall[] = [];
  private notes: string[] = [];

  constructor(world: NodeWorld) {
    this.world = world;
    this.self = world.self;
    this.nodes = world.nodes;
  }

  /** The first life begins. */
  boot(): TurnResult {
    const nothing = { timers: [], durable: [], pending: [], clockMs: 0, requested: 0 };
    this.begin({ ...nothing, replica: this.world.create(this) });
    this.start();
    return this.end();
  }

  take(state: NodeState, input: Input): TurnResult {
    this.begin({ ...state, replica: this.world.copy(state.replica) });
    switch (input.kind) {
      case 'deliver':
        this.call(() => this.replica.onMessage(input.from, input.message));
        break;
      case 'timer':
        this.clockMs += LONG_MS;
        this.cancelTimer(input.timer, input.key);
        this.call(() => this.replica.onTimer(input.timer, input.key));
        break;
      case 'request':
        this.requested |= 1 << input.value;
        this.call(() => this.replica.onRequest(this.world.batches[input.value]!));
        break;
      case 'disk':
        this.writeOne();
        break;
      case 'restart':
        this.restart();
        break;
    }
    this.answerSelf();
    return this.end();
  }

  private begin(state: NodeState): void {
    this.replica = state.replica;
    this.timers = [...state.timers];
    this.durable = [...state.durable];
    this.pending = [...state.pending];
    this.clockMs = state.clockMs;
    this.requested = state.requested;
    this.toSelf = [];
    this.sent = [];
    this.ghostCalls = [];
    this.notes = [];
  }

  private end(): TurnResult {
    const { replica, timers, durable, pending, clockMs, requested, sent, ghostCalls, notes } = this;
    return { state: { replica, timers, durable, pending, clockMs, requested }, sent, ghostCalls, notes };
  }

  /** A call into the replica; the observer sees the replica as it is right behind it. */
  private call(verb: () => void): void {
    verb();
    const seen = this.world.copy(this.replica);
    this.ghostCalls.push((observer) => observer.onStep(this.self, seen));
  }

  /** What a node sends to itself is its next event, at the same instant. */
  private answerSelf(): void {
    for (let message = this.toSelf.shift(); message !== undefined; message = this.toSelf.shift()) {
      const next = message;
      this.call(() => this.replica.onMessage(this.self, next));
    }
  }

  private start(): void {
    const saved = { slot: FIRST_SLOT, records: [...this.durable] };
    this.ghostCalls.push((observer) => observer.onStart(this.self, saved));
    this.call(() => this.replica.start(saved));
    this.answerSelf();
  }

  /** All that is not durable is lost: a prefix of what was persisted stays. */
  private restart(): void {
    this.ghostCalls.push((observer) => observer.onStop(this.self));
    this.pending = [];
    this.timers = [];
    this.replica = this.world.create(this);
    this.start();
  }

  /** The disk completes what is first in its queue, and lets go what waited for that. */
  private writeOne(): void {
    this.write(this.pending.shift());
    while (this.pending[0]?.kind === 'send') {
      const { to, message } = this.pending[0];
      this.pending.shift();
      this.send(to, message);
    }
  }

  private write(item: Pending | undefined): void {
    if (item === undefined || item.kind === 'send') throw new Error('the disk has nothing to write');
    const records = item.kind === 'record' ? [item.record] : item.records;
    if (item.kind === 'checkpoint') this.durable = [];
    for (const record of records) {
      this.durable.push(record);
      this.ghostCalls.push((observer) => observer.onDurable(this.self, record));
    }
  }

  // Env

  send(to: NodeSet, message: Protocol['Message']): void {
    this.ghostCalls.push((observer) => observer.onSend(this.self, to, message));
    for (const node of members(to)) {
      this.sent.push({ to: node, message });
      if (node === this.self) this.toSelf.push(message);
    }
  }

  persist(record: Protocol['Record']): void {
    this.ghostCalls.push((observer) => observer.onPersist(this.self, record));
    this.toDisk({ kind: 'record', record });
  }

  checkpoint(records: readonly Protocol['Record'][]): void {
    this.toDisk({ kind: 'checkpoint', records });
  }

  private toDisk(item: Pending): void {
    if (this.world.instantDisk) this.write(item);
    else this.pending.push(item);
  }

  sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    if (this.pending.length === 0) this.send(to, message);
    else this.pending.push({ kind: 'send', to, message });
  }

  setTimer(timer: string, _ms: number, key?: number): void {
    this.cancelTimer(timer, key);
    this.timers.push({ timer, key });
    this.timers.sort((a, b) => (a.timer === b.timer ? (a.key ?? -1) - (b.key ?? -1) : a.timer < b.timer ? -1 : 1));
  }

  cancelTimer(timer: string, key?: number): void {
    this.timers = this.timers.filter((other) => other.timer !== timer || other.key !== key);
  }

  /** Replicas draw durations only, and durations mean nothing here. */
  random(): number {
    return 0.5;
  }

  now(): number {
    return this.clockMs;
  }

  commit(slot: number, batch: Batch): void {
    this.ghostCalls.push((observer) => observer.onCommit(this.self, slot, batch));
    this.notes.push(`commits ${formatBatch(batch)} in slot ${slot}`);
  }

  /** The client may ask here again: nothing came of it. */
  redirect(batch: Batch): void {
    this.notes.push(`redirects ${formatBatch(batch)}`);
    for (const command of batch) this.requested &= ~(1 << command.client);
  }

  count(event: CountedEvent): void {
    this.notes.push(event);
  }
}
