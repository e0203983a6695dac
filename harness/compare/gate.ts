/** Which thresholds a comparison breaks, for continuous integration. */
import { formatValue } from '../report/format.ts';
import { comparedConfigurations, type Comparison, type Row } from './comparison.ts';
import { LEVEL } from './difference.ts';
import { namesOf } from './names.ts';
import { holds, limitText, type Threshold } from './threshold.ts';
import { changeText, nameOf } from './verdict.ts';

export interface Failure {
  readonly threshold: string;
  readonly configuration: string;
  /** In words. */
  readonly found: string;
}

/**
 * A change fails if it is beyond the limit and no accident: evident after the correction for all comparisons, or, with one seed
 * a side, of which nothing is evident, beyond the limit at all. A value fails if the candidate's is beyond the limit.
 */
export function failures(comparison: Comparison, thresholds: readonly Threshold[]): Failure[] {
  const names = namesOf(comparedConfigurations(comparison));
  return thresholds.flatMap((threshold) =>
    comparison.rows
      .filter((row) => row.metric.column === threshold.metric.column && isBroken(row, threshold))
      .map((row) => ({
        threshold: threshold.text,
        configuration: nameOf(row, names),
        found: foundText(row, threshold),
      })),
  );
}

function isBroken({ difference, adjusted, pair }: Row, threshold: Threshold): boolean {
  if (threshold.of === 'value') return pair !== undefined && holds(threshold, difference.candidate);
  if (!holds(threshold, difference.change)) return false;
  return difference.interval === 'none' || (adjusted !== undefined && adjusted <= LEVEL);
}

function foundText(row: Row, threshold: Threshold): string {
  const { metric, difference } = row;
  if (threshold.of === 'value') {
    return `${metric.name} is ${formatValue(metric.column, difference.candidate)}, the limit ${limitText(threshold)}`;
  }
  const doubt = difference.interval === 'none' ? ', of one seed, so that it may be noise' : '';
  return `${metric.name} changed by ${changeText(row)}, the limit is ${limitText(threshold)}${doubt}`;
}
