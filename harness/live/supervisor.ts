/** Begins the threads of a live run, ends and begins those of nodes that are to crash, and ends all of them in the end. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { NodeId } from '../../algorithms/contract.ts';
import type { TrialOutcome, Verdict } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { Board } from './board.ts';
import { monotonicNs } from './clock.ts';
import type { InstrumentReading } from './instrument-bounds.ts';
import { hostLoad, hostReport, type HostLoad } from './instrument-host.ts';
import type { InstrumentReport } from './instrument-thread.ts';
import { callOff, meshMemory, type MeshMemory } from './mesh.ts';
import type { LiveOptions } from './run-live.ts';
import type { Settled } from './settle.ts';
import type { ClientsStart, FromThread, NodeStart } from './threads.ts';

/** At the end of a run threads report of their instruments; who has not in this time is terminated. */
const PATIENCE_MS = 500;
/** So long where they record: one that is terminated leaves a recording that breaks off. */
const RECORDING_PATIENCE_MS = 5000;

export type Ended =
  | {
      readonly type: 'done';
      readonly outcome: TrialOutcome;
      readonly settled: Settled | undefined;
      readonly kills: number;
      readonly failoversMs: readonly number[];
      /** `undefined`: a thread has not reported. */
      readonly instrument: InstrumentReading | undefined;
    }
  | { readonly type: 'cut-short'; readonly verdict: Verdict; readonly reason: string };

export class Supervisor {
  private readonly spec: TrialSpec;
  private readonly options: LiveOptions;
  private readonly folder: string | undefined;
  private readonly epochNs = monotonicNs();
  private readonly memory: MeshMemory;
  private readonly board: Board;
  private clients: Worker | undefined;
  /** By node. */
  private readonly nodes: (Worker | undefined)[] = [];
  /** By node: what is being done to its thread, one thing after the other. */
  private readonly doing: Promise<void>[];
  private isOver = false;
  private readonly reports = new Map<NodeId | undefined, InstrumentReport>();
  private readonly loads: HostLoad[] = [];
  private resolve: (ended: Ended) => void = () => {};
  private reject: (error: Error) => void = () => {};

  constructor(spec: TrialSpec, options: LiveOptions, folder: string | undefined) {
    this.spec = spec;
    this.options = options;
    this.folder = folder;
    this.memory = meshMemory(spec.nodes);
    this.board = new Board(spec.nodes, this.memory.board);
    this.doing = Array.from({ length: spec.nodes }, () => Promise.resolve());
  }

  async run(): Promise<Ended> {
    const { signal } = this.options;
    const onAbort = () => this.resolve({ type: 'cut-short', verdict: 'void', reason: 'interrupted' });
    const ended = new Promise<Ended>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    else this.beginAll();
    try {
      const how = await ended;
      await this.endAll(this.patienceMs(how));
      return how.type === 'done' ? { ...how, instrument: this.reading() } : how;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await this.endAll(0);
    }
  }

  /** Who was interrupted does not wait for what threads have left to say or to record. */
  private patienceMs(how: Ended): number {
    if (this.options.recordDir !== undefined && !this.options.signal?.aborted) return RECORDING_PATIENCE_MS;
    return how.type === 'done' ? PATIENCE_MS : 0;
  }

  private beginAll(): void {
    const { spec, epochNs, memory, options } = this;
    for (let node = 0; node < spec.nodes; node++) this.beginNode(node);
    const { intervalMs, killRounds } = options;
    this.clients = this.begin('clients-thread', 'the clients', { spec, epochNs, memory, intervalMs, killRounds });
  }

  private beginNode(self: NodeId): void {
    const { spec, epochNs, memory } = this;
    const { recordDir } = this.options;
    const folder = this.folder === undefined ? undefined : join(this.folder, `node-${self}`);
    this.nodes[self] = this.begin('node-thread', `node ${self}`, { spec, epochNs, memory, self, folder, recordDir });
  }

  private begin(file: string, name: string, workerData: ClientsStart | NodeStart): Worker {
    const worker = new Worker(threadFile(file), { workerData });
    worker.on('error', (error) => this.reject(ofThread(error, name)));
    worker.on('message', (message: FromThread) => this.onMessage(message));
    return worker;
  }

  private onMessage(message: FromThread): void {
    switch (message.type) {
      case 'done':
        this.resolve({ ...message, instrument: undefined });
        break;
      case 'violation':
        this.resolve({ type: 'cut-short', verdict: 'violation', reason: message.message });
        break;
      case 'mistake':
        this.reject(new UserError(message.message));
        break;
      case 'window':
        this.loads.push(hostLoad());
        break;
      case 'instrument':
        this.reports.set(message.node, message.report);
        break;
      case 'kill':
        this.do(message.node, () => this.kill(message.node));
        break;
      case 'spawn':
        this.do(message.node, () => Promise.resolve(this.beginNode(message.node)));
        break;
    }
  }

  private do(node: NodeId, action: () => Promise<void>): void {
    this.doing[node] = this.doing[node]!.then(() => (this.isOver ? undefined : action()));
  }

  private async kill(node: NodeId): Promise<void> {
    await this.nodes[node]!.terminate();
    this.nodes[node] = undefined;
    this.board.set(node, 'isUp', 0);
  }

  /** No thread is left. @param patienceMs how long they may take to end by themselves */
  private async endAll(patienceMs: number): Promise<void> {
    this.isOver = true;
    callOff(this.memory);
    await Promise.all(this.doing);
    const workers = [...this.nodes, this.clients].filter((worker) => worker !== undefined);
    this.nodes.length = 0;
    this.clients = undefined;
    // A thread that has ended, by itself or by an error, has no number any more, and no exit to wait for.
    const running = workers.filter((worker) => worker.threadId !== -1);
    const exits = running.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
    await Promise.race([Promise.all(exits), patience]);
    clearTimeout(timer);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  /** `undefined`: the window did not end, or a thread has not reported. */
  private reading(): InstrumentReading | undefined {
    const [before, after] = this.loads;
    const clients = this.reports.get(undefined);
    const nodes = Array.from({ length: this.spec.nodes }, (_, node) => this.reports.get(node));
    const reported = nodes.filter((report) => report !== undefined);
    if (before === undefined || after === undefined || clients === undefined) return undefined;
    return { nodes: reported, clients, host: hostReport(before, after) };
  }
}

/** Errors lose their class on the way between threads: what they were stands in the message. */
function ofThread(error: unknown, name: string): Error {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Error(`the thread of ${name} failed: ${message}`);
}

/** Node 20 loads no TypeScript in threads: tests there take what was compiled. */
function threadFile(name: string): string {
  const here = import.meta.url;
  if (here.endsWith('.js')) return fileURLToPath(new URL(`./${name}.js`, here));
  const loadsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
  const path = loadsTypeScript ? `./${name}.ts` : `../../dist/harness/live/${name}.js`;
  return fileURLToPath(new URL(path, here));
}
