/** Figures of the rows of trials: of one, or of several that differ by their seeds. */
import type { Datum } from '../report/charts/chart.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import { voided, type Gate } from './gates.ts';
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

/** The figure of a live run; NaN where it is void, or too few operations ended in it for this figure. */
export function liveFigure(outcome: TrialOutcome, column: string): number {
  const value = outcome.row[column];
  return typeof value === 'number' ? value : NaN;
}

/** A measured point of a chart; none where there is no figure. */
export function measuredPoint(more: Datum, ms: number): Datum[] {
  return Number.isNaN(ms) ? [] : [{ series: 'measured', ...more, ms }];
}

/** Where a live run gave no such figure the gate is void. */
export function judgedIfMeasured(gate: Gate): Gate {
  return Number.isNaN(gate.measured) ? voided(gate) : gate;
}

/** A sentence for each run that gave no such figure, by its name. */
export function voidNotes(outcomes: readonly TrialOutcome[], column: string, names: readonly string[]): string[] {
  return outcomes.flatMap((outcome, i) => {
    if (!Number.isNaN(liveFigure(outcome, column))) return [];
    return [`Void: ${names[i]!}, as ${outcome.reason || 'too few operations ended in its window'}.`];
  });
}
