/**
 * The clients: closed loop (a fixed number, each with one operation outstanding or thinking) or open loop (arrivals
 * independent of replies; one session per operation in flight). They live at nodes; the own node is at no distance.
 *
 * A client asks the node at its place first, follows redirects, and asks the next node after a time-out (`session.ts` has the
 * rule), always with the same (client, seq). The outcome of an attempt that was not answered is unknown.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import { Request, type Reply } from '../cluster/host.ts';
import type { KvOperation, KvResult } from '../cluster/key-value.ts';
import type { EventTarget } from '../sim/event-queue.ts';
import type { Machine } from '../sim/machine.ts';
import type { Network } from '../sim/network.ts';
import { RandomStream } from '../sim/random.ts';
import { nsOf, type Simulator } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Arrivals } from './arrivals.ts';
import { Operations } from './operations.ts';
import { Session } from './session.ts';

/** Who watches the clients: the recorder, the witness, the history. */
export interface ClientListener {
  onInvoke(client: number, command: Command): void;
  /** `departedNs`: when the reply left the node. */
  onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void;
  /** The client has crashed, and will never know what became of its operation. */
  onAbandoned(client: number, command: Command, invokedNs: number): void;
  /** The trial is over, and the operation has not ended. */
  onUnfinished(client: number, command: Command, invokedNs: number): void;
}

/** A node as its clients see it: the machine itself, or a way to it. */
export type Server = Pick<Machine, 'self' | 'addRequest'>;

// Kinds of events.
const ISSUE = 0;
const ARRIVAL = 1;
const REPLY = 2;
const REDIRECT = 3;
const TIMEOUT = 4;
const RESEND = 5;
/** By kind. */
const CLIENT_EVENTS = ['an operation', 'an arrival', 'a reply', 'a redirect', 'a time-out', 'a retry'] as const;

/** A client that thinks no time, answered in no time, pauses so long: otherwise virtual time would stand still. */
const INSTANT_PAUSE_NS = 100_000;

/** In the value of a redirect: no leader is known. Node numbers are below it. */
const NO_LEADER = 31;

export class Clients implements EventTarget {
  readonly targetId = 96;
  outstanding = 0;
  private readonly simulator: Simulator;
  private readonly network: Pick<Network, 'clientDelayNs'>;
  private readonly machines: readonly Server[];
  private readonly spec: TrialSpec;
  private readonly listener: ClientListener;
  private readonly tracer: Tracer | undefined;
  private readonly operations: Operations;
  private readonly sharedStream: RandomStream;
  private readonly timeoutNs: number;
  private readonly retryPauseNs: number;
  private readonly thinkNs: number;
  /** Where clients live, in turn; empty = with the leader. */
  private readonly places: readonly NodeId[];
  private readonly answersAtHome: boolean;
  private running = true;

  private readonly sessions: Session[] = [];

  /** By client: its last attempt; only where clients are answered at home. */
  private readonly attempts: (Request | undefined)[] = [];

  // Open loop only.
  private arrivals: Arrivals | undefined;
  private arrivalCount = 0;
  private arrivalGeneration = 0;
  /** By place: sessions without an operation. */
  private readonly free: Session[][];

  constructor(
    simulator: Simulator,
    network: Pick<Network, 'clientDelayNs'>,
    machines: readonly Server[],
    spec: TrialSpec,
    listener: ClientListener,
    tracer: Tracer | undefined,
  ) {
    const { workload } = spec;
    this.simulator = simulator;
    this.network = network;
    this.machines = machines;
    this.spec = spec;
    this.listener = listener;
    this.tracer = tracer;
    this.operations = new Operations(workload);
    this.sharedStream = new RandomStream(spec.seed, 'operations');
    this.timeoutNs = nsOf(workload.timeoutMs);
    this.retryPauseNs = nsOf(workload.retryPauseMs);
    this.thinkNs = workload.kind === 'closed' ? nsOf(workload.thinkMs) : 0;
    const { at } = workload;
    this.answersAtHome = workload.answeredBy === 'home';
    this.places = at === 'leader' ? [] : at === 'all' ? machines.map((machine) => machine.self) : at;
    this.free = Array.from({ length: Math.max(1, this.places.length) }, () => []);
  }

  start(): void {
    const { workload } = this.spec;
    if (workload.kind === 'closed') {
      for (let i = 0; i < workload.clients; i++) this.startClosed(i);
    } else {
      this.startArrivals('arrivals/set-up');
    }
  }

  /** The window begins: from now on its own arrivals. */
  startWindow(): void {
    if (this.spec.workload.kind === 'open') this.startArrivals('arrivals/window');
  }

  /** No further operations. */
  stop(): void {
    this.running = false;
  }

  /** One more operation, by a client of its own at the given place. */
  invokeOnce(place: number): number {
    const session = this.addSession(place, this.sharedStream);
    this.issue(session);
    return session.client;
  }

  /** Clients with an operation under way crash, and others take their places. Returns how many. */
  restartOutstanding(): number {
    const crashed = this.sessions.filter(({ command }) => command !== undefined);
    for (const { client, command, invokedNs } of crashed) this.listener.onAbandoned(client, command!, invokedNs);
    for (const session of crashed) {
      session.command = undefined;
      this.outstanding--;
      if (this.arrivals === undefined && this.running) this.startClosed(session.place);
    }
    return crashed.length;
  }

  /** Tells of every operation that has not ended. */
  countUnfinished(): void {
    for (const { client, command, invokedNs } of this.sessions) {
      if (command !== undefined) this.listener.onUnfinished(client, command, invokedNs);
    }
  }

  isOutstanding(client: number): boolean {
    return this.sessions[client]!.command !== undefined;
  }

  onEvent(cell: number): void {
    const { queue } = this.simulator;
    const kind = queue.kind[cell]!;
    const session = this.sessions[queue.from[cell]!]!;
    const value = queue.value[cell]!;
    const payload = queue.payload[cell];
    queue.free(cell);
    switch (kind) {
      case ISSUE:
        if (this.running) this.issue(session);
        break;
      case ARRIVAL:
        this.onArrival(value);
        break;
      case REPLY:
        this.onReplyArrived(session, payload as Reply, value);
        break;
      case REDIRECT:
        this.onRedirectArrived(session, value);
        break;
      case TIMEOUT:
        this.onTimeout(session);
        break;
      case RESEND:
        if (session.command !== undefined && session.seq === value) this.send(session);
        break;
    }
  }

  describe(kind: number): string {
    return `${CLIENT_EVENTS[kind] ?? 'an event'} of a client`;
  }

  /** A node's reply leaves it. */
  onReply(node: NodeId, reply: Reply, departsAt: number): void {
    const { client } = reply.request.command;
    const delay = this.delayNs(client, node, true);
    if (delay === undefined) return;
    const { simulator } = this;
    simulator.queue.add(simulator.arrivalAt(departsAt + delay), this, REPLY, client, departsAt, reply);
  }

  /**
   * A node has executed a command: whose client lives there has its answer, whomever it asked. Where its time went is known
   * only up to where its request arrived; all after that is waiting for a quorum.
   */
  onExecuted(node: NodeId, command: Command, result: KvResult, doneAt: number): void {
    const { client, seq } = command;
    const session = this.sessions[client]!;
    const request = this.attempts[client];
    if (session.command?.seq !== seq || this.places[session.place] !== node || request === undefined) return;
    const { simulator } = this;
    const { now } = simulator;
    // An earlier attempt was executed while the last one is on its way.
    if (request.arrivedNs < request.sentNs) request.arrivedNs = now;
    const batch = { submittedNs: request.arrivedNs, durableNs: request.arrivedNs };
    const delay = this.delayNs(client, node, true)!;
    const reply: Reply = { request, result, executedNs: now, batch };
    simulator.queue.add(simulator.arrivalAt(doneAt + delay), this, REPLY, client, doneAt, reply);
  }

  /** A node's word "not here" leaves it. */
  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    const delay = this.delayNs(command.client, node, true);
    if (delay === undefined) return;
    const value = (command.seq * 32 + (leader ?? NO_LEADER)) * 32 + node;
    const arrival = this.simulator.arrivalAt(departsAt + delay);
    this.simulator.queue.add(arrival, this, REDIRECT, command.client, value, undefined);
  }

  /** The node that most clients' operations are at. */
  busiestNode(): NodeId {
    const load = new Array<number>(this.machines.length).fill(0);
    for (const { target, command } of this.sessions) if (command !== undefined) load[target]! += 1;
    return load.indexOf(Math.max(...load));
  }

  private delayNs(client: number, node: NodeId, isReply: boolean): number | undefined {
    if (this.places.length === 0) return this.network.clientDelayNs(node, node);
    const place = this.places[this.sessions[client]!.place]!;
    return isReply ? this.network.clientDelayNs(node, place) : this.network.clientDelayNs(place, node);
  }

  private addSession(i: number, random: RandomStream): Session {
    const { leader } = this.spec.policy;
    const hasHome = this.places.length > 0;
    const place = hasHome ? i % this.places.length : 0;
    const first = hasHome ? this.places[place]! : leader === 'auto' ? 0 : leader;
    const session = new Session(this.sessions.length, place, first, hasHome, this.timeoutNs, random);
    this.sessions.push(session);
    return session;
  }

  /** A client of a closed loop begins. */
  private startClosed(i: number): void {
    const random = new RandomStream(this.spec.seed, `operations/${this.sessions.length}`);
    const { client } = this.addSession(i, random);
    this.simulator.queue.add(this.simulator.now, this, ISSUE, client, 0, undefined);
  }

  private startArrivals(stream: string): void {
    const { workload, seed } = this.spec;
    if (workload.kind !== 'open') return;
    this.arrivals = new Arrivals(workload.ratePerS, workload.arrivals, seed, stream, this.simulator.now);
    this.arrivalCount = 0;
    this.arrivalGeneration++;
    this.scheduleArrival();
  }

  private scheduleArrival(): void {
    this.simulator.queue.add(this.arrivals!.next(), this, ARRIVAL, 0, this.arrivalGeneration, undefined);
  }

  private onArrival(generation: number): void {
    if (!this.running || generation !== this.arrivalGeneration) return;
    const place = this.arrivalCount++ % this.free.length;
    this.issue(this.free[place]!.pop() ?? this.addSession(place, this.sharedStream));
    this.scheduleArrival();
  }

  private issue(session: Session): void {
    const { now } = this.simulator;
    const { client } = session;
    const seq = ++session.seq;
    const op = this.operations.draw(session.random, client, seq);
    const command: Command = { client, seq, op };
    session.begin(command, now);
    this.outstanding++;
    this.listener.onInvoke(client, command);
    this.tracer?.record(now, undefined, 'invoke', { client, seq, op });
    this.send(session);
  }

  private send(session: Session): void {
    const { now, queue } = this.simulator;
    const { client, target } = session;
    const delay = this.delayNs(client, target, false);
    const request = new Request(session.command!, now);
    if (this.answersAtHome) this.attempts[client] = request;
    if (delay !== undefined) this.machines[target]!.addRequest(now + delay, request);
    session.deadlineNs = now + this.timeoutNs;
    if (session.hasTimeoutEvent) return;
    session.hasTimeoutEvent = true;
    queue.add(session.deadlineNs, this, TIMEOUT, client, 0, undefined);
  }

  private onReplyArrived(session: Session, reply: Reply, departedNs: number): void {
    const { client, command, invokedNs } = session;
    if (command === undefined || command.seq !== reply.request.command.seq) return;
    session.end();
    this.outstanding--;
    this.listener.onDone(client, command, invokedNs, reply, departedNs);
    const { now } = this.simulator;
    this.tracer?.record(now, undefined, 'reply', { client, seq: command.seq, result: reply.result });
    if (this.arrivals !== undefined) this.free[session.place]!.push(session);
    else if (this.running) this.think(session, now === invokedNs ? INSTANT_PAUSE_NS : 0);
  }

  private think(session: Session, atLeastNs: number): void {
    const ns = this.thinkNs > atLeastNs ? this.thinkNs : atLeastNs;
    if (ns === 0) this.issue(session);
    else this.simulator.queue.add(this.simulator.now + ns, this, ISSUE, session.client, 0, undefined);
  }

  private onRedirectArrived(session: Session, value: number): void {
    const node = value % 32;
    const leader = Math.floor(value / 32) % 32;
    const seq = Math.floor(value / 1024);
    if (session.command?.seq !== seq || session.target !== node) return;
    const nodes = this.machines.length;
    if (leader !== NO_LEADER && leader !== node && session.follow(leader, nodes)) {
      this.send(session);
      return;
    }
    session.askNext(nodes);
    this.simulator.queue.add(this.simulator.now + this.retryPauseNs, this, RESEND, session.client, seq, undefined);
  }

  private onTimeout(session: Session): void {
    const { now, queue } = this.simulator;
    session.hasTimeoutEvent = false;
    if (session.command === undefined) return;
    if (session.deadlineNs > now) {
      session.hasTimeoutEvent = true;
      queue.add(session.deadlineNs, this, TIMEOUT, session.client, 0, undefined);
      return;
    }
    this.tracer?.record(now, undefined, 'timeout', { client: session.client, seq: session.seq });
    session.onSilence(now, this.machines.length);
    this.send(session);
  }
}

/** Is it a read? */
export function isRead(command: Command): boolean {
  return (command.op as KvOperation).kind === 'get';
}
