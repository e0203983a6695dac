/**
 * The computer that one node runs on: a CPU, a disk, timers and a network card, and the node's process while it is up.
 * It is the node's `Host`. A crash loses the process and all that the disk does not hold; a restart is a new node.
 */
import type { Batch, Command, CountedEvent, NodeId, NodeSet, Protocol, Replica } from '../../algorithms/contract.ts';
import type { KvResult } from '../cluster/key-value.ts';
import { Request, type BatchTimes, type Envelope, type Host, type Reply } from '../cluster/host.ts';
import { Node } from '../cluster/node.ts';
import type { ProposalPolicy } from '../cluster/proposals.ts';
import type { SnapshotChanges } from '../cluster/snapshot.ts';
import { Cpu, type Worker } from './cpu.ts';
import { CpuWork } from './cpu-work.ts';
import { CheckpointEntry, Disk, SnapshotEntry, type DiskOwner } from './disk.ts';
import { NodeClock } from './node-clock.ts';
import { Platter } from './platter.ts';
import { RandomStream } from './random.ts';
import { nsOf, type Simulator } from './simulator.ts';
import { Timers, type Timer } from './timers.ts';
import type { Site } from './site.ts';

/** Kinds of events that a machine gets. */
const MESSAGE = 0;
const REQUEST = 1;
const TIMER = 2;
const EVENTS = ['a message', 'a request', 'a timer'] as const;

/**
 * What every message carries beside its body: 40 bytes of TCP/IP, 16 of length, type, sender and checksum, 16 of the
 * envelope that says how far logs may be trimmed.
 */
export const FRAME_BYTES = 72;

export class Machine implements Host<Protocol>, Worker, DiskOwner {
  readonly self: NodeId;
  readonly nodes: number;
  readonly targetId: number;
  readonly cpu: Cpu;
  readonly work: CpuWork;
  readonly disk: Disk;
  readonly platter = new Platter();
  readonly clock: NodeClock;
  /** The running process; `undefined` while the node is down. */
  node: Node | undefined;

  private readonly site: Site;
  private readonly simulator: Simulator;
  private readonly policy: ProposalPolicy;
  private readonly answersAtHome: boolean;
  private timers: Timers;
  private randomStream: RandomStream;
  private readonly survivors: RandomStream;
  private incarnation = 0;
  /** Faults: when a request that comes in comes in once more, ns; Infinity: not. */
  requestTrouble: ((at: number) => number) | undefined;

  /** Batches handed to the replica in the current step. */
  private readonly submitted: BatchTimes[] = [];
  /** Whose message is being handled; the node itself for its own disk and timers. */
  private currentSender: NodeId;

  constructor(self: NodeId, site: Site) {
    const { simulator, spec } = site;
    this.self = self;
    this.nodes = spec.nodes;
    this.site = site;
    this.simulator = simulator;
    this.targetId = 3 * self;
    this.clock = new NodeClock(simulator);
    this.work = new CpuWork(spec.costs, self);
    this.cpu = site.sharedCpu?.(self) ?? new Cpu(3 * self + 1, simulator, this);
    const fsyncStream = new RandomStream(spec.seed, `fsync/${self}`);
    this.disk =
      site.openDisk?.(3 * self + 2, this, this.platter) ??
      new Disk(3 * self + 2, simulator, this, spec.costs.fsync, fsyncStream);
    this.policy = spec.policy;
    this.answersAtHome = spec.workload.answeredBy === 'home';
    this.timers = new Timers(simulator, this, TIMER);
    this.randomStream = new RandomStream(spec.seed, `replica/${self}/0`);
    this.survivors = new RandomStream(spec.seed, `survivors/${self}`);
    this.currentSender = self;
  }

  get isUp(): boolean {
    return this.node !== undefined;
  }

  /** All slots below are in the durable snapshot. */
  get durableSlot(): number {
    return this.platter.snapshot.slot;
  }

  /** From now on its clock goes at `rate`, timers that are set too, from `aheadMs` ahead of where it stands. */
  setClock(rate: number, aheadMs: number): void {
    const { clock } = this;
    if (rate !== clock.rate) this.timers.stretch(clock.rate / rate);
    clock.set(rate, aheadMs);
  }

  start(): void {
    const { algorithm, options, observer, tracer, spec } = this.site;
    this.randomStream = new RandomStream(spec.seed, `replica/${this.self}/${this.incarnation}`);
    this.timers = new Timers(this.simulator, this, TIMER);
    const { snapshot, records } = this.platter;
    const storage = { snapshot, records: records.slice() as Protocol['Record'][] };
    tracer?.record(this.simulator.now, this.self, 'start', { incarnation: this.incarnation });
    const node = new Node(algorithm, options, this.policy, this, storage, this.site.snapshotSlots);
    this.node = node;
    observer?.onStart(this.self, { slot: node.executedSlot, records: storage.records });
    this.currentSender = this.self;
    node.start();
    this.endStep();
  }

  crash(): void {
    this.site.tracer?.record(this.simulator.now, this.self, 'crash', {});
    this.node = undefined;
    this.incarnation++;
    this.timers.clear();
    this.cpu.clear(this);
    this.disk.crash(this.survivors);
    this.platter.crash();
    this.submitted.length = 0;
    this.site.observer?.onStop(this.self);
  }

  /** A client's request will come in at `at`. */
  addRequest(at: number, request: Request): void {
    this.simulator.queue.add(at, this, REQUEST, request.command.client, 0, request);
    const again = this.requestTrouble?.(at) ?? Infinity;
    if (again === Infinity) return;
    // Of its own, as each arrival is timed.
    const copy = new Request(request.command, request.sentNs);
    this.simulator.queue.add(again, this, REQUEST, request.command.client, 0, copy);
  }

  /** A message of another node will come in at `at`, from another thread. */
  addMessage(at: number, from: NodeId, message: Protocol['Message'], envelope: Envelope): void {
    const { queue } = this.simulator;
    queue.envelope[queue.add(at, this, MESSAGE, from, 0, message)] = envelope;
  }

  onEvent(cell: number): void {
    const { queue } = this.simulator;
    if (queue.kind[cell] === TIMER) {
      const timer = queue.payload[cell] as Timer;
      if (!this.timers.due(timer)) {
        queue.free(cell);
        return;
      }
      queue.value[cell] = timer.deadline;
    } else if (this.node === undefined) {
      queue.free(cell);
      return;
    } else if (queue.kind[cell] === REQUEST) {
      (queue.payload[cell] as Request).arrivedNs = this.simulator.now;
    }
    this.cpu.accept(cell);
  }

  describe(kind: number): string {
    return `${EVENTS[kind] ?? 'work that a crash took away'} for node ${this.self}`;
  }

  costNs(cell: number): number {
    const { kind, payload } = this.simulator.queue;
    if (kind[cell] === TIMER) return 0;
    if (this.work.byteNs === 0) return this.work.inNs;
    const bytes =
      kind[cell] === MESSAGE ? this.bytesOf(payload[cell]) : FRAME_BYTES + (payload[cell] as Request).command.op.bytes;
    return this.work.inNs + this.work.bytesNs(bytes);
  }

  serve(cell: number): void {
    const { queue } = this.simulator;
    const kind = queue.kind[cell];
    const from = queue.from[cell]!;
    const value = queue.value[cell]!;
    const payload = queue.payload[cell];
    const envelope = queue.envelope[cell] as Envelope;
    queue.free(cell);
    const node = this.node!;
    if (kind === MESSAGE) {
      const message = payload as Protocol['Message'];
      this.site.tracer?.record(this.simulator.now, this.self, 'deliver', { from, message });
      this.currentSender = from;
      node.onMessage(from, message, envelope);
    } else if (kind === REQUEST) {
      this.currentSender = this.self;
      this.site.tracer?.record(this.simulator.now, this.self, 'request', { command: (payload as Request).command });
      node.onRequest(payload as Request);
    } else {
      const timer = payload as Timer;
      if (!this.timers.take(timer, value)) return;
      this.site.tracer?.record(this.simulator.now, this.self, 'timer', { timer: timer.name, key: timer.key });
      this.currentSender = this.self;
      node.onTimer(timer.name, timer.key);
    }
    this.endStep();
  }

  // DiskOwner.

  onDurable(entry: object): void {
    this.site.tracer?.record(this.simulator.now, this.self, 'durable', { entry });
    const kind = this.platter.onDurable(entry);
    if (kind === 'snapshot') this.node?.onSnapshotDurable(this.durableSlot);
    else if (kind === 'record') this.site.observer?.onDurable(this.self, entry as Protocol['Record']);
  }

  onSendDue(to: NodeSet, message: unknown, envelope: Envelope): void {
    this.transmit(to, message as Protocol['Message'], envelope);
    if ((to & (1 << this.self)) === 0) return;
    this.currentSender = this.self;
    this.node!.onSelfMessage(message as Protocol['Message']);
  }

  onFlushed(): void {
    this.endStep();
  }

  // Host.

  nowNs(): number {
    return this.simulator.now;
  }

  clockMs(): number {
    return this.clock.nowMs();
  }

  random(): number {
    return this.randomStream.next();
  }

  send(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    this.transmit(to, message, envelope);
  }

  sendOnceDurable(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    if (this.disk.sendOnceDurable(to, message, envelope)) return;
    this.transmit(to, message, envelope);
    if ((to & (1 << this.self)) !== 0) this.node!.enqueueSelf(message);
  }

  write(record: Protocol['Record']): void {
    this.site.observer?.onPersist(this.self, record);
    this.disk.write(record);
  }

  rewrite(records: readonly Protocol['Record'][]): void {
    this.disk.write(new CheckpointEntry(records));
  }

  writeSnapshot(changes: SnapshotChanges): void {
    this.disk.write(new SnapshotEntry(changes));
  }

  setTimer(timer: string, ms: number, key: number | undefined): void {
    this.timers.set(timer, key, nsOf(ms / this.clock.rate));
  }

  cancelTimer(timer: string, key: number | undefined): void {
    this.timers.cancel(timer, key);
  }

  committed(slot: number, batch: Batch): void {
    this.site.observer?.onCommit(this.self, slot, batch);
    this.site.onCommit(this.self, slot, batch);
  }

  applied(command: Command, result: KvResult): void {
    if (this.work.applyNs > 0) this.cpu.spend(this.work.applyNs);
    if (!this.answersAtHome) return;
    const { now } = this.simulator;
    this.site.onExecuted(this.self, command, result, this.cpu.freeAt > now ? this.cpu.freeAt : now);
  }

  batchSubmitted(times: BatchTimes): void {
    this.submitted.push(times);
  }

  batchCommitted(times: BatchTimes): void {
    this.site.onBatchCommitted(this.self, times, this.currentSender);
  }

  reply(reply: Reply): void {
    // A client that is answered at home is told again only of what was executed before it asked.
    if (this.answersAtHome && reply.batch !== undefined) return;
    const bytes = FRAME_BYTES + (typeof reply.result === 'string' ? reply.request.command.op.bytes : 0);
    this.site.onReply(this.self, reply, this.serialise(bytes, 1));
  }

  redirect(command: Command, leader: NodeId | undefined): void {
    this.site.onRedirect(this.self, command, leader, this.serialise(FRAME_BYTES, 1));
  }

  stepped(replica: Replica<Protocol>): void {
    this.site.observer?.onStep(this.self, replica);
  }

  count(event: CountedEvent): void {
    this.site.onCount(this.self, event);
  }

  private bytesOf(message: unknown): number {
    return FRAME_BYTES + this.site.algorithm.sizeOf(message as Protocol['Message']);
  }

  /** The CPU serialises a message once; the network card then sends `copies` to clients. Returns when the last bit leaves. */
  private serialise(bytes: number, copies: number): number {
    const at = this.cpu.spend(this.work.outNs + this.work.bytesNs(bytes));
    return this.site.network.leavesCardAt(this.self, at, bytes * copies);
  }

  private transmit(to: NodeSet, message: Protocol['Message'], envelope: Envelope): void {
    const { site } = this;
    site.observer?.onSend(this.self, to, message);
    const others = to & ~(1 << this.self);
    if (others === 0) return;
    const bytes = this.bytesOf(message);
    const at = this.cpu.spend(this.work.outNs + this.work.bytesNs(bytes));
    for (let rest = others; rest !== 0; rest &= rest - 1) {
      const receiver = 31 - Math.clz32(rest & -rest);
      const machine = site.machines[receiver]!;
      const arrives = site.network.transmit(this.self, receiver, at, bytes, machine, MESSAGE, message, envelope);
      site.tracer?.record(this.simulator.now, this.self, arrives ? 'send' : 'lose', { to: receiver, message });
    }
  }

  /** The step is over: what it wrote is flushed. */
  private endStep(): void {
    if (this.submitted.length > 0) {
      for (let i = 0; i < this.submitted.length; i++) this.disk.track(this.submitted[i]!);
      this.submitted.length = 0;
    }
    this.disk.flush(this.cpu.freeAt > this.simulator.now ? this.cpu.freeAt : this.simulator.now);
  }
}
