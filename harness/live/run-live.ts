/**
 * Runs one trial in real time: a thread per node and one for the clients and all checks. This thread only starts them, and
 * ends them whatever happens: it stays free to be interrupted.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { outputColumns, inputColumns } from '../record/columns.ts';
import { trialId } from '../trial/canonical.ts';
import type { TrialOutcome, Verdict } from '../trial/outcome.ts';
import { replayCommand } from '../trial/run-trial.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { monotonicNs } from './clock.ts';
import { callOff, meshMemory, type MeshMemory } from './mesh.ts';
import type { Settled } from './settle.ts';
import type { ClientsStart, FromThread, NodeStart } from './threads.ts';

export interface LiveOptions {
  /** Ends all threads within a second, and the run with the verdict `void`. */
  readonly signal?: AbortSignal | undefined;
  /** Length of the intervals of the time series, ms; none if left out. */
  readonly intervalMs?: number | undefined;
}

export interface LiveResult {
  readonly outcome: TrialOutcome;
  /** `undefined` where a check failed. */
  readonly settled: Settled | undefined;
}

/** A check that fails is an outcome. Rejects with what ended a thread otherwise. No thread is left in any case. */
export async function runLive(spec: TrialSpec, options: LiveOptions = {}): Promise<LiveResult> {
  const run = new LiveRun(spec, options);
  try {
    return await run.result;
  } finally {
    await run.close();
  }
}

class LiveRun {
  readonly result: Promise<LiveResult>;
  private readonly spec: TrialSpec;
  private readonly epochNs = monotonicNs();
  private readonly memory: MeshMemory;
  private readonly workers: Worker[] = [];
  private settle: { resolve(result: LiveResult): void; reject(error: Error): void } | undefined;

  constructor(spec: TrialSpec, { signal, intervalMs }: LiveOptions) {
    this.spec = spec;
    this.memory = meshMemory(spec.nodes);
    this.result = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    const { epochNs, memory } = this;
    for (let self = 0; self < spec.nodes; self++) {
      this.begin('node-thread', { spec, epochNs, memory, self } satisfies NodeStart, `node ${self}`);
    }
    this.begin('clients-thread', { spec, epochNs, memory, intervalMs } satisfies ClientsStart, 'the clients');
    const onAbort = () => this.endWith('void', 'interrupted');
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  }

  /** No thread is left, whatever happened. */
  async close(): Promise<void> {
    callOff(this.memory);
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private begin(file: string, workerData: object, name: string): void {
    const worker = new Worker(threadFile(file), { workerData });
    worker.on('error', (error) => this.settle!.reject(ofThread(error, name)));
    worker.on('message', (message: FromThread) => this.onMessage(message));
    this.workers.push(worker);
  }

  private onMessage(message: FromThread): void {
    if (message.type === 'done') {
      const { outcome, settled } = message;
      this.settle!.resolve({ outcome, settled });
    } else {
      this.endWith('violation', message.message);
    }
  }

  private endWith(verdict: Verdict, reason: string): void {
    this.settle!.resolve({ outcome: failedOutcome(this.spec, verdict, reason), settled: undefined });
  }
}

/** The outcome of a run that no recorder has brought to its end. */
function failedOutcome(spec: TrialSpec, verdict: Verdict, reason: string): TrialOutcome {
  return {
    schema: 1,
    trial_id: trialId(spec),
    spec,
    verdict,
    reason,
    replay: replayCommand(spec),
    row: { ...inputColumns(spec), ...outputColumns(undefined, verdict, reason) },
    histograms: [],
    timeseries: [],
    split: [],
    stragglers: [],
  };
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
