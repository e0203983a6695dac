/**
 * A small world for Raft servers, with everything that may go wrong in it: messages are delayed, lost, repeated and
 * reordered; disks are slow and lose their tail in a crash; snapshots reach the disk before the log or after it; links
 * break. Virtual time in ms, one seed; the observer sees all.
 */
import FlatQueue from 'flatqueue';
import {
  FIRST_SLOT,
  type Batch,
  type CountedEvent,
  type Env,
  type NodeId,
  type NodeSet,
} from '../../algorithms/contract.ts';
import { RaftObserver } from '../../algorithms/raft/invariants.ts';
import type { RaftMessage, RaftProtocol, RaftRecord } from '../../algorithms/raft/messages.ts';
import { Raft, type RaftOptions } from '../../algorithms/raft/raft.ts';

export interface World {
  readonly options: RaftOptions;
  readonly seed: number;
  readonly fifo: boolean;
  /** One way, ms. */
  readonly delayMs: readonly [number, number];
  readonly fsyncMs: readonly [number, number];
  readonly loss: number;
  readonly duplicate: number;
  /** Slots between two snapshots of a node. */
  readonly snapshotSlots: number;
  /** A snapshot is durable when taken, even if the log below it is not yet. */
  readonly snapshotAhead: boolean;
  /** For negative controls: a server, or a world, that breaks a rule. */
  readonly create?: (options: RaftOptions, env: Env<RaftProtocol>) => Raft;
}

/** Mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Cluster {
  readonly world: World;
  readonly size: number;
  readonly random: () => number;
  readonly observer: RaftObserver;
  readonly machines: Machine[];
  now = 0;
  loss: number;
  duplicate: number;
  readonly counts = new Map<string, number>();
  /** Bit j of entry i: messages from i to j get through. */
  readonly reach: number[];
  private readonly queue = new FlatQueue<() => void>();
  private readonly arrivals: number[];
  private nextSeq = 1;
  private tie = 0;

  constructor(world: World) {
    this.world = world;
    this.size = world.options.quorums.nodes;
    this.random = randomFrom(world.seed);
    this.loss = world.loss;
    this.duplicate = world.duplicate;
    this.observer = new RaftObserver(world.options, this.size);
    this.reach = new Array<number>(this.size).fill(-1);
    this.arrivals = new Array<number>(this.size * this.size).fill(0);
    this.machines = Array.from({ length: this.size }, (_, self) => new Machine(this, self));
    for (const machine of this.machines) machine.start();
  }

  between([least, most]: readonly [number, number]): number {
    return least + (most - least) * this.random();
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  after(ms: number, action: () => void): void {
    // Ties are broken by age: the queue itself does not keep their order.
    this.queue.push(action, this.now + ms + this.tie++ * 1e-9);
  }

  /** Runs for `ms`, or until `stop` holds; tells whether it did. */
  run(ms: number, stop: () => boolean = () => false): boolean {
    const end = this.now + ms;
    while ((this.queue.peekValue() ?? Infinity) <= end) {
      this.now = Math.max(this.now, this.queue.peekValue()!);
      this.queue.pop()!();
      if (stop()) return true;
    }
    this.now = end;
    return stop();
  }

  transmit(from: NodeId, to: NodeSet, message: RaftMessage): void {
    this.observer.onSend(from, to, message);
    this.count(`serialised ${message.type}`);
    for (let node = 0; node < this.size; node++) {
      if (node === from || (to & (1 << node)) === 0) continue;
      this.count(message.type);
      if ((this.reach[from]! & (1 << node)) === 0 || this.random() < this.loss) continue;
      this.deliver(from, node, message, 1);
      if (this.random() < this.duplicate) this.deliver(from, node, message, 20 * this.random());
    }
  }

  private deliver(from: NodeId, to: NodeId, message: RaftMessage, slowness: number): void {
    const link = from * this.size + to;
    let at = this.now + this.between(this.world.delayMs) * slowness;
    if (this.world.fifo) at = this.arrivals[link] = Math.max(at, this.arrivals[link]!);
    this.after(at - this.now, () => this.machines[to]!.receive(from, message));
  }

  /** A client's batch of one command arrives at `node`; returns its number. */
  request(node: NodeId): number {
    const seq = this.nextSeq++;
    this.machines[node]!.request(seq);
    return seq;
  }

  /** Nodes that take themselves for the leader. */
  leaders(): NodeId[] {
    return this.machines.filter((m) => m.replica?.role.kind === 'leader').map((m) => m.self);
  }

  /** All nodes up, all links whole. */
  heal(): void {
    this.loss = 0;
    this.duplicate = 0;
    this.reach.fill(-1);
    for (const machine of this.machines) if (machine.replica === undefined) machine.start();
  }

  forgettable(): number {
    return Math.min(...this.machines.map((machine) => machine.snapshotSlot));
  }
}

type Write =
  | { readonly kind: 'record'; readonly record: RaftRecord }
  | { readonly kind: 'checkpoint'; readonly records: readonly RaftRecord[] }
  | { readonly kind: 'snapshot'; readonly slot: number };

export class Machine implements Env<RaftProtocol> {
  readonly self: NodeId;
  readonly nodes: number;
  readonly cluster: Cluster;
  replica: Raft | undefined;
  snapshotSlot = FIRST_SLOT;
  /** The commands that the state machine has executed, by slot - 1; 0 is a no-op. */
  executed: number[] = [];
  records: RaftRecord[] = [];
  /** Requests of this life that were neither committed nor redirected. */
  readonly open = new Set<number>();
  private incarnation = 0;
  private forgotten = FIRST_SLOT;
  private written: Write[] = [];
  private waiting: { readonly to: NodeSet; readonly message: RaftMessage; readonly after: number }[] = [];
  private writtenCount = 0;
  private durableCount = 0;
  private flushing = false;
  private readonly deadlines = new Map<string, number>();
  private selfMessages: RaftMessage[] = [];

  constructor(cluster: Cluster, self: NodeId) {
    this.cluster = cluster;
    this.self = self;
    this.nodes = cluster.size;
  }

  start(): void {
    const { options, create } = this.cluster.world;
    const replica = create?.(options, this) ?? new Raft(options, this);
    const saved = { slot: this.snapshotSlot, records: this.records.slice() };
    this.replica = replica;
    this.executed.length = saved.slot - FIRST_SLOT;
    this.cluster.observer.onStart(this.self, saved);
    this.step(() => replica.start(saved));
  }

  /** Everything volatile is lost; of what was being written a prefix is durable. */
  crash(): void {
    this.replica = undefined;
    this.incarnation++;
    const survivors = Math.floor(this.cluster.random() * (this.written.length + 1));
    for (let i = 0; i < survivors; i++) this.makeDurable(this.written[i]!);
    this.written = [];
    this.waiting = [];
    this.writtenCount = this.durableCount = 0;
    this.flushing = false;
    this.deadlines.clear();
    this.selfMessages = [];
    this.forgotten = FIRST_SLOT;
    this.open.clear();
    this.cluster.observer.onStop(this.self);
  }

  receive(from: NodeId, message: RaftMessage): void {
    const { replica } = this;
    if (replica !== undefined) this.step(() => replica.onMessage(from, message));
  }

  request(seq: number): void {
    const { replica } = this;
    if (replica === undefined) return;
    this.open.add(seq);
    // One in ten is so large that it travels alone when a follower catches up.
    const bytes = this.cluster.random() < 0.1 ? 70_000 : 8;
    this.step(() => replica.onRequest([{ client: 0, seq, op: { bytes } }]));
  }

  /** One call into the replica and all that follows at this instant. */
  step(call: () => void): void {
    const replica = this.replica!;
    const { observer } = this.cluster;
    call();
    observer.onStep(this.self, replica);
    for (;;) {
      const message = this.selfMessages.shift();
      if (message !== undefined) replica.onMessage(this.self, message);
      else if (this.cluster.forgettable() > this.forgotten) {
        this.forgotten = this.cluster.forgettable();
        observer.forget(this.forgotten);
        replica.forget(this.forgotten);
      } else break;
      observer.onStep(this.self, replica);
    }
    this.flush();
  }

  private flush(): void {
    if (this.flushing || this.written.length === 0) return;
    this.flushing = true;
    const { incarnation } = this;
    const count = this.written.length;
    this.cluster.after(this.cluster.between(this.cluster.world.fsyncMs), () => {
      if (this.incarnation !== incarnation) return;
      this.flushing = false;
      for (const write of this.written.splice(0, count)) this.makeDurable(write);
      this.durableCount += count;
      this.step(() => this.release());
    });
  }

  private makeDurable(write: Write): void {
    if (write.kind === 'snapshot') this.snapshotSlot = write.slot;
    else if (write.kind === 'checkpoint') this.records = write.records.slice();
    else {
      this.records.push(write.record);
      this.cluster.observer.onDurable(this.self, write.record);
    }
  }

  private release(): void {
    const due = this.waiting.filter(({ after }) => after <= this.durableCount);
    this.waiting = this.waiting.filter(({ after }) => after > this.durableCount);
    for (const { to, message } of due) this.send(to, message);
  }

  private write(write: Write): void {
    this.written.push(write);
    this.writtenCount++;
  }

  send(to: NodeSet, message: RaftMessage): void {
    this.cluster.transmit(this.self, to, message);
    if ((to & (1 << this.self)) !== 0) this.selfMessages.push(message);
  }
  persist(record: RaftRecord): void {
    this.cluster.observer.onPersist(this.self, record);
    this.write({ kind: 'record', record });
  }
  checkpoint(records: readonly RaftRecord[]): void {
    this.write({ kind: 'checkpoint', records });
  }
  sendOnceDurable(to: NodeSet, message: RaftMessage): void {
    if (this.writtenCount === this.durableCount) this.send(to, message);
    else this.waiting.push({ to, message, after: this.writtenCount });
  }
  setTimer(timer: string, ms: number): void {
    const deadline = this.cluster.now + ms;
    const { incarnation } = this;
    this.deadlines.set(timer, deadline);
    this.cluster.after(ms, () => {
      if (this.incarnation !== incarnation || this.deadlines.get(timer) !== deadline) return;
      this.deadlines.delete(timer);
      this.step(() => this.replica!.onTimer(timer as RaftProtocol['Timer']));
    });
  }
  cancelTimer(timer: string): void {
    this.deadlines.delete(timer);
  }
  random(): number {
    return this.cluster.random();
  }
  now(): number {
    return this.cluster.now;
  }
  commit(slot: number, batch: Batch): void {
    this.cluster.observer.onCommit(this.self, slot, batch);
    this.executed.push(batch[0]?.seq ?? 0);
    for (const { seq } of batch) this.open.delete(seq);
    if (slot % this.cluster.world.snapshotSlots !== 0) return;
    if (this.cluster.world.snapshotAhead) this.snapshotSlot = slot + 1;
    else this.write({ kind: 'snapshot', slot: slot + 1 });
  }
  redirect(batch: Batch): void {
    for (const { seq } of batch) {
      if (!this.open.delete(seq)) throw new Error(`node ${this.self} redirects ${seq}, which it does not have`);
    }
  }
  count(event: CountedEvent): void {
    this.cluster.count(event);
  }
}
