/** A campaign: many schedules on several threads, with progress, until so many have run or time is up. */
import { fileURLToPath } from 'node:url';
import { pool, type Pool } from 'workerpool';
import { addReport, emptyReport, type Failure, type FuzzReport } from './fuzz.ts';
import type { FuzzTask, Short } from './fuzz-worker.ts';
import type { Campaign } from './nemesis.ts';

export interface CampaignOptions {
  readonly algorithm: string;
  readonly campaign: Campaign;
  readonly firstSeed: number;
  /** Infinity: until time is up. */
  readonly schedules: number;
  /** When no more are begun, on the clock of `performance.now()`; Infinity: never. */
  readonly untilMs: number;
  /** How many a thread runs at a time: a few hundred if left out, for progress and a quick end. */
  readonly perTask?: number;
  /** Once aborted no more are begun, and those under way are not waited for. */
  readonly signal: AbortSignal;
  readonly onProgress?: (soFar: FuzzReport) => void;
  /** Have these been run before? Then they are passed over. */
  readonly known?: (firstSeed: number, schedules: number) => boolean;
  /** What a task has found: the schedules from `firstSeed` on. */
  readonly onPart?: (firstSeed: number, part: FuzzReport) => void;
}

const PER_TASK = 250;
/** Schedules leave much garbage that is dead at once; a thread with room for it spends less on picking out what lives. */
const YOUNG_MB = 64;

/** Threads that run schedules and try mutants. */
export function fuzzPool(workers: number): Pool {
  const here = import.meta.url;
  const file = here.endsWith('.js') ? './fuzz-worker.js' : '../../dist/harness/fuzz/fuzz-worker.js';
  return pool(fileURLToPath(new URL(file, here)), {
    workerType: 'thread',
    minWorkers: workers,
    maxWorkers: workers,
    workerThreadOpts: { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } },
  });
}

/** The answer of a thread; `undefined` once `signal` is aborted, whatever the thread does then. */
export async function ask<T>(
  threads: Pool,
  method: string,
  args: unknown[],
  signal: AbortSignal,
): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let giveUp = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
    signal.addEventListener('abort', giveUp);
  });
  try {
    return (await Promise.race([threads.exec(method, args), aborted])) as T | undefined;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

export async function runCampaign(threads: Pool, workers: number, options: CampaignOptions): Promise<FuzzReport> {
  const total = emptyReport();
  const { algorithm, campaign, signal, perTask = PER_TASK } = options;
  const lastSeed = options.firstSeed + options.schedules;
  let nextSeed = options.firstSeed;
  const lane = async (): Promise<void> => {
    while (nextSeed < lastSeed && performance.now() < options.untilMs && !signal.aborted) {
      const count = Math.min(perTask, lastSeed - nextSeed);
      const task: FuzzTask = { algorithm, firstSeed: nextSeed, count, campaign };
      nextSeed += count;
      if (options.known?.(task.firstSeed, count) === true) continue;
      const part = await ask<FuzzReport>(threads, 'fuzz', [task], signal);
      if (part === undefined) return;
      addReport(total, part);
      options.onPart?.(task.firstSeed, part);
      options.onProgress?.(total);
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
  /** A scenario, or a schedule where steps cannot tell it; `undefined`: there was no time to shrink it. */
  readonly text: string | undefined;
  /** Steps of the scenario, events of the schedule. */
  readonly steps: number;
}

/** For each invariant that broke, the shortest scenario of its first failures; untold where the signal comes before. */
export async function shortestOf(
  threads: Pool,
  algorithm: string,
  campaign: Campaign,
  failures: readonly Failure[],
  signal: AbortSignal,
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
      const args = [algorithm, failure.seed, campaign];
      const found = await ask<Short | null>(threads, 'shorten', args, signal);
      if (found && found.steps < best.steps) best = { failure, text: found.text, steps: found.steps };
    }
    shortest.push(best);
  }
  return shortest;
}
