/**
 * The clients: closed loop (a fixed number, each with one operation outstanding or thinking) or open loop (arrivals
 * independent of replies; one session per operation in flight). They live at nodes; the own node is at no distance.
 *
 * A client asks the node at its place first, follows redirects, and asks the next node after a time-out, always with the same
 * (client, seq). The outcome of an attempt that was not answered is unknown.
 */
import type { Command, NodeId } from '../../algorithms/contract.ts';
import { Request, type Reply } from '../cluster/host.ts';
import type { KvOperation } from '../cluster/key-value.ts';
import type { EventTarget } from '../sim/event-queue.ts';
import type { Machine } from '../sim/machine.ts';
import type { Network } from '../sim/network.ts';
import { RandomStream } from '../sim/random.ts';
import { nsOf, type Simulator } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { Arrivals } from './arrivals.ts';
import { Operations } from './operations.ts';

/** Who watches the clients: the recorder, the witness, the history. */
export interface ClientListener {
  onInvoke(client: number, command: Command): void;
  /** `departedNs`: when the reply left the node. */
  onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void;
  /** The trial is over, and the operation has not ended. */
  onUnfinished(client: number, command: Command, invokedNs: number): void;
}

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
  private readonly network: Network;
  private readonly machines: readonly Machine[];
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
  private running = true;

  // By client.
  private readonly homes: NodeId[] = [];
  private readonly targets: NodeId[] = [];
  private readonly seqs: number[] = [];
  private readonly commands: (Command | undefined)[] = [];
  private readonly invokedNs: number[] = [];
  private readonly deadlines: number[] = [];
  private readonly hasTimeoutEvent: boolean[] = [];
  /** Redirects followed since the client last waited. */
  private readonly hops: number[] = [];
  private readonly streams: RandomStream[] = [];

  // Open loop only.
  private arrivals: Arrivals | undefined;
  private arrivalCount = 0;
  private arrivalGeneration = 0;
  /** By place: sessions without an operation. */
  private readonly free: number[][];

  constructor(
    simulator: Simulator,
    network: Network,
    machines: readonly Machine[],
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
    this.places = at === 'leader' ? [] : at === 'all' ? machines.map((machine) => machine.self) : at;
    this.free = Array.from({ length: Math.max(1, this.places.length) }, () => []);
  }

  start(): void {
    const { workload } = this.spec;
    if (workload.kind === 'closed') {
      for (let i = 0; i < workload.clients; i++) {
        const client = this.addClient(i);
        this.streams.push(new RandomStream(this.spec.seed, `operations/${client}`));
        this.simulator.queue.add(this.simulator.now, this, ISSUE, client, 0, undefined);
      }
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
    const client = this.addClient(place);
    this.streams[client] = this.sharedStream;
    this.issue(client);
    return client;
  }

  /** Clients with an operation under way crash, and others take their places. Returns how many. */
  restartOutstanding(): number {
    const crashed = [...this.commands.keys()].filter((client) => this.commands[client] !== undefined);
    for (const client of crashed) {
      this.listener.onUnfinished(client, this.commands[client]!, this.invokedNs[client]!);
      this.commands[client] = undefined;
      this.outstanding--;
      if (this.arrivals !== undefined) continue;
      const place = this.places.length === 0 ? 0 : this.places.indexOf(this.homes[client]!);
      const successor = this.addClient(place);
      this.streams[successor] = new RandomStream(this.spec.seed, `operations/${successor}`);
      if (this.running) this.simulator.queue.add(this.simulator.now, this, ISSUE, successor, 0, undefined);
    }
    return crashed.length;
  }

  /** Tells of every operation that has not ended. */
  countUnfinished(): void {
    this.commands.forEach((command, client) => {
      if (command !== undefined) this.listener.onUnfinished(client, command, this.invokedNs[client]!);
    });
  }

  isOutstanding(client: number): boolean {
    return this.commands[client] !== undefined;
  }

  onEvent(cell: number): void {
    const { queue } = this.simulator;
    const kind = queue.kind[cell]!;
    const client = queue.from[cell]!;
    const value = queue.value[cell]!;
    const payload = queue.payload[cell];
    queue.free(cell);
    switch (kind) {
      case ISSUE:
        if (this.running) this.issue(client);
        break;
      case ARRIVAL:
        this.onArrival(value);
        break;
      case REPLY:
        this.onReplyArrived(client, payload as Reply, value);
        break;
      case REDIRECT:
        this.onRedirectArrived(client, value);
        break;
      case TIMEOUT:
        this.onTimeout(client);
        break;
      case RESEND:
        if (this.commands[client] !== undefined && this.seqs[client] === value) this.send(client);
        break;
    }
  }

  describe(kind: number): string {
    return `${CLIENT_EVENTS[kind] ?? 'an event'} of a client`;
  }

  /** A node's reply leaves it. */
  onReply(node: NodeId, reply: Reply, departsAt: number): void {
    const { client } = reply.request.command;
    const delay = this.delayNs(node, client);
    if (delay === undefined) return;
    this.simulator.queue.add(departsAt + delay, this, REPLY, client, departsAt, reply);
  }

  /** A node's word "not here" leaves it. */
  onRedirect(node: NodeId, command: Command, leader: NodeId | undefined, departsAt: number): void {
    const delay = this.delayNs(node, command.client);
    if (delay === undefined) return;
    const value = (command.seq * 32 + (leader ?? NO_LEADER)) * 32 + node;
    this.simulator.queue.add(departsAt + delay, this, REDIRECT, command.client, value, undefined);
  }

  /** The node that most clients' operations are at. */
  busiestNode(): NodeId {
    const load = new Array<number>(this.machines.length).fill(0);
    this.targets.forEach((target, client) => (load[target]! += this.commands[client] === undefined ? 0 : 1));
    return load.indexOf(Math.max(...load));
  }

  private delayNs(node: NodeId, client: number): number | undefined {
    return this.places.length === 0 ? 0 : this.network.clientDelayNs(node, this.homes[client]!);
  }

  private addClient(place: number): number {
    const client = this.homes.length;
    const { leader } = this.spec.policy;
    const home = this.places.length === 0 ? (leader === 'auto' ? 0 : leader) : this.places[place % this.places.length]!;
    this.homes.push(home);
    this.targets.push(home);
    this.seqs.push(0);
    this.commands.push(undefined);
    this.invokedNs.push(0);
    this.deadlines.push(Infinity);
    this.hasTimeoutEvent.push(false);
    this.hops.push(0);
    return client;
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
    let client = this.free[place]!.pop();
    if (client === undefined) {
      client = this.addClient(place);
      this.streams.push(this.sharedStream);
    }
    this.issue(client);
    this.scheduleArrival();
  }

  private issue(client: number): void {
    const seq = ++this.seqs[client]!;
    const op = this.operations.draw(this.streams[client]!, client, seq);
    const command: Command = { client, seq, op };
    this.commands[client] = command;
    this.invokedNs[client] = this.simulator.now;
    this.outstanding++;
    this.listener.onInvoke(client, command);
    this.tracer?.record(this.simulator.now, undefined, 'invoke', { client, seq, op });
    this.send(client);
  }

  private send(client: number): void {
    const { now, queue } = this.simulator;
    const target = this.targets[client]!;
    const delay = this.places.length === 0 ? 0 : this.network.clientDelayNs(this.homes[client]!, target);
    if (delay !== undefined) this.machines[target]!.addRequest(now + delay, new Request(this.commands[client]!, now));
    this.deadlines[client] = now + this.timeoutNs;
    if (this.hasTimeoutEvent[client]) return;
    this.hasTimeoutEvent[client] = true;
    queue.add(this.deadlines[client], this, TIMEOUT, client, 0, undefined);
  }

  private onReplyArrived(client: number, reply: Reply, departedNs: number): void {
    const command = this.commands[client];
    if (command === undefined || command.seq !== reply.request.command.seq) return;
    this.commands[client] = undefined;
    this.hops[client] = 0;
    this.outstanding--;
    this.listener.onDone(client, command, this.invokedNs[client]!, reply, departedNs);
    const { now } = this.simulator;
    this.tracer?.record(now, undefined, 'reply', { client, seq: command.seq, result: reply.result });
    if (this.arrivals !== undefined) this.free[this.placeOf(client)]?.push(client);
    else if (this.running) this.think(client, now === this.invokedNs[client] ? INSTANT_PAUSE_NS : 0);
  }

  private think(client: number, atLeastNs: number): void {
    const ns = this.thinkNs > atLeastNs ? this.thinkNs : atLeastNs;
    if (ns === 0) this.issue(client);
    else this.simulator.queue.add(this.simulator.now + ns, this, ISSUE, client, 0, undefined);
  }

  private placeOf(client: number): number {
    return this.places.length === 0 ? 0 : this.places.indexOf(this.homes[client]!);
  }

  private onRedirectArrived(client: number, value: number): void {
    const node = value % 32;
    const leader = Math.floor(value / 32) % 32;
    const seq = Math.floor(value / 1024);
    if (this.commands[client]?.seq !== seq || this.targets[client] !== node) return;
    if (leader !== NO_LEADER && leader !== node && this.hops[client]! < this.machines.length) {
      this.hops[client]! += 1;
      this.targets[client] = leader;
      this.send(client);
      return;
    }
    this.askNext(client);
    this.simulator.queue.add(this.simulator.now + this.retryPauseNs, this, RESEND, client, seq, undefined);
  }

  private onTimeout(client: number): void {
    this.hasTimeoutEvent[client] = false;
    if (this.commands[client] === undefined) return;
    const deadline = this.deadlines[client]!;
    if (deadline > this.simulator.now) {
      this.hasTimeoutEvent[client] = true;
      this.simulator.queue.add(deadline, this, TIMEOUT, client, 0, undefined);
      return;
    }
    this.tracer?.record(this.simulator.now, undefined, 'timeout', { client, seq: this.seqs[client] });
    this.askNext(client);
    this.send(client);
  }

  private askNext(client: number): void {
    this.targets[client] = (this.targets[client]! + 1) % this.machines.length;
    this.hops[client] = 0;
  }
}

/** Is it a read? */
export function isRead(command: Command): boolean {
  return (command.op as KvOperation).kind === 'get';
}
