/**
 * One trial in virtual time: the machines, the network, the clients, the faults, the checks and the recorder, wired together.
 * A pure function of its spec: whatever is drawn comes from streams of the spec's seed.
 */
import type {
  Algorithm,
  Batch,
  Command,
  CommonOptions,
  CountedEvent,
  NodeId,
  Observer,
  Protocol,
} from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { Agreement } from '../check/agreement.ts';
import { CommitOrderWitness } from '../check/commit-order-witness.ts';
import { HistorySample } from '../check/history-sample.ts';
import type { HistoryWriter } from '../check/history-writer.ts';
import type { BatchTimes, Reply } from '../cluster/host.ts';
import type { KvResult } from '../cluster/key-value.ts';
import { Outages } from '../faults/outages.ts';
import { FaultSchedule } from '../faults/schedule.ts';
import { Counters, type Counts } from '../record/counters.ts';
import { Recorder } from '../record/recorder.ts';
import { Timeline } from '../record/timeline.ts';
import { Agenda } from '../sim/agenda.ts';
import type { Cpu } from '../sim/cpu.ts';
import { Machine } from '../sim/machine.ts';
import { Network } from '../sim/network.ts';
import { nsOf, Simulator } from '../sim/simulator.ts';
import type { Site } from '../sim/site.ts';
import type { Tracer } from '../sim/tracer.ts';
import { Clients, isRead, type ClientListener } from '../workload/clients.ts';
import { commonOptions } from './common-options.ts';
import { Phases } from './phases.ts';
import type { TrialSpec } from './spec.ts';

export interface TrialOptions {
  readonly tracer?: Tracer | undefined;
  readonly history?: HistoryWriter | undefined;
  /** Length of the intervals of the time series, ms; none if left out. */
  readonly intervalMs?: number | undefined;
  /** False only where a micro-benchmark measures what the checks cost. */
  readonly checks?: boolean | undefined;
  /** In place of the registry's: a negative control or a seeded bug. */
  readonly algorithm?: Algorithm | undefined;
  /** Events at one instant after which the trial is given up, if not the usual number. */
  readonly patience?: number | undefined;
}

/** Ghost state about old slots is dropped every so many slots. */
const FORGET_SLOTS = 128;
/** Events of the history that go through the search checker. */
const SAMPLED_EVENTS = 600;

export class Trial implements Site, ClientListener {
  readonly spec: TrialSpec;
  readonly simulator: Simulator;
  readonly network: Network;
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  readonly machines: readonly Machine[];
  readonly observer: Observer<Protocol> | undefined;
  readonly tracer: Tracer | undefined;
  readonly clients: Clients;
  readonly recorder: Recorder;
  readonly timeline: Timeline | undefined;
  readonly phases: Phases;
  readonly counters: Counters;
  /** Of the window, once it is over. */
  counts: Counts | undefined;
  readonly faults: FaultSchedule;
  readonly outages: Outages;
  /** The next slot that nobody has committed. */
  readonly agreement = new Agreement();
  readonly agenda: Agenda;
  readonly sample: HistorySample | undefined;
  private readonly witness: CommitOrderWitness | undefined;
  private readonly history: HistoryWriter | undefined;

  constructor(spec: TrialSpec, options: TrialOptions = {}) {
    const simulator = new Simulator(options.patience);
    this.simulator = simulator;
    this.spec = spec;
    this.algorithm = options.algorithm ?? knownAlgorithm(spec.algorithm);
    this.options = commonOptions(spec);
    const checks = options.checks !== false;
    this.observer = checks ? this.algorithm.observe(this.options, spec.nodes) : undefined;
    this.witness = checks ? new CommitOrderWitness() : undefined;
    this.sample = checks ? new HistorySample(SAMPLED_EVENTS) : undefined;
    this.history = options.history;
    this.tracer = options.tracer;
    this.network = new Network(simulator, spec);
    this.agenda = new Agenda(simulator);
    const machines: Machine[] = [];
    this.machines = machines;
    for (let node = 0; node < spec.nodes; node++) machines.push(new Machine(node, this));
    this.clients = new Clients(simulator, this.network, machines, spec, this, this.tracer);
    const { intervalMs } = options;
    this.timeline = intervalMs === undefined ? undefined : new Timeline(nsOf(intervalMs), () => this.leader());
    const clientCount = spec.workload.kind === 'closed' ? spec.workload.clients : undefined;
    this.recorder = new Recorder(spec.nodes, nsOf(spec.workload.deadlineMs), clientCount, this.timeline);
    this.counters = new Counters(this);
    this.outages = new Outages(machines, (node) => this.onCrash(node));
    this.faults = new FaultSchedule(spec, this, (time, action) => this.agenda.at(time, action));
    this.phases = new Phases(spec, this.agenda, () => simulator.now, this);
  }

  /** Runs to the end. @throws InvariantViolation when a check fails */
  run(): void {
    this.writeEarlierEntries();
    for (const machine of this.machines) machine.start();
    this.clients.start();
    if (this.spec.start?.cold === true) this.phases.startCold();
    this.simulator.run();
  }

  now(): number {
    return this.simulator.now;
  }

  private writeEarlierEntries(): void {
    this.spec.start?.entries?.forEach((count, node) =>
      this.machines[node]!.platter.replace(this.algorithm.acceptedBefore!(count)),
    );
  }

  sharedCpu(node: NodeId): Cpu | undefined {
    const { cpus } = this.spec.costs;
    return cpus !== undefined && node >= cpus ? this.machines[node % cpus]!.cpu : undefined;
  }

  /** The node that leads, by its own account and the highest ballot. */
  leader(): NodeId | undefined {
    let leader: NodeId | undefined;
    let highest = -1;
    for (const { self, node } of this.machines) {
      const view = node?.replica.view();
      if (view === undefined || view.leader !== self || view.ballot <= highest) continue;
      leader = self;
      highest = view.ballot;
    }
    return leader;
  }

  /** Where there is no leader: the node that serves most clients. */
  leaderOrBusiest(): NodeId | undefined {
    const busiest = this.leader() ?? this.clients.busiestNode();
    return this.machines[busiest]!.isUp ? busiest : this.machines.find((machine) => machine.isUp)?.self;
  }

  trace(event: string, detail: Readonly<Record<string, unknown>>): void {
    this.tracer?.record(this.simulator.now, undefined, event, detail);
  }

  // PhaseListener.

  onWindowStart(): void {
    const { now } = this.simulator;
    this.trace('window', {});
    this.recorder.startWindow(now);
    this.startTimeline(now);
    this.counters.start();
    this.clients.startWindow();
    this.faults.start(now);
  }

  onWindowEnd(): void {
    this.trace('window-end', {});
    this.recorder.endWindow(this.simulator.now);
    this.timeline?.end(this.simulator.now);
    this.counts = this.counters.end();
    this.faults.stop();
  }

  onOver(): void {
    this.simulator.stop();
  }

  // Site: what machines report.

  onCommit(node: NodeId, slot: number, batch: Batch): void {
    this.tracer?.record(this.simulator.now, node, 'commit', { slot, batch });
    this.simulator.hash.mix(slot);
    if (!this.agreement.onCommit(node, slot, batch)) return;
    this.witness?.onFirstCommit(batch);
    for (let i = 0; i < batch.length; i++) this.simulator.hash.mix(batch[i]!.client * 4194304 + batch[i]!.seq);
    if (batch.length > 0) {
      if (this.phases.phase === 'set-up') this.phases.onFirstCommit();
      this.counters.onServiceResumed();
    }
    if (slot % FORGET_SLOTS === 0) this.forget();
  }

  onBatchCommitted(_node: NodeId, times: BatchTimes, straggler: NodeId): void {
    this.recorder.onBatchCommitted(this.simulator.now, times, straggler);
  }

  onReply(node: NodeId, reply: Reply, departsAt: number): void {
    this.clients.onReply(node, reply, departsAt);
  }

  onExecuted(node: NodeId, command: Command, result: KvResult, doneAt: number): void {
    this.clients.onExecuted(node, command, result, doneAt);
  }

  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    this.clients.onRedirect(node, command, leader, departsAt);
  }

  onCount(node: NodeId, event: CountedEvent): void {
    this.counters.onCount(event);
    this.tracer?.record(this.simulator.now, node, event, {});
  }

  // ClientListener.

  onInvoke(client: number, command: Command): void {
    this.witness?.onInvoke(client);
    this.sample?.onInvoke(client, command);
    this.history?.onInvoke(client, command);
    this.recorder.onInvoke(this.simulator.now, client);
  }

  onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void {
    this.witness?.onReply(client, command.seq, reply.result);
    this.sample?.onDone(client, reply.result);
    this.history?.onDone(client, command, reply.result);
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

  private startTimeline(now: number): void {
    const { simulator, timeline } = this;
    if (timeline === undefined) return;
    simulator.lookOn(timeline.start(now), () => timeline.closeUntil(simulator.now));
  }

  private onCrash(node: NodeId): void {
    // While nobody leads, no crash is one of the leader.
    this.counters.onCrash(node === (this.algorithm.leader ? this.leader() : this.leaderOrBusiest()));
  }

  /** Every node's durable snapshot holds all slots below the least of them: no check will ask for those again. */
  private forget(): void {
    let least = Infinity;
    for (const machine of this.machines) least = Math.min(least, machine.durableSlot);
    this.agreement.forget(least);
    this.observer?.forget(least);
  }
}

function knownAlgorithm(name: string): Algorithm {
  const algorithm = algorithmNamed(name);
  if (algorithm === undefined) throw new Error(`${name} is not registered`);
  return algorithm;
}
