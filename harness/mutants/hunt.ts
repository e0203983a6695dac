/** Tries many mutants, each on a thread, until all are tried or the signal comes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, fuzzPool } from '../fuzz/campaign.ts';
import type { MutantResult } from './try-mutant.ts';

export interface HuntOptions {
  readonly workers: number;
  readonly trials: number;
  /** Once aborted no more are begun, and those under way are given up. */
  readonly signal: AbortSignal;
  readonly onResult: (result: MutantResult) => void;
}

/** @param indexes of mutants in the catalogue @returns the results in their order; fewer if it was interrupted */
export async function huntAll(indexes: readonly number[], options: HuntOptions): Promise<MutantResult[]> {
  const { workers, trials, signal } = options;
  const threads = fuzzPool(workers);
  // One folder for all copies: a thread that is ended in the middle cannot remove its own.
  const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-mutants-'));
  const results: (MutantResult | undefined)[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < indexes.length; at = next++) {
      const result = await ask<MutantResult>(threads, 'hunt', [indexes[at]!, trials, folder], signal);
      if (result === undefined) return;
      results[at] = result;
      options.onResult(result);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, lane));
  } finally {
    await Promise.resolve(threads.terminate(signal.aborted));
    rmSync(folder, { recursive: true, force: true });
  }
  return results.filter((result) => result !== undefined);
}
