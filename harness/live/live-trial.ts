/**
 * One trial in real time, as the thread of the clients has it: the clients, the phases, the faults, the checks and the
 * recorder of a simulated trial, with the nodes on threads of their own.
 */
import type { Algorithm, Command, CountedEvent, NodeId } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import type { Reply, Request } from '../cluster/host.ts';
import { createFault } from '../faults/catalogue.ts';
import type { FaultWorld } from '../faults/fault.ts';
import { Outages } from '../faults/outages.ts';
import { FaultSchedule } from '../faults/schedule.ts';
import { Counters, type Counts } from '../record/counters.ts';
import type { Measured } from '../record/columns.ts';
import { Recorder } from '../record/recorder.ts';
import { Timeline } from '../record/timeline.ts';
import { Agenda } from '../sim/agenda.ts';
import type { Machine } from '../sim/machine.ts';
import { nsOf } from '../sim/simulator.ts';
import { Phases, type PhaseListener } from '../trial/phases.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Clients, isRead, type ClientListener } from '../workload/clients.ts';
import { CommitChecker } from './commit-checker.ts';
import type { Mesh } from './mesh.ts';
import type { Order } from './orders.ts';
import type { Mail, RealTime } from './real-time.ts';
import { countedOn, isWithinNodes, RemoteNetwork, ToldFault, type RemoteNode, type ToNodes } from './remote.ts';
import type { StateDigest } from './state-digest.ts';
import { ClientWire, type ClientInbox } from './client-wire.ts';

/** Every so many slots what no node will commit again is dropped. */
const FORGET_SLOTS = 1024;

/** Who else is told of the borders of the window. */
export interface WindowWatch {
  start(): void;
  end(): void;
}

export class LiveTrial implements Measured, Mail, ToNodes, ClientInbox, ClientListener, PhaseListener, FaultWorld {
  readonly spec: TrialSpec;
  readonly algorithm: Algorithm;
  readonly simulator: RealTime;
  readonly network: RemoteNetwork;
  /** On other threads. */
  readonly machines: readonly Machine[] = [];
  readonly clients: Clients;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly recorder: Recorder;
  readonly timeline: Timeline | undefined;
  readonly phases: Phases;
  readonly counters: Counters;
  counts: Counts | undefined;
  readonly checker: CommitChecker;
  /** By node: what it holds at the end, once it has told. */
  readonly digests = new Map<NodeId, StateDigest | undefined>();
  /** Nodes that have been told to crash, and have not yet. */
  private readonly crashing = new Set<NodeId>();
  private readonly mesh: Mesh;
  private readonly wire: ClientWire;
  private readonly faults: FaultSchedule;
  private readonly told: ToldFault[] = [];
  /** Nodes that have started before. */
  private readonly started = new Set<NodeId>();
  private readonly window: WindowWatch;

  constructor(
    spec: TrialSpec,
    simulator: RealTime,
    mesh: Mesh,
    window: WindowWatch,
    intervalMs: number | undefined,
    remoteNode: (node: NodeId, threads: ToNodes) => RemoteNode,
  ) {
    this.spec = spec;
    this.algorithm = algorithmNamed(spec.algorithm)!;
    this.simulator = simulator;
    this.mesh = mesh;
    this.window = window;
    this.wire = new ClientWire(mesh);
    this.checker = new CommitChecker(spec.nodes);
    this.network = new RemoteNetwork(simulator, spec, this);
    this.agenda = new Agenda(simulator);
    const nodes = Array.from({ length: spec.nodes }, (_, node) => remoteNode(node, this));
    this.clients = new Clients(simulator, this.network, nodes, spec, this, undefined);
    this.timeline = intervalMs === undefined ? undefined : new Timeline(nsOf(intervalMs), () => this.leader());
    const clientCount = spec.workload.kind === 'closed' ? spec.workload.clients : undefined;
    this.recorder = new Recorder(spec.nodes, nsOf(spec.workload.deadlineMs), clientCount, this.timeline);
    this.counters = new Counters(countedOn(mesh.board, spec.nodes, simulator));
    this.outages = new Outages(nodes, (node) => this.onCrash(node));
    const { plan } = spec.faults;
    this.faults = new FaultSchedule(
      spec,
      this,
      (time, action) => this.agenda.at(time, action),
      (entry, count, random) => {
        if (!isWithinNodes(entry)) return createFault(entry, count, random);
        const fault = new ToldFault(plan.indexOf(entry), count, this);
        this.told.push(fault);
        return fault;
      },
    );
    this.phases = new Phases(spec, this.agenda, () => simulator.now, this);
  }

  /** Runs to the end of the drain. @throws InvariantViolation when a check fails */
  run(): void {
    this.clients.start();
    this.simulator.runWith(this);
  }

  now(): number {
    return this.simulator.now;
  }

  leader(): NodeId | undefined {
    return this.mesh.board.leader(this.spec.nodes);
  }

  leaderOrBusiest(): NodeId | undefined {
    const isUp = (node: NodeId) => this.mesh.board.get(node, 'isUp') === 1;
    const busiest = this.leader() ?? this.clients.busiestNode();
    if (isUp(busiest)) return busiest;
    for (let node = 0; node < this.spec.nodes; node++) if (isUp(node)) return node;
    return undefined;
  }

  trace(): void {}

  // Mail.

  get ready(): boolean {
    return this.mesh.ready;
  }

  get isOver(): boolean {
    return this.mesh.isOver;
  }

  receive(): number {
    const received = this.wire.receive(this);
    if (received > 0) this.checker.check();
    return received;
  }

  send(): void {
    this.mesh.publish();
  }

  // ToNodes.

  request(to: NodeId, arrival: number, request: Request): void {
    this.wire.request(to, arrival, request);
  }

  order(to: NodeId, order: Order): void {
    this.wire.order(to, order);
  }

  // PhaseListener.

  onWindowStart(): void {
    const { now } = this.simulator;
    this.recorder.startWindow(now);
    if (this.timeline !== undefined) this.agenda.at(this.timeline.start(now), () => this.closeInterval());
    this.counters.start();
    this.clients.startWindow();
    this.faults.start(now);
    this.orderAll({ type: 'window' });
    this.window.start();
  }

  onWindowEnd(): void {
    this.window.end();
    this.orderAll({ type: 'window-end' });
    this.recorder.endWindow(this.simulator.now);
    this.timeline?.end(this.simulator.now);
    this.counts = this.counters.end();
    this.faults.stop();
  }

  onOver(): void {
    this.simulator.stop();
  }

  // ClientInbox: what the nodes' threads tell.

  onStarted(node: NodeId, slot: number): void {
    this.checker.onStart(node, slot);
    this.crashing.delete(node);
    if (this.started.has(node) && this.spec.storage === 'file') {
      // A thread of its own again: it has not heard of what lasts.
      this.network.tellAgain(node);
      for (const fault of this.told) fault.tellAgain(node);
      if (this.phases.phase === 'window') this.order(node, { type: 'window' });
    }
    this.started.add(node);
  }

  onStopped(node: NodeId): void {
    this.crashing.delete(node);
  }

  onCommit(node: NodeId, slot: number, pairs: readonly number[]): void {
    const isFirst = slot === this.checker.nextSlot;
    this.checker.onCommit(node, slot, pairs);
    if (isFirst && pairs.length > 0) {
      if (this.phases.phase === 'set-up') this.phases.onFirstCommit();
      // What a node has committed before its order to crash has reached it is no service of its successor.
      if (!this.crashing.has(node)) this.counters.onServiceResumed();
    }
    if (slot % FORGET_SLOTS === 0) this.forget();
  }

  onBatchCommitted(_node: NodeId, committedNs: number, submittedNs: number, straggler: NodeId): void {
    this.recorder.onBatchCommitted(committedNs, { submittedNs, durableNs: submittedNs }, straggler);
  }

  onReply(node: NodeId, reply: Reply, departsAt: number): void {
    this.clients.onReply(node, reply, departsAt);
  }

  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    this.clients.onRedirect(node, command, leader, departsAt);
  }

  onCount(_node: NodeId, event: CountedEvent): void {
    this.counters.onCount(event);
  }

  onReport(node: NodeId, digest: StateDigest | undefined): void {
    this.digests.set(node, digest);
  }

  // ClientListener.

  onInvoke(client: number, command: Command): void {
    this.checker.onInvoke(command);
    this.recorder.onInvoke(this.simulator.now, client);
  }

  onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void {
    this.checker.onReply(command, reply.result);
    const metFault = this.faults.lastedSince(invokedNs);
    this.recorder.onDone(this.simulator.now, client, isRead(command), invokedNs, reply, departedNs, metFault);
    this.phases.onDone(this.recorder.pending);
  }

  onAbandoned(client: number, command: Command, invokedNs: number): void {
    this.recorder.onAbandoned(this.simulator.now, client, isRead(command), invokedNs);
  }

  onUnfinished(client: number, command: Command, invokedNs: number): void {
    this.recorder.onUnfinished(this.simulator.now, client, isRead(command), invokedNs);
  }

  private orderAll(order: Order): void {
    for (let node = 0; node < this.spec.nodes; node++) this.order(node, order);
  }

  private closeInterval(): void {
    const next = this.timeline!.closeUntil(this.simulator.now);
    if (next < Infinity) this.agenda.at(next, () => this.closeInterval());
  }

  private onCrash(node: NodeId): void {
    this.crashing.add(node);
    this.counters.onCrash(node === (this.algorithm.leader ? this.leader() : this.leaderOrBusiest()));
  }

  private forget(): void {
    const { board } = this.mesh;
    let least = Infinity;
    for (let node = 0; node < this.spec.nodes; node++) least = Math.min(least, board.get(node, 'durableSlot'));
    this.checker.forgetBelow(least);
  }
}
