/**
 * A small world for Multi-Paxos replicas, with everything that may go wrong in it: messages are delayed, lost, repeated
 * and reordered; disks are slow and lose their tail in a crash; links break one way. Virtual time in ms, one seed.
 */
import FlatQueue from 'flatqueue';
import { FIRST_SLOT } from '../../algorithms/contract.ts';
import type { Batch, CountedEvent, Env, NodeId, NodeSet, Saved } from '../../algorithms/contract.ts';
import { MultiPaxosObserver } from '../../algorithms/multi-paxos/invariants.ts';
import type { Message, MultiPaxosEnv, MultiPaxosProtocol } from '../../algorithms/multi-paxos/messages.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import type { MultiPaxosOptions } from '../../algorithms/multi-paxos/roles.ts';

type Stored = MultiPaxosProtocol['Record'];
type Timer = MultiPaxosProtocol['Timer'];

export interface World {
  readonly options: MultiPaxosOptions;
  readonly seed: number;
  readonly fifo: boolean;
  /** One way, ms. */
  readonly delayMs: readonly [number, number];
  readonly fsyncMs: readonly [number, number];
  readonly loss: number;
  readonly duplicate: number;
  /** Slots between two snapshots of a node. */
  readonly snapshotSlots: number;
  readonly create?: (options: MultiPaxosOptions, env: MultiPaxosEnv) => MultiPaxosReplica;
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
  readonly observer: MultiPaxosObserver;
  readonly machines: Machine[];
  now = 0;
  loss: number;
  duplicate: number;
  readonly counts: Record<CountedEvent, number> = {
    election: 0,
    leader: 0,
    contention: 0,
    'catch-up': 0,
    retransmission: 0,
  };
  readonly sent: Record<string, number> = {};
  /** Bit j of entry i: messages from i to j get through. */
  readonly reach: number[];
  /** Requests that no node has answered, by `seq`. */
  readonly open = new Map<number, NodeId>();
  /** What was learned, by slot. */
  readonly log: Batch[] = [];
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
    this.observer = new MultiPaxosObserver(world.options.quorums, this.size);
    this.reach = new Array<number>(this.size).fill(-1);
    this.arrivals = new Array<number>(this.size * this.size).fill(0);
    this.machines = Array.from({ length: this.size }, (_, self) => new Machine(this, self));
    for (const machine of this.machines) machine.start();
  }

  between([least, most]: readonly [number, number]): number {
    return least + (most - least) * this.random();
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

  transmit(from: NodeId, to: NodeSet, message: Message): void {
    this.observer.onSend(from, to, message);
    for (let node = 0; node < this.size; node++) {
      if (node === from || (to & (1 << node)) === 0) continue;
      this.sent[message.type] = (this.sent[message.type] ?? 0) + 1;
      if ((this.reach[from]! & (1 << node)) === 0 || this.random() < this.loss) continue;
      this.deliver(from, node, message, 1);
      if (this.random() < this.duplicate) this.deliver(from, node, message, 20 * this.random());
    }
  }

  private deliver(from: NodeId, to: NodeId, message: Message, slowness: number): void {
    const link = from * this.size + to;
    let at = this.now + this.between(this.world.delayMs) * slowness;
    if (this.world.fifo) at = this.arrivals[link] = Math.max(at, this.arrivals[link]!);
    this.after(at - this.now, () => this.machines[to]!.receive(from, message));
  }

  /** A client's batch of one command arrives at `node`. */
  request(node: NodeId): void {
    const { replica } = this.machines[node]!;
    if (replica === undefined) return;
    const seq = this.nextSeq++;
    this.open.set(seq, node);
    this.machines[node]!.step(() => replica.onRequest([{ client: 0, seq, op: { bytes: 8 } }]));
  }

  /** Nodes that take themselves for the leader. */
  leaders(): NodeId[] {
    return this.machines.filter((m) => m.replica?.view().leader === m.self).map((m) => m.self);
  }

  /** All nodes up, all links whole. */
  heal(): void {
    this.loss = 0;
    this.duplicate = 0;
    this.reach.fill(-1);
    for (const machine of this.machines) if (machine.replica === undefined) machine.start();
  }

  /** Links of `pairs` only, both ways. */
  connect(pairs: readonly (readonly [NodeId, NodeId])[]): void {
    this.reach.fill(0);
    for (const [a, b] of pairs) {
      this.reach[a]! |= 1 << b;
      this.reach[b]! |= 1 << a;
    }
  }

  forgettable(): number {
    return Math.min(...this.machines.map((machine) => machine.snapshotSlot));
  }
}

type Entry =
  | { readonly kind: 'record'; readonly record: Stored }
  | { readonly kind: 'checkpoint'; readonly records: readonly Stored[] }
  | { readonly kind: 'snapshot'; readonly slot: number };

export class Machine implements Env<MultiPaxosProtocol> {
  readonly self: NodeId;
  readonly nodes: number;
  readonly cluster: Cluster;
  replica: MultiPaxosReplica | undefined;
  snapshotSlot = FIRST_SLOT;
  executed: number[] = [];
  private records: Stored[] = [];
  private incarnation = 0;
  private nextSlot = FIRST_SLOT;
  private forgotten = FIRST_SLOT;
  private written: Entry[] = [];
  private waiting: { readonly to: NodeSet; readonly message: Message; readonly after: number }[] = [];
  private writtenCount = 0;
  private durableCount = 0;
  private flushing = false;
  private readonly deadlines = new Map<string, number>();
  private selfMessages: Message[] = [];

  constructor(cluster: Cluster, self: NodeId) {
    this.cluster = cluster;
    this.self = self;
    this.nodes = cluster.size;
  }

  start(): void {
    const { options, create } = this.cluster.world;
    const replica = create?.(options, this) ?? new MultiPaxosReplica(options, this);
    const saved: Saved<MultiPaxosProtocol> = { slot: this.snapshotSlot, records: this.records.slice() };
    this.replica = replica;
    this.nextSlot = saved.slot;
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
    for (const [seq, node] of this.cluster.open) if (node === this.self) this.cluster.open.delete(seq);
    this.cluster.observer.onStop(this.self);
  }

  receive(from: NodeId, message: Message): void {
    const { replica } = this;
    if (replica !== undefined) this.step(() => replica.onMessage(from, message));
  }

  /** One call into the replica and all that follows at this instant. */
  step(call: () => void): void {
    const replica = this.replica!;
    call();
    for (;;) {
      const message = this.selfMessages.shift();
      if (message !== undefined) replica.onMessage(this.self, message);
      else if (this.cluster.forgettable() > this.forgotten) {
        this.forgotten = this.cluster.forgettable();
        replica.forget(this.forgotten);
      } else break;
    }
    this.cluster.observer.onStep(this.self, replica);
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
      for (const entry of this.written.splice(0, count)) this.makeDurable(entry);
      this.durableCount += count;
      this.step(() => this.release());
    });
  }

  private makeDurable(entry: Entry): void {
    if (entry.kind === 'snapshot') this.snapshotSlot = entry.slot;
    else if (entry.kind === 'checkpoint') this.records = entry.records.slice();
    else {
      this.records.push(entry.record);
      this.cluster.observer.onDurable(this.self, entry.record);
    }
  }

  private release(): void {
    const due = this.waiting.filter(({ after }) => after <= this.durableCount);
    this.waiting = this.waiting.filter(({ after }) => after > this.durableCount);
    for (const { to, message } of due) this.send(to, message);
  }

  private write(entry: Entry): void {
    this.written.push(entry);
    this.writtenCount++;
  }

  send(to: NodeSet, message: Message): void {
    this.cluster.transmit(this.self, to, message);
    if ((to & (1 << this.self)) !== 0) this.selfMessages.push(message);
  }
  persist(record: Stored): void {
    this.cluster.observer.onPersist(this.self, record);
    this.write({ kind: 'record', record });
  }
  checkpoint(records: readonly Stored[]): void {
    this.write({ kind: 'checkpoint', records });
  }
  sendOnceDurable(to: NodeSet, message: Message): void {
    if (this.writtenCount === this.durableCount) this.send(to, message);
    else this.waiting.push({ to, message, after: this.writtenCount });
  }
  setTimer(timer: Timer, ms: number): void {
    const deadline = this.cluster.now + ms;
    const { incarnation } = this;
    this.deadlines.set(timer, deadline);
    this.cluster.after(ms, () => {
      if (this.incarnation !== incarnation || this.deadlines.get(timer) !== deadline) return;
      this.deadlines.delete(timer);
      this.step(() => this.replica!.onTimer(timer));
    });
  }
  cancelTimer(timer: Timer): void {
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
    this.cluster.log[slot] ??= batch;
    this.nextSlot = slot + 1;
    this.executed.push(batch[0]?.seq ?? 0);
    for (const { seq } of batch) if (this.cluster.open.get(seq) === this.self) this.cluster.open.delete(seq);
    if (this.nextSlot % this.cluster.world.snapshotSlots === 0) this.write({ kind: 'snapshot', slot: this.nextSlot });
  }
  redirect(batch: Batch): void {
    for (const { seq } of batch) if (this.cluster.open.get(seq) === this.self) this.cluster.open.delete(seq);
  }
  count(event: CountedEvent): void {
    this.cluster.counts[event]++;
  }
}
