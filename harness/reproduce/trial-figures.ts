/** Figures of the rows of trials: of one, or of several that differ by their seeds. */
import type { Datum } from '../report/charts/chart.ts';
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

/** The figures of a live run; NaN where it is void. */
export function liveFigure(column: string): (outcome: TrialOutcome) => number {
  return (outcome) => (outcome.verdict === 'ok' ? figureOf(outcome, column) : NaN);
}

/** A measured point of a chart; none where the run was void. */
export function measuredPoint(more: Datum, ms: number): Datum[] {
  return Number.isNaN(ms) ? [] : [{ series: 'measured', ...more, ms }];
}

/** A sentence for each run that is void, by its name. */
export function voidNotes(outcomes: readonly TrialOutcome[], names: readonly string[]): string[] {
  return outcomes.flatMap(({ verdict, reason }, i) => (verdict === 'ok' ? [] : [`Void: ${names[i]!}, as ${reason}.`]));
}
