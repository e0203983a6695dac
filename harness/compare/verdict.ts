/** The comparison in one sentence, which claims no more than the intervals bear. */
import { counted, formatValue, inWords } from '../report/format.ts';
import { comparedConfigurations, type Comparison, type Finding, type Row } from './comparison.ts';
import { namesOf } from './names.ts';

/** Changed conditions that the sentence names. */
const NAMED_CHANGES = 2;

export function verdictOf(comparison: Comparison): string {
  const { rows, metrics, broken } = comparison;
  const names = namesOf(comparedConfigurations(comparison));
  const configurations = counted(names.size, 'configuration');
  if (rows.length === 0) return `Nothing to compare${brokenText(broken.length)}.`;
  const untested = rows.filter(({ difference }) => difference.interval !== 'none').length === 0;
  if (untested)
    return `${configurations} compared, but with one seed each nothing tells a change from noise${brokenText(broken.length)}.`;
  const parts = (['worse', 'changed', 'better'] as const).flatMap((finding) => {
    const found = rows.filter((row) => row.finding === finding);
    return found.length === 0 ? [] : [partText(finding, found, names.size, (row) => nameOf(row, names))];
  });
  const what = inWords(
    metrics.filter(({ column }) => rows.some(({ metric }) => metric.column === column)).map(({ name }) => name),
  );
  if (parts.length === 0) {
    return `No evidence of a difference in ${what} over ${configurations}${brokenText(broken.length)}${askedText(comparison)}.`;
  }
  return `${capital(parts.join('; '))}; no evidence of a difference in the rest of ${what} over ${configurations}${brokenText(broken.length)}${askedText(comparison)}.`;
}

/** Twice the throughput is no merit where twice as much was asked for. */
function askedText({ changes }: Comparison): string {
  if (changes.length === 0) return '';
  const named = changes.slice(0, NAMED_CHANGES).map(({ path, base, candidate }) => `${path} ${candidate} for ${base}`);
  const more = changes.length > NAMED_CHANGES ? ` and ${changes.length - NAMED_CHANGES} more` : '';
  return `; what was asked differs: ${inWords(named)}${more}`;
}

function partText(finding: Finding, found: readonly Row[], all: number, name: (row: Row) => string): string {
  const overall = found.filter(({ pair }) => pair === undefined);
  const single = found.filter(({ pair }) => pair !== undefined);
  const texts: string[] = [];
  if (overall.length > 0) {
    texts.push(`overall ${inWords(overall.map((row) => `${row.metric.name} ${changeText(row)}`))}`);
  }
  if (single.length > 0) {
    const count = new Set(single.map(({ pair }) => pair)).size;
    const first = finding === 'better' ? single[single.length - 1]! : single[0]!;
    texts.push(`in ${count} of ${all}, most ${first.metric.name} of ${name(first)} ${changeText(first)}`);
  }
  return `${finding}: ${texts.join(', and ')}`;
}

export function nameOf({ pair }: Row, names: ReadonlyMap<object, string>): string {
  return pair === undefined ? 'all configurations' : (names.get(pair.candidate.configuration) ?? '');
}

/** `+5.1 % [+3.2, +7.0]`; shares in points. */
export function changeText({ metric, difference }: Row): string {
  const { scale, change, low, high } = difference;
  if (scale === 'plain' && !metric.isShare) {
    const ends =
      low === undefined || high === undefined ? '' : ` [${plain(metric.column, low)}, ${plain(metric.column, high)}]`;
    return `${plain(metric.column, change)}${ends}`;
  }
  const unit = scale === 'ratio' ? '%' : 'points';
  const ends = low === undefined || high === undefined ? '' : ` [${percent(low)}, ${percent(high)}]`;
  return `${percent(change)} ${unit}${ends}`;
}

function plain(column: string, value: number): string {
  return `${signOf(value)}${formatValue(column, Math.abs(value))}`;
}

/** Two digits behind the point below one, one below ten. */
export function percent(share: number): string {
  const value = Math.abs(share * 100);
  const digits = value < 1 ? 2 : value < 100 ? 1 : 0;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? '0' : `${signOf(share)}${text}`;
}

const signOf = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '');

function brokenText(count: number): string {
  return count === 0 ? '' : `; ${counted(count, 'configuration')} without figures, as a trial failed a check`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
