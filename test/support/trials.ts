/** Short cuts for tests that run whole trials. */
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';
import type { TrialOutcome } from '../../harness/trial/outcome.ts';
import type { TrialOptions } from '../../harness/trial/trial.ts';

/** Nothing but the network takes time. */
export const FREE = {
  costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, byteMs: 0, fsync: { type: 'constant', value: 0 } },
} as const;

/** Runs a spec as a user would write it, every default filled in. */
export function runSpec(input: unknown, options: TrialOptions = {}): TrialOutcome {
  return runTrial(resolveSpec(input), options);
}

/** A figure of an outcome's row that must be there. */
export function figure(outcome: TrialOutcome, column: string): number {
  const value = outcome.row[column];
  if (typeof value !== 'number') {
    throw new Error(`${column} is ${String(value)}; verdict ${outcome.verdict} ${outcome.reason}`);
  }
  return value;
}
