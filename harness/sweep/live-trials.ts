/** The trials of a sweep that run in real time: one at a time, after all others, as they need the machine for themselves. */
import { runLive } from '../live/run-live.ts';
import { encodeOutcome, encodeVoid } from './job.ts';
import { specOf, type PlannedTrial } from './plan.ts';
import type { FinishedTrial } from './workers.ts';

export interface LiveTrialsOptions {
  /** Ends the trial under way, which is then not finished, and begins no other. */
  readonly signal: AbortSignal | undefined;
  readonly onFinished: (finished: readonly FinishedTrial[]) => void;
}

export function isLive({ configuration }: PlannedTrial): boolean {
  return 'driver' in configuration.input && configuration.input.driver === 'threads';
}

export async function runLiveTrials(trials: Iterable<PlannedTrial>, options: LiveTrialsOptions): Promise<void> {
  const { signal, onFinished } = options;
  for (const trial of trials) {
    if (signal?.aborted) return;
    const json = await outcomeOf(trial, signal);
    if (!signal?.aborted) onFinished([{ id: trial.id, json }]);
  }
}

/** Where a thread fails the trial is void, as where a worker dies. */
async function outcomeOf(trial: PlannedTrial, signal: AbortSignal | undefined): Promise<string> {
  const spec = specOf(trial);
  const { intervalMs } = trial.configuration;
  try {
    return encodeOutcome((await runLive(spec, { signal, intervalMs })).outcome);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return encodeVoid(spec, `the live run failed: ${message.split('\n')[0]!}`);
  }
}
