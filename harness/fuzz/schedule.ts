/**
 * Runs one schedule: some hundred events under faults with every invariant on, then everything heals and the cluster must
 * become whole. What a trial has beside that, the recorder above all, is left out: thousands run in a second.
 */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Algorithm, Batch, Command, CommonOptions, CountedEvent, NodeId } from '../../algorithms/contract.ts';
import type { Observer, Protocol } from '../../algorithms/contract.ts';
import { Agreement } from '../check/agreement.ts';
import { CommitOrderWitness } from '../check/commit-order-witness.ts';
import { HistorySample } from '../check/history-sample.ts';
import type { Reply } from '../cluster/host.ts';
import type { KvResult } from '../cluster/key-value.ts';
import { Outages } from '../faults/outages.ts';
import { FaultSchedule } from '../faults/schedule.ts';
import { Agenda } from '../sim/agenda.ts';
import { Machine } from '../sim/machine.ts';
import { Network } from '../sim/network.ts';
import { nsOf, Simulator } from '../sim/simulator.ts';
import type { Site } from '../sim/site.ts';
import type { Tracer } from '../sim/tracer.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Clients, type ClientListener } from '../workload/clients.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { optionsOf } from './options.ts';

/** States that a campaign must reach now and then, else it proves little. */
export const SOMETIMES = [
  'election',
  'leader',
  'contention',
  'catch-up',
  'retransmission',
  'restart',
  'snapshot',
  'commit',
  'redirect',
  'unknown outcome',
  'healed',
] as const;
export type Sometimes = (typeof SOMETIMES)[number];

export interface Verdict {
  /** The invariant that broke, `Progress`, or `Error` for what should never be thrown; `undefined`: nothing broke. */
  readonly invariant: string | undefined;
  readonly message: string;
  readonly events: number;
  /** Whether the cluster was well before the schedule healed. */
  readonly isSafety: boolean;
}

/** Invariants of a cluster that has healed: the rest is safety. */
const LIVENESS: ReadonlySet<string> = new Set(['Progress', 'Quiet']);
const ELECTION_TIMEOUTS = 30;
const POLL_MS = 2;
const FRESH_OPERATIONS = 5;
/** Ghost state about old slots is dropped every so many slots. */
const FORGET_SLOTS = 8;
/** Nothing heals in so many events: a message storm. */
const MOST_EVENTS = 60_000;
/** Once all is done: to each other node, where two are usual: a heartbeat and its answer. */
const MOST_MESSAGES_PER_HEARTBEAT = 4;

export class Schedule implements Site, ClientListener {
  readonly spec: TrialSpec;
  readonly simulator = new Simulator();
  readonly network: Network;
  readonly algorithm: Algorithm;
  readonly options: CommonOptions;
  readonly machines: readonly Machine[];
  readonly observer: Observer<Protocol>;
  readonly tracer: Tracer | undefined;
  readonly snapshotSlots: number;
  readonly clients: Clients;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly faults: FaultSchedule;
  readonly reached = new Set<Sometimes>();
  private readonly agreement = new Agreement();
  private readonly witness = new CommitOrderWitness();
  /** All that clients saw. */
  private readonly history = new HistorySample(Infinity);
  private readonly schedule: ScheduleSpec;

  /** @param algorithm in place of the registry's: a mutant, judged by the `judge`'s invariants */
  constructor(schedule: ScheduleSpec, algorithm: Algorithm, judge: Algorithm = algorithm, tracer?: Tracer) {
    const { spec } = schedule;
    const { simulator } = this;
    this.schedule = schedule;
    this.spec = spec;
    this.algorithm = algorithm;
    this.options = optionsOf(spec);
    this.tracer = tracer;
    this.snapshotSlots = schedule.snapshotSlots;
    this.observer = judge.observe(this.options, spec.nodes);
    this.network = new Network(simulator, spec);
    this.agenda = new Agenda(simulator);
    const machines: Machine[] = [];
    this.machines = machines;
    for (let node = 0; node < spec.nodes; node++) machines.push(new Machine(node, this));
    this.clients = new Clients(simulator, this.network, machines, spec, this, tracer);
    this.outages = new Outages(machines, () => this.reached.add('restart'));
    this.faults = new FaultSchedule(spec, this, (time, action) => this.agenda.at(time, action));
  }

  /** Runs to the end; what breaks is a verdict. */
  run(): Verdict {
    let isHealed = false;
    try {
      for (const machine of this.machines) machine.start();
      this.clients.start();
      this.faults.start(0);
      this.simulator.run(this.schedule.events);
      isHealed = true;
      this.heal();
      if (this.schedule.progress) this.checkProgress();
      this.history.assertLinearizable();
      return { invariant: undefined, message: '', events: this.simulator.events, isSafety: true };
    } catch (error) {
      const isSafety = !isHealed;
      const { events } = this.simulator;
      // A mutant is made of modules of its own, and throws violations of a class of its own.
      if (error instanceof Error && error.name === 'InvariantViolation' && 'invariant' in error) {
        const invariant = String(error.invariant);
        return { invariant, message: error.message, events, isSafety: !LIVENESS.has(invariant) };
      }
      return {
        invariant: 'Error',
        message: error instanceof Error ? (error.stack ?? '') : String(error),
        events,
        isSafety,
      };
    }
  }

  get faultCounts(): FaultSchedule['counts'] {
    return this.faults.counts;
  }

  now(): number {
    return this.simulator.now;
  }

  leaderOrBusiest(): NodeId | undefined {
    let leader: NodeId | undefined;
    let highest = -1;
    for (const { self, node } of this.machines) {
      const view = node?.replica.view();
      if (view === undefined || view.leader !== self || view.ballot <= highest) continue;
      leader = self;
      highest = view.ballot;
    }
    return leader ?? this.machines.find((machine) => machine.isUp)?.self;
  }

  trace(event: string, detail: Readonly<Record<string, unknown>>): void {
    this.tracer?.record(this.simulator.now, undefined, event, detail);
  }

  // After the faults.

  private heal(): void {
    this.trace('heal-all', {});
    this.faults.stop();
    const { core, quiet } = this.schedule;
    if (quiet) {
      this.clients.stop();
      this.clients.restartOutstanding();
    }
    if (core === undefined) return;
    for (const { self } of this.machines) if (!core.includes(self)) this.outages.hold(self);
  }

  /** What was open ends, fresh operations commit, and whoever is up learns all: within thirty election time-outs each. */
  private checkProgress(): void {
    const { clients, machines, options } = this;
    let up = 0;
    for (const { self, isUp } of machines) if (isUp) up |= 1 << self;
    if (!options.quorums.isPhase1(up) || !options.quorums.isPhase2(up)) return;
    clients.stop();
    this.waitFor(
      () => clients.outstanding === 0,
      () => `${clients.outstanding} operations never end`,
    );
    // Without further traffic: whoever lags must hear of it all the same.
    this.waitForAll();
    const fresh: number[] = [];
    for (let i = 0; i < FRESH_OPERATIONS; i++) fresh.push(clients.invokeOnce(i));
    this.waitFor(
      () => fresh.every((client) => !clients.isOutstanding(client)),
      () => 'fresh operations do not commit',
    );
    this.waitForAll();
    this.checkStates();
    this.checkQuiet();
    this.reached.add('healed');
  }

  /** Until every node that is up has executed all that is committed. */
  private waitForAll(): void {
    const { machines, agreement } = this;
    const lagging = () => machines.filter(({ node }) => node !== undefined && node.executedSlot < agreement.nextSlot);
    const names = () =>
      lagging()
        .map(({ self }) => self)
        .join(', ');
    this.waitFor(
      () => lagging().length === 0,
      () => `nodes ${names()} never learn slot ${agreement.nextSlot - 1}`,
    );
  }

  /**
   * No message storm: who has nothing to do comes to say no more than heartbeats, their answers and what is sent anew to
   * nodes that are down. What was under way may still be said, so that not every interval need be quiet.
   */
  private checkQuiet(): void {
    const { simulator, agenda, network, spec } = this;
    const { electionMs, heartbeatMs } = spec.policy;
    const intervalMs = electionMs[1] / 2;
    const allowed = MOST_MESSAGES_PER_HEARTBEAT * (spec.nodes - 1) * (intervalMs / heartbeatMs + 1);
    let sent = Infinity;
    for (let interval = 0; interval < 2 * ELECTION_TIMEOUTS && sent > allowed; interval++) {
      const before = network.messageCount;
      agenda.after(nsOf(intervalMs), () => simulator.stop());
      simulator.run(simulator.events + MOST_EVENTS);
      sent = network.messageCount - before;
    }
    if (sent <= allowed) return;
    throw new InvariantViolation('Quiet', `${sent} messages in ${intervalMs} ms with nothing to do`);
  }

  /** Replicas that have executed the same hold the same. */
  private checkStates(): void {
    let first: string | undefined;
    for (const { self, node } of this.machines) {
      if (node === undefined) continue;
      const state = JSON.stringify([...node.stateEntries()].sort());
      first ??= state;
      if (state !== first) throw new InvariantViolation('EqualStates', `node ${self} holds ${state}, another ${first}`);
    }
  }

  private waitFor(done: () => boolean, complaint: () => string): void {
    const { simulator, agenda, spec } = this;
    if (done()) return;
    const deadline = simulator.now + nsOf(ELECTION_TIMEOUTS * spec.policy.electionMs[1]);
    const poll = (): void => {
      if (done() || simulator.now >= deadline) simulator.stop();
      else agenda.after(nsOf(POLL_MS), poll);
    };
    poll();
    if (!done()) simulator.run(simulator.events + MOST_EVENTS);
    if (!done()) throw new InvariantViolation('Progress', complaint());
  }

  // Site.

  onCommit(node: NodeId, slot: number, batch: Batch): void {
    this.tracer?.record(this.simulator.now, node, 'commit', { slot, batch });
    this.simulator.hash.mix(slot);
    if (!this.agreement.onCommit(node, slot, batch)) return;
    this.reached.add('commit');
    this.witness.onFirstCommit(batch);
    if (slot % FORGET_SLOTS === 0) this.forget();
  }

  onBatchCommitted(): void {}

  onReply(node: NodeId, reply: Reply, departsAt: number): void {
    this.clients.onReply(node, reply, departsAt);
  }

  onExecuted(node: NodeId, command: Command, result: KvResult, doneAt: number): void {
    this.clients.onExecuted(node, command, result, doneAt);
  }

  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    this.reached.add('redirect');
    this.clients.onRedirect(node, command, leader, departsAt);
  }

  onCount(node: NodeId, event: CountedEvent): void {
    this.tracer?.record(this.simulator.now, node, 'count', { event });
    this.reached.add(event);
  }

  // ClientListener.

  onInvoke(client: number, command: Command): void {
    this.witness.onInvoke(client);
    this.history.onInvoke(client, command);
  }

  onDone(client: number, command: Command, _invokedNs: number, reply: Reply): void {
    this.witness.onReply(client, command.seq, reply.result);
    this.history.onDone(client, reply.result);
  }

  onAbandoned(): void {
    this.reached.add('unknown outcome');
  }

  onUnfinished(): void {}

  private forget(): void {
    let least = Infinity;
    for (const machine of this.machines) least = Math.min(least, machine.durableSlot);
    if (least > 1) this.reached.add('snapshot');
    this.agreement.forget(least);
    this.observer.forget(least);
  }
}
