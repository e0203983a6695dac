/**
 * One trial in real time: a thread per replica, the clients and all checks in this one. Set-up until the first commit,
 * warm-up, window, drain; then every thread ends.
 */
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Command } from '../../algorithms/contract.ts';
import { causeText } from '../check/linearizability/sentence.ts';
import type { KvResult } from '../cluster/key-value.ts';
import { LatencyHistogram } from '../record/latency-histogram.ts';
import type { Verdict } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { clockSince, monotonicNs } from './clock.ts';
import { CommitChecker } from './commit-checker.ts';
import { defects, hostLoad, Instrument, shareOfOthers, type Bounds } from './instrument.ts';
import { LiveClients, type LiveListener } from './live-clients.ts';
import type { Bulletin, Order, ReplicaReport, ReplicaStart, ThreadReport } from './wire.ts';

const NS_PER_MS = 1_000_000;
const SET_UP_LIMIT_MS = 10_000;
const POLL_MS = 5;

/** What a live run measured, and what its instrument says of itself. */
export interface LiveResult {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly windowMs: number;
  readonly completed: number;
  readonly sent: number;
  readonly unfinished: number;
  readonly inTime: number;
  readonly latency: LatencyHistogram;
  readonly commit: LatencyHistogram;
  readonly replicas: readonly ReplicaReport[];
  readonly clients: ThreadReport;
  /** Share of the machine that others took; `undefined` where the system does not tell. */
  readonly others: number | undefined;
}

/** Ends all threads and rejects when `signal` aborts. @throws UserError for what cannot run in real time */
export async function runLive(spec: TrialSpec, bounds: Bounds, signal: AbortSignal): Promise<LiveResult> {
  const trial = new LiveTrial(spec, bounds, signal);
  try {
    return await trial.run();
  } finally {
    await trial.close();
  }
}

class LiveTrial implements LiveListener {
  private readonly spec: TrialSpec;
  private readonly bounds: Bounds;
  private readonly signal: AbortSignal;
  private readonly workers: Worker[] = [];
  private readonly ports: MessagePort[] = [];
  private readonly now: () => number;
  private readonly clients: LiveClients;
  private readonly checker: CommitChecker;
  private readonly instrument = new Instrument();
  private readonly latency = new LatencyHistogram();
  private readonly commit = new LatencyHistogram();
  private failure: Error | undefined;
  private committed = false;
  private windowStart = Infinity;
  private windowEnd = Infinity;
  private completed = 0;
  private sent = 0;
  private ended = 0;
  private inTime = 0;

  constructor(spec: TrialSpec, bounds: Bounds, signal: AbortSignal) {
    if (spec.workload.kind !== 'closed') {
      throw new UserError('workload.kind is "open"; live runs have clients in a closed loop, so give --clients');
    }
    this.spec = spec;
    this.bounds = bounds;
    this.signal = signal;
    this.checker = new CommitChecker(spec.nodes);
    const epochNs = monotonicNs();
    this.now = clockSince(epochNs);
    this.startReplicas(epochNs);
    this.clients = new LiveClients(spec, spec.workload, this.ports, this.now, this);
  }

  async run(): Promise<LiveResult> {
    try {
      return await this.measure();
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      return this.result('violation', error.message, [], this.instrument.report('the clients'), undefined);
    }
  }

  private async measure(): Promise<LiveResult> {
    const { warmupMs, durationMs, ops } = this.spec.phases;
    this.clients.start();
    await this.until(() => this.committed, SET_UP_LIMIT_MS);
    await this.until(() => false, warmupMs);
    this.order({ type: 'window' });
    this.instrument.restart();
    const before = hostLoad();
    this.windowStart = this.now();
    await this.until(() => ops !== null && this.completed >= ops, durationMs ?? Infinity);
    this.windowEnd = this.now();
    const clients = this.instrument.report('the clients');
    const others = shareOfOthers(before, hostLoad());
    const replicas = await this.reports();
    this.clients.stop();
    await this.until(() => this.clients.outstanding === 0, 3 * this.spec.workload.deadlineMs);
    const { verdict, reason } = await this.judge([...replicas, clients], others);
    return this.result(verdict, reason, replicas, clients, others);
  }

  private result(
    verdict: Verdict,
    reason: string,
    replicas: readonly ReplicaReport[],
    clients: ThreadReport,
    others: number | undefined,
  ): LiveResult {
    const { latency, commit, completed, sent, inTime } = this;
    const windowMs = (this.windowEnd - this.windowStart) / NS_PER_MS;
    const unfinished = sent - this.ended;
    return {
      verdict,
      reason,
      windowMs,
      completed,
      sent,
      unfinished,
      inTime,
      latency,
      commit,
      replicas,
      clients,
      others,
    };
  }

  /** No thread is left, whatever happened. */
  async close(): Promise<void> {
    this.clients.close();
    this.instrument.stop();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    for (const port of this.ports) port.close();
  }

  onInvoke(command: Command, nowNs: number): void {
    this.checker.onInvoke(command);
    if (nowNs >= this.windowStart && nowNs < this.windowEnd) this.sent++;
  }

  onDone(command: Command, result: KvResult, invokedNs: number, nowNs: number): void {
    this.checker.onReply(command, result);
    if (nowNs >= this.windowStart && nowNs < this.windowEnd) this.completed++;
    if (invokedNs < this.windowStart || invokedNs >= this.windowEnd) return;
    this.ended++;
    const ns = nowNs - invokedNs;
    if (ns <= this.spec.workload.deadlineMs * NS_PER_MS) this.inTime++;
    this.latency.record(ns);
  }

  private startReplicas(epochNs: number): void {
    const { nodes } = this.spec;
    const links: (MessagePort | undefined)[][] = Array.from({ length: nodes }, () =>
      new Array<MessagePort | undefined>(nodes).fill(undefined),
    );
    for (let a = 0; a < nodes; a++) {
      for (let b = 0; b < a; b++) {
        const { port1, port2 } = new MessageChannel();
        links[a]![b] = port1;
        links[b]![a] = port2;
      }
    }
    for (let self = 0; self < nodes; self++) {
      const { port1, port2 } = new MessageChannel();
      const peers = links[self]!;
      const workerData: ReplicaStart = { self, spec: this.spec, epochNs, peers, clients: port2 };
      const transferList = [port2, ...peers.filter((port) => port !== undefined)];
      const worker = new Worker(replicaFile(), { workerData, transferList });
      worker.on('error', (error) => (this.failure ??= ofThread(error, self)));
      port1.on('message', (bulletin: Bulletin) => this.onBulletin(self, bulletin));
      this.workers.push(worker);
      this.ports.push(port1);
    }
  }

  private onBulletin(node: number, { replies, redirects, commits, commitNs }: Bulletin): void {
    try {
      for (let i = 0; i < commits.length;) {
        const end = i + 2 + 2 * commits[i + 1]!;
        this.checker.onCommit(node, commits[i]!, commits.slice(i + 2, end));
        if (end > i + 2) this.committed = true;
        i = end;
      }
      for (const reply of replies) this.clients.onReply(reply);
      for (const redirect of redirects) this.clients.onRedirect(node, redirect);
      this.checker.check();
    } catch (error) {
      this.failure ??= error as Error;
    }
    for (let i = 0; i < commitNs.length; i += 2) {
      const submitted = commitNs[i]!;
      if (submitted >= this.windowStart && submitted < this.windowEnd) this.commit.record(commitNs[i + 1]! - submitted);
    }
  }

  private order(order: Order): void {
    for (const worker of this.workers) worker.postMessage(order);
  }

  private reports(): Promise<ReplicaReport[]> {
    const answers = this.workers.map(
      (worker) => new Promise<ReplicaReport>((resolve) => worker.once('message', resolve)),
    );
    this.order({ type: 'report' });
    return Promise.all(answers);
  }

  private async judge(
    reports: readonly ThreadReport[],
    others: number | undefined,
  ): Promise<{ verdict: Verdict; reason: string }> {
    try {
      // A reply can overtake no commit of its own node: whatever is outstanding after a turn is missing.
      await this.until(() => false, POLL_MS);
      this.checker.finish();
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      return { verdict: 'violation', reason: error.message };
    }
    const sample = this.checker.sample.judge();
    if (sample.verdict === 'illegal') {
      return { verdict: 'violation', reason: `Linearizability: the sampled history is illegal: ${causeText(sample)}` };
    }
    const reason = defects(reports, others, this.bounds);
    return reason === '' ? { verdict: 'ok', reason } : { verdict: 'void', reason };
  }

  /** Until `done`, or for so long; a failure of any thread or an abort ends it. */
  private async until(done: () => boolean, limitMs: number): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!done() && performance.now() < deadline) {
      if (this.signal.aborted) throw new Error('interrupted');
      await new Promise((resolve) => setTimeout(resolve, Math.min(POLL_MS, Math.max(0, deadline - performance.now()))));
      if (this.failure !== undefined) throw this.failure;
    }
  }
}

/** Errors lose their class on the way between threads: the name of the invariant stands in the message. */
function ofThread(error: unknown, self: number): Error {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Error(`the thread of replica ${self} failed: ${message}`);
}

/** Node 20 loads no TypeScript in threads: tests there take what was compiled. */
function replicaFile(): string {
  const here = import.meta.url;
  const path = here.endsWith('.js') ? './replica-thread.js' : '../../dist/harness/live/replica-thread.js';
  return fileURLToPath(new URL(path, here));
}
