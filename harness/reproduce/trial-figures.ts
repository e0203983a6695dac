/** Figures of the rows of trials: of one, or of several that differ by their seeds. */
import type { TrialOutcome } from '../trial/outcome.ts';
import { sampled, type Sampled } from './prediction.ts';

/** @throws Error if the trial has no such figure */
export function figureOf({ row }: TrialOutcome, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`${column} is ${String(value)} in a trial that is ok`);
  return value;
}

/** Mean over the trials, with half of its 95 % interval. */
export function meanFigure(outcomes: readonly TrialOutcome[], column: string): Sampled {
  return sampled(outcomes.map((outcome) => figureOf(outcome, column)));
}
