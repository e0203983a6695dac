/**
 * Runs trials on worker threads, several short ones per task, so that handing over costs next to nothing. A worker that dies
 * costs its trial one retry, alone in a task; a second death makes its row `void`.
 */
import { fileURLToPath } from 'node:url';
import { pool, type Pool } from 'workerpool';
import { encodeVoid, type Job } from './job.ts';
import { specOf, type PlannedTrial } from './plan.ts';

export interface FinishedTrial {
  readonly id: string;
  /** JSON of a `StoredOutcome`. */
  readonly json: string;
}

export interface WorkersOptions {
  readonly workers: number;
  readonly workerFile: string;
  /** Asked before each task: no more are begun once it is true. */
  readonly stopped: () => boolean;
  /** Called as tasks end, in any order. What it throws ends the run. */
  readonly onFinished: (finished: readonly FinishedTrial[]) => void;
}

interface Attempt {
  readonly trial: PlannedTrial;
  readonly isRetry: boolean;
}

/** Handing over a task takes about 0.1 ms: with tasks of this length it is less than one percent. */
const TASK_MS = 20;
const MOST_PER_TASK = 64;

/** The module that a worker thread loads. Node 20 loads no TypeScript, so that tests there take what was compiled. */
export function defaultWorkerFile(): string {
  const here = import.meta.url;
  if (here.endsWith('.js')) return fileURLToPath(new URL('./trial-worker.js', here));
  const loadsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
  const path = loadsTypeScript ? './trial-worker.ts' : '../../dist/harness/sweep/trial-worker.js';
  return fileURLToPath(new URL(path, here));
}

/** Runs the trials to their end, or until `stopped`. */
export async function runOnWorkers(trials: Iterable<PlannedTrial>, options: WorkersOptions): Promise<void> {
  const threads = pool(options.workerFile, {
    workerType: 'thread',
    minWorkers: options.workers,
    maxWorkers: options.workers,
  });
  const queue = new Queue(trials);
  try {
    await Promise.all(Array.from({ length: options.workers }, () => runLane(threads, queue, options)));
  } finally {
    queue.close();
    await Promise.resolve(threads.terminate());
  }
}

/** One task after another; as many lanes as workers. */
async function runLane(threads: Pool, queue: Queue, options: WorkersOptions): Promise<void> {
  let size = 1;
  const begin = () => {
    const attempts = options.stopped() || queue.isClosed ? [] : queue.take(size);
    return attempts.length === 0 ? undefined : runTask(threads, attempts, queue);
  };
  let running = begin();
  while (running !== undefined) {
    const { finished, trialMs } = await running;
    size = Math.max(1, Math.min(MOST_PER_TASK, 2 * size, Math.ceil(TASK_MS / trialMs)));
    // When another lane has failed, there is nobody left to take what is finished.
    if (queue.isClosed) return;
    // The worker is at its next task while this thread writes down the last one.
    running = begin();
    if (finished.length > 0) options.onFinished(finished);
  }
}

interface TaskResult {
  readonly finished: readonly FinishedTrial[];
  readonly trialMs: number;
}

async function runTask(threads: Pool, attempts: readonly Attempt[], queue: Queue): Promise<TaskResult> {
  const startedAt = performance.now();
  const finished = await finish(threads, attempts, queue);
  return { finished, trialMs: (performance.now() - startedAt) / attempts.length };
}

/** Nothing, if the worker failed and the trials are to be tried again. */
async function finish(threads: Pool, attempts: readonly Attempt[], queue: Queue): Promise<FinishedTrial[]> {
  const jobs = attempts.map(({ trial }): Job => ({ spec: specOf(trial), intervalMs: trial.configuration.intervalMs }));
  let outcomes: string[];
  try {
    outcomes = (await threads.exec('runTrials', [jobs])) as string[];
  } catch (error) {
    const [only, ...others] = attempts;
    if (others.length === 0 && only!.isRetry) {
      return [{ id: only!.trial.id, json: encodeVoid(jobs[0]!.spec, deathOf(error)) }];
    }
    queue.retry(attempts);
    return [];
  }
  return attempts.map(({ trial }, i) => ({ id: trial.id, json: outcomes[i]! }));
}

/** The same words on every machine, so that rows do not depend on it. */
function deathOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('out of memory')) return 'the worker ran out of memory, twice';
  if (/terminated/i.test(message)) return 'the worker died, twice';
  return `the worker failed, twice: ${message.split('\n')[0]!}`;
}

/** Trials that are still to be run; those that failed come first, one a task. */
class Queue {
  private readonly source: Iterator<PlannedTrial>;
  private readonly retries: Attempt[] = [];
  isClosed = false;

  constructor(trials: Iterable<PlannedTrial>) {
    this.source = trials[Symbol.iterator]();
  }

  /** At most `count`; none when there are no more. */
  take(count: number): Attempt[] {
    const retry = this.retries.shift();
    if (retry !== undefined) return [retry];
    const attempts: Attempt[] = [];
    while (attempts.length < count) {
      const next = this.source.next();
      if (next.done === true) break;
      attempts.push({ trial: next.value, isRetry: false });
    }
    return attempts;
  }

  close(): void {
    this.isClosed = true;
  }

  retry(attempts: readonly Attempt[]): void {
    for (const { trial } of attempts) this.retries.push({ trial, isRetry: true });
  }
}
