/**
 * The thread of one node: the machine of the simulator, with the other nodes and the clients elsewhere. What it does is told
 * to the thread of the clients, where all is checked and recorded.
 */
import type {
  Algorithm,
  Batch,
  Command,
  CommonOptions,
  CountedEvent,
  NodeId,
  Protocol,
} from '../../algorithms/contract.ts';
import type { BatchTimes, Envelope, Reply } from '../cluster/host.ts';
import { Request } from '../cluster/host.ts';
import type { Disk, DiskOwner } from '../sim/disk.ts';
import type { EventTarget } from '../sim/event-queue.ts';
import { FRAME_BYTES, Machine } from '../sim/machine.ts';
import type { Platter } from '../sim/platter.ts';
import type { Site } from '../sim/site.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { FileDisk } from './file-disk.ts';
import type { Instrument } from './instrument-thread.ts';
import { Elsewhere, LiveNetwork } from './live-network.ts';
import type { OpenedLog } from './log-file.ts';
import type { Mesh } from './mesh.ts';
import type { NodeFaults } from './node-faults.ts';
import type { Order } from './orders.ts';
import type { Mail, RealTime } from './real-time.ts';
import { stateDigest } from './state-digest.ts';
import { NodeWire, type NodeInbox } from './node-wire.ts';

export class LiveNode implements Site, Mail, NodeInbox {
  readonly simulator: RealTime;
  readonly network: LiveNetwork;
  readonly spec: TrialSpec;
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  readonly machines: readonly EventTarget[];
  /** The invariants see all nodes at once: no thread does. */
  readonly observer = undefined;
  readonly tracer = undefined;
  readonly machine: Machine;
  private readonly mesh: Mesh;
  private readonly wire: NodeWire;
  private readonly faults: NodeFaults | undefined;
  private readonly instrument: Instrument;
  private readonly opened: OpenedLog | undefined;
  /** What the node's threads before this one have counted. */
  private readonly before: Readonly<Record<'messages' | 'bytes' | 'interRegionBytes' | 'diskWrites', number>>;

  /**
   * @param opened the node's file; `undefined`: what it persists is in memory
   * @param Faults `undefined` where the spec plans none
   */
  constructor(
    spec: TrialSpec,
    algorithm: Algorithm,
    options: CommonOptions,
    simulator: RealTime,
    mesh: Mesh,
    instrument: Instrument,
    opened: OpenedLog | undefined,
    Faults: typeof NodeFaults | undefined,
  ) {
    this.spec = spec;
    this.algorithm = algorithm;
    this.options = options;
    this.simulator = simulator;
    this.mesh = mesh;
    this.instrument = instrument;
    this.opened = opened;
    const { board, self } = mesh;
    this.before = {
      messages: board.get(self, 'messages'),
      bytes: board.get(self, 'bytes'),
      interRegionBytes: board.get(self, 'interRegionBytes'),
      diskWrites: board.get(self, 'diskWrites'),
    };
    simulator.busyNs = board.get(self, 'busyNs');
    this.wire = new NodeWire(mesh, (message) => FRAME_BYTES + algorithm.sizeOf(message));
    this.network = new LiveNetwork(simulator, spec, (to, arrival, message, envelope) =>
      this.wire.message(to, arrival, message, envelope as Envelope),
    );
    const machines: EventTarget[] = Array.from({ length: spec.nodes }, (_, node) => new Elsewhere(node));
    this.machines = machines;
    this.machine = new Machine(mesh.self, this);
    machines[mesh.self] = this.machine;
    this.faults = Faults && new Faults(spec, this.machine, this.network, simulator);
  }

  /** Until the run is called off. */
  run(): void {
    const { disk } = this.machine;
    if (disk instanceof FileDisk) disk.restore(this.opened!.entries);
    this.startMachine();
    this.simulator.runWith(this);
  }

  // Mail.

  get ready(): boolean {
    return this.mesh.ready;
  }

  get isOver(): boolean {
    return this.mesh.isOver;
  }

  receive(): number {
    return this.wire.receive(this);
  }

  send(): void {
    this.showBoard();
    this.mesh.publish();
  }

  // NodeInbox.

  onMessage(from: NodeId, arrival: number, message: Protocol['Message'], envelope: Envelope): void {
    this.machine.addMessage(arrival, from, message, envelope);
  }

  onRequest(arrival: number, sentNs: number, command: Command): void {
    this.machine.addRequest(arrival, new Request(command, sentNs));
  }

  onOrder(order: Order): void {
    switch (order.type) {
      case 'crash':
        this.machine.crash();
        this.wire.stopped();
        break;
      case 'start':
        this.startMachine();
        break;
      case 'begin':
        this.faults!.begin(order.entry, order.untilNs, order.leader);
        break;
      case 'end':
        this.faults!.end(order.entry);
        break;
      case 'cut':
        this.network.cut(this.machine.self, order.to);
        break;
      case 'heal':
        this.network.heal(this.machine.self, order.to);
        break;
      case 'window':
        this.instrument.start();
        break;
      case 'window-end':
        this.instrument.end();
        break;
      case 'report':
        this.wire.report(stateDigest(this.machine.node));
        break;
    }
  }

  // Site: what the machine tells, and what it is given.

  openDisk(targetId: number, owner: DiskOwner, platter: Platter): Disk | undefined {
    if (this.opened === undefined) return undefined;
    // Whoever reads of a slot in a snapshot has heard of its commit.
    const { algorithm, mesh, simulator } = this;
    const sizeOf = (record: object) => algorithm.sizeOfRecord(record as Protocol['Record']);
    return new FileDisk(targetId, simulator, owner, platter, this.opened.log, sizeOf, () => mesh.publishAll());
  }

  onCommit(_node: NodeId, slot: number, batch: Batch): void {
    this.wire.commit(slot, batch, !this.follows);
  }

  onBatchCommitted(_node: NodeId, times: BatchTimes, straggler: NodeId): void {
    this.wire.batchCommitted(this.simulator.now, times.submittedNs, straggler);
  }

  onReply(_node: NodeId, reply: Reply, departsAt: number): void {
    this.wire.reply(reply, departsAt);
  }

  onExecuted(): void {
    throw new Error('live clients are answered by the node that they ask');
  }

  onRedirect(_node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    this.wire.redirect(command, leader, departsAt);
  }

  onCount(_node: NodeId, event: CountedEvent): void {
    this.wire.count(event);
  }

  /** Does it take another node for the leader? */
  private get follows(): boolean {
    const leader = this.machine.node?.replica.view().leader;
    return this.algorithm.leader && leader !== undefined && leader !== this.machine.self;
  }

  private startMachine(): void {
    // Told first, as a replica may commit in its first step.
    this.wire.started(this.machine.durableSlot);
    this.machine.start();
  }

  private showBoard(): void {
    const { mesh, machine, network, simulator } = this;
    const { board, self } = mesh;
    const view = machine.node?.replica.view();
    board.set(self, 'isUp', view === undefined ? 0 : 1);
    board.set(self, 'leads', view?.leader === self ? 1 : 0);
    board.set(self, 'ballot', view?.ballot ?? 0);
    board.set(self, 'executedSlot', machine.node?.executedSlot ?? 0);
    board.set(self, 'durableSlot', machine.durableSlot);
    board.set(self, 'messages', this.before.messages + network.messageCount);
    board.set(self, 'bytes', this.before.bytes + network.byteCount);
    board.set(self, 'interRegionBytes', this.before.interRegionBytes + network.interRegionByteCount);
    board.set(self, 'diskWrites', this.before.diskWrites + machine.disk.flushCount);
    board.set(self, 'busyNs', simulator.busyNs);
  }
}
