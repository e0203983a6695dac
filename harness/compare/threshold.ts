/** Limits that a command line sets: `p99 < 20ms` on a figure, `p99 > +5%` on its change. */
import { formatValue } from '../report/format.ts';
import { parseTime } from '../trial/units.ts';
import { UserError } from '../user-error.ts';
import { metricNamed, type Metric } from './metrics.ts';

export interface Threshold {
  /** As it was written. */
  readonly text: string;
  readonly metric: Metric;
  readonly relation: '<' | '>' | '<=' | '>=';
  /** `change`: relative, or in points for a share. `value`: in the unit of the column. */
  readonly of: 'change' | 'value';
  readonly limit: number;
}

const FORM = /^\s*([A-Za-z][\w.-]*)\s*(<=|>=|<|>)\s*([+−-]?)\s*([\d.]+)\s*(\S*)\s*$/;

/** @param option for the sentence, such as `--fail-if`. @throws UserError */
export function parseThreshold(text: string, option: string): Threshold {
  const [, name, relation, sign, digits, unit] = FORM.exec(text) ?? [];
  if (name === undefined || digits === undefined || !Number.isFinite(Number(digits))) {
    throw new UserError(
      `${option} '${text}' is no threshold; write a figure, < or >, and a limit, such as 'p99 > +5%' or 'p99 < 20ms'`,
    );
  }
  const metric = metricNamed(name);
  const signed = sign === '-' || sign === '−' ? -1 : 1;
  const known = { text: text.trim(), metric, relation: relation as Threshold['relation'] };
  // A share of 99 % is a value; +1 % or -1 % of it is a change.
  if (unit === '%' && ((sign ?? '') !== '' || !metric.isShare)) {
    return { ...known, of: 'change', limit: (signed * Number(digits)) / 100 };
  }
  return { ...known, of: 'value', limit: signed * valueIn(metric, digits, unit ?? '', option, text) };
}

function valueIn({ column, isShare }: Metric, digits: string, unit: string, option: string, text: string): number {
  if (column.endsWith('_ms')) return parseTime(`${digits}${unit}`);
  const units: Readonly<Record<string, number>> = isShare
    ? { '%': 100, '': 1 }
    : column.endsWith('_per_s')
      ? { '/s': 1 }
      : { '': 1 };
  const over = units[unit];
  if (over !== undefined) return Number((Number(digits) / over).toPrecision(15));
  const allowed = Object.keys(units).map((each) => (each === '' ? 'no unit' : each));
  throw new UserError(
    `${option} '${text}': ${column} is not told in ${unit === '' ? 'a bare number' : `'${unit}'`}; write ${allowed.join(' or ')}`,
  );
}

export function holds({ relation, limit }: Threshold, value: number): boolean {
  switch (relation) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** `20 ms`, `+5 %`. */
export function limitText({ metric, of, limit }: Threshold): string {
  if (of === 'value') return formatValue(metric.column, limit);
  return `${limit > 0 ? '+' : ''}${Number((limit * 100).toPrecision(12))} ${metric.isShare ? 'points' : '%'}`;
}
