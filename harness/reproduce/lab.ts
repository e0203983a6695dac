/** Where experiments are run: many measurements on a few threads, several short ones per task, results in their order. */
import { fileURLToPath } from 'node:url';
import { pool, type Pool } from 'workerpool';
import { RandomStream } from '../sim/random.ts';
import { CheckFailed } from './check-failed.ts';
import type { Measured } from './measure-worker.ts';
import type { InputOf, MeasurementName, OutputOf } from './measurements.ts';

/** Handing over a task takes about 0.1 ms: with tasks of this length it is less than one percent. */
const TASK_MS = 50;
const MOST_PER_TASK = 512;
const SEEDS = 4294967296;

export interface LabOptions {
  readonly seed: number;
  readonly workers: number;
  /** Once aborted no more is begun, and `measure` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (measured: number) => void;
}

/** What an experiment is run with. */
export interface Lab {
  /** Of the whole experiment. */
  readonly seed: number;
  /** The seeds of `count` trials. What bears one name gets the same ones: common random numbers. */
  seeds(name: string, count: number): number[];
  /** Measures each input, in any order. @throws CheckFailed if a run broke a rule of its protocol */
  measure<K extends MeasurementName>(name: K, inputs: readonly InputOf<K>[]): Promise<OutputOf<K>[]>;
}

export function seedsOf(seed: number, name: string, count: number): number[] {
  const random = new RandomStream(seed, `reproduce/${name}`);
  return Array.from({ length: count }, () => random.below(SEEDS));
}

export class ThreadedLab implements Lab {
  readonly seed: number;
  readonly workers: number;
  /** Measurements so far. */
  measured = 0;
  private readonly options: LabOptions;
  private readonly threads: Pool;

  constructor(options: LabOptions) {
    this.seed = options.seed;
    this.workers = options.workers;
    this.options = options;
    this.threads = pool(workerFile(), { workerType: 'thread', maxWorkers: options.workers });
  }

  seeds(name: string, count: number): number[] {
    return seedsOf(this.seed, name, count);
  }

  async measure<K extends MeasurementName>(name: K, inputs: readonly InputOf<K>[]): Promise<OutputOf<K>[]> {
    const outputs = new Array<unknown>(inputs.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      let size = 1;
      while (next < inputs.length) {
        this.options.signal?.throwIfAborted();
        const first = next;
        const task = inputs.slice(first, first + size);
        next += task.length;
        const startedAt = performance.now();
        const measured = await this.ask(name, task);
        for (const [i, output] of measured.entries()) outputs[first + i] = output;
        const eachMs = (performance.now() - startedAt) / task.length;
        size = Math.max(1, Math.min(MOST_PER_TASK, 2 * size, Math.ceil(TASK_MS / eachMs)));
        this.measured += task.length;
        this.options.onProgress?.(this.measured);
      }
    };
    try {
      await Promise.all(Array.from({ length: this.options.workers }, lane));
    } finally {
      // When one lane has failed, the others have nobody to work for.
      next = inputs.length;
    }
    return outputs as OutputOf<K>[];
  }

  async close(): Promise<void> {
    await Promise.resolve(this.threads.terminate());
  }

  private async ask(name: MeasurementName, inputs: readonly unknown[]): Promise<readonly unknown[]> {
    const measured = (await this.threads.exec('measure', [name, inputs])) as Measured;
    if ('failed' in measured) throw new CheckFailed(measured.failed);
    return measured.outputs;
  }
}

/** The module that a thread loads. Node 20 loads no TypeScript, so that tests there take what was compiled. */
function workerFile(): string {
  const here = import.meta.url;
  if (here.endsWith('.js')) return fileURLToPath(new URL('./measure-worker.js', here));
  const loadsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);
  const path = loadsTypeScript ? './measure-worker.ts' : '../../dist/harness/reproduce/measure-worker.js';
  return fileURLToPath(new URL(path, here));
}
