/** A campaign: many schedules on several threads, with progress, until so many have run or time is up. */
import { fileURLToPath } from 'node:url';
import { pool, type Pool } from 'workerpool';
import { addReport, emptyReport, type Failure, type FuzzReport } from './fuzz.ts';
import type { FuzzTask } from './fuzz-worker.ts';
import type { Campaign } from './nemesis.ts';

export interface CampaignOptions {
  readonly algorithm: string;
  readonly campaign: Campaign;
  readonly firstSeed: number;
  /** Infinity: until time is up. */
  readonly schedules: number;
  /** When no more are begun, on the clock of `performance.now()`; Infinity: never. */
  readonly untilMs: number;
  /** No more are begun once it is true. */
  readonly stopped: () => boolean;
  readonly onProgress: (soFar: FuzzReport) => void;
}

const PER_TASK = 250;

/** Threads that run schedules and try mutants. */
export function fuzzPool(workers: number): Pool {
  const here = import.meta.url;
  const file = here.endsWith('.js') ? './fuzz-worker.js' : '../../dist/harness/fuzz/fuzz-worker.js';
  return pool(fileURLToPath(new URL(file, here)), { workerType: 'thread', minWorkers: workers, maxWorkers: workers });
}

export async function runCampaign(threads: Pool, workers: number, options: CampaignOptions): Promise<FuzzReport> {
  const total = emptyReport();
  const { algorithm, campaign } = options;
  const lastSeed = options.firstSeed + options.schedules;
  let nextSeed = options.firstSeed;
  const lane = async (): Promise<void> => {
    while (nextSeed < lastSeed && performance.now() < options.untilMs && !options.stopped()) {
      const count = Math.min(PER_TASK, lastSeed - nextSeed);
      const task: FuzzTask = { algorithm, firstSeed: nextSeed, count, campaign };
      nextSeed += count;
      addReport(total, (await threads.exec('fuzz', [task])) as FuzzReport);
      options.onProgress(total);
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
  total.failures.sort((a, b) => a.seed - b.seed);
  return total;
}

/** How many failures of one invariant are made short, to keep the shortest. */
const TRIED_PER_INVARIANT = 6;

export interface Shortened {
  readonly failure: Failure;
  /** The scenario; `undefined` where it can only be told by its seed, as failures of progress are. */
  readonly text: string | undefined;
  readonly steps: number;
}

/** For each invariant that broke, the shortest scenario of its first failures. */
export async function shortestOf(
  threads: Pool,
  algorithm: string,
  campaign: Campaign,
  failures: readonly Failure[],
): Promise<Shortened[]> {
  const byInvariant = new Map<string, Failure[]>();
  for (const failure of failures) {
    const name = failure.invariant ?? '';
    byInvariant.set(name, [...(byInvariant.get(name) ?? []), failure]);
  }
  const shortest: Shortened[] = [];
  for (const same of byInvariant.values()) {
    let best: Shortened = { failure: same[0]!, text: undefined, steps: Infinity };
    for (const failure of same.slice(0, TRIED_PER_INVARIANT)) {
      const found = (await threads.exec('shorten', [algorithm, failure.seed, campaign])) as
        { text: string; steps: number } | undefined;
      if (found !== undefined && found.steps < best.steps) best = { failure, text: found.text, steps: found.steps };
    }
    shortest.push(best);
  }
  return shortest;
}
