/**
 * Clients in a closed loop, in real time: each has one operation under way, follows redirects, and asks the next node after
 * a time-out, always with the same (client, seq). What a turn asks of a node is posted as one.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Command, NodeId } from '../../algorithms/contract.ts';
import { RandomStream } from '../sim/random.ts';
import type { ClosedWorkload, TrialSpec } from '../trial/spec.ts';
import { Operations } from '../workload/operations.ts';
import type { LiveRedirect, LiveReply, LiveRequest } from './wire.ts';
import type { KvResult } from '../cluster/key-value.ts';

const NS_PER_MS = 1_000_000;
/** How often time-outs are looked for. */
const WATCH_MS = 10;

export interface LiveListener {
  onInvoke(command: Command, nowNs: number): void;
  onDone(command: Command, result: KvResult, invokedNs: number, nowNs: number): void;
}

interface Session {
  readonly client: number;
  readonly stream: RandomStream;
  target: NodeId;
  seq: number;
  command: Command | undefined;
  invokedNs: number;
  deadlineNs: number;
  hops: number;
}

export class LiveClients {
  private readonly sessions: Session[];
  private readonly operations: Operations;
  private readonly outgoing: LiveRequest[][];
  private readonly ports: readonly MessagePort[];
  private readonly workload: ClosedWorkload;
  private readonly now: () => number;
  private readonly listener: LiveListener;
  private readonly watch: NodeJS.Timeout;
  private running = true;
  private flushIsDue = false;

  constructor(
    spec: TrialSpec,
    workload: ClosedWorkload,
    ports: readonly MessagePort[],
    now: () => number,
    listener: LiveListener,
  ) {
    this.workload = workload;
    this.operations = new Operations(workload);
    this.ports = ports;
    this.outgoing = ports.map(() => []);
    this.now = now;
    this.listener = listener;
    this.sessions = Array.from({ length: workload.clients }, (_, client) => ({
      client,
      stream: new RandomStream(spec.seed, `operations/${client}`),
      target: client % ports.length,
      seq: 0,
      command: undefined,
      invokedNs: 0,
      deadlineNs: Infinity,
      hops: 0,
    }));
    this.watch = setInterval(() => this.onWatch(), WATCH_MS);
  }

  start(): void {
    for (const session of this.sessions) this.issue(session);
  }

  /** No further operations; those under way go on. */
  stop(): void {
    this.running = false;
  }

  close(): void {
    clearInterval(this.watch);
    for (const session of this.sessions) session.command = undefined;
  }

  get outstanding(): number {
    return this.sessions.reduce((sum, { command }) => sum + (command === undefined ? 0 : 1), 0);
  }

  onReply({ client, seq, result }: LiveReply): void {
    const session = this.sessions[client]!;
    const { command } = session;
    if (command === undefined || command.seq !== seq) return;
    session.command = undefined;
    session.hops = 0;
    this.listener.onDone(command, result, session.invokedNs, this.now());
    if (!this.running) return;
    if (this.workload.thinkMs === 0) this.issue(session);
    else setTimeout(() => this.issue(session), this.workload.thinkMs);
  }

  onRedirect(node: NodeId, { client, seq, leader }: LiveRedirect): void {
    const session = this.sessions[client]!;
    if (session.command?.seq !== seq || session.target !== node) return;
    if (leader !== undefined && leader !== node && session.hops < this.ports.length) {
      session.hops++;
      session.target = leader;
      this.send(session);
      return;
    }
    this.askNext(session);
    setTimeout(() => {
      if (session.command?.seq === seq) this.send(session);
    }, this.workload.retryPauseMs);
  }

  private issue(session: Session): void {
    if (!this.running) return;
    const { client } = session;
    const seq = ++session.seq;
    session.command = { client, seq, op: this.operations.draw(session.stream, client, seq) };
    session.invokedNs = this.now();
    this.listener.onInvoke(session.command, session.invokedNs);
    this.send(session);
  }

  private send(session: Session): void {
    const sentNs = this.now();
    session.deadlineNs = sentNs + this.workload.timeoutMs * NS_PER_MS;
    this.outgoing[session.target]!.push({ command: session.command!, sentNs });
    if (this.flushIsDue) return;
    this.flushIsDue = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.flushIsDue = false;
    this.outgoing.forEach((requests, node) => {
      if (requests.length === 0) return;
      this.ports[node]!.postMessage(requests);
      this.outgoing[node] = [];
    });
  }

  private onWatch(): void {
    const now = this.now();
    for (const session of this.sessions) {
      if (session.command === undefined || session.deadlineNs > now) continue;
      this.askNext(session);
      this.send(session);
    }
  }

  private askNext(session: Session): void {
    session.target = (session.target + 1) % this.ports.length;
    session.hops = 0;
  }
}
