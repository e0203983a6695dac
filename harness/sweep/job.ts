/** What goes to a worker and comes back. */
import { outcomeWithoutFigures } from '../trial/outcome-of.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { StoredOutcome } from './journal.ts';

/** One trial to run. */
export interface Job {
  readonly spec: TrialSpec;
  readonly intervalMs: number | undefined;
}

/** JSON of what is kept of an outcome. */
export function encodeOutcome(outcome: TrialOutcome): string {
  const { trial_id, verdict, reason, row, histograms, timeseries, split, stragglers } = outcome;
  return JSON.stringify({
    trial_id,
    verdict,
    reason,
    row,
    histograms,
    timeseries,
    split,
    stragglers,
  } satisfies StoredOutcome);
}

/** The outcome of a trial that no worker could bring to its end. */
export function encodeVoid(spec: TrialSpec, reason: string): string {
  return encodeOutcome(outcomeWithoutFigures(spec, 'void', reason));
}
