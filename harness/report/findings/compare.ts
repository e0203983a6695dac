/** Compares configurations by one figure, in a sentence that claims no more than the intervals bear. */
import type { Configuration, Figure } from '../configuration.ts';
import { formatFigure, formatNumber, inWords } from '../format.ts';

/** A configuration under the name that it has in the sentence. */
export interface Named {
  readonly name: string;
  readonly configuration: Configuration;
}

export interface Question {
  /** Of a column of the summary. */
  readonly column: string;
  /** `p99 latency`. */
  readonly what: string;
  readonly better: 'lower' | 'higher';
  /** `shortest` rather than `lowest`. */
  readonly superlative?: string;
}

/** Do the intervals overlap, so that there is no evidence of a difference? `undefined` where one has no interval. */
export function overlap(a: Figure, b: Figure): boolean | undefined {
  if (a.low === undefined || a.high === undefined || b.low === undefined || b.high === undefined) return undefined;
  return a.low <= b.high && b.low <= a.high;
}

interface Entry extends Named {
  readonly figure: Figure;
}

/** Who is best, from whom nothing tells it apart, and by how much the others fall behind; `undefined` without two to compare. */
export function ranking(named: readonly Named[], question: Question): string | undefined {
  const { column, what, better, superlative = better === 'lower' ? 'lowest' : 'highest' } = question;
  const entries = named.flatMap(({ name, configuration }): Entry[] => {
    const figure = configuration.figure(column);
    return figure === undefined || configuration.verdict !== 'ok' ? [] : [{ name, configuration, figure }];
  });
  const sign = better === 'lower' ? 1 : -1;
  const [best, ...others] = entries.sort((a, b) => sign * (a.figure.value - b.figure.value));
  if (best === undefined || others.length === 0) return undefined;
  const equal = others.filter(({ figure }) => overlap(best.figure, figure) === true);
  const behind = others.filter((entry) => !equal.includes(entry));
  const parts = [`${best.name} has the ${superlative} ${what}, ${formatFigure(column, best.figure)}`];
  if (equal.length > 0) parts.push(`no evidence of a difference from ${grouped(equal, column)}`);
  if (behind.length > 0) parts.push(grouped(behind, column, (figure) => howMuch(column, figure, best.figure)));
  return `${parts.join('; ')}.`;
}

/** `A and B (1.2 ms [1.1, 1.3]) and C (…)`: those of one figure are named together. */
function grouped(entries: readonly Entry[], column: string, remark: (figure: Figure) => string = () => ''): string {
  const names = new Map<string, string[]>();
  for (const { name, figure } of entries) {
    const text = `(${formatFigure(column, figure)})${remark(figure)}`;
    names.set(text, [...(names.get(text) ?? []), name]);
  }
  return inWords([...names].map(([text, those]) => `${inWords(those)} ${text}`));
}

/** `, 8.3 times as much`, `, +12 %`, or points for what is a share; and a word of doubt where intervals are missing. */
export function howMuch(column: string, figure: Figure, best: Figure): string {
  const doubt = overlap(figure, best) === undefined ? ', one seed only' : '';
  if (column === 'availability') return `, ${formatNumber((best.value - figure.value) * 100)} points less${doubt}`;
  if (best.value === 0) return doubt;
  const ratio = figure.value / best.value;
  if (ratio >= 2) return `, ${Number(ratio.toPrecision(2))} times as much${doubt}`;
  return `, ${change(best.value, figure.value)}${doubt}`;
}

/** `+12 %`, `−3.4 %`. */
export function change(from: number, to: number): string {
  const percent = (to / from - 1) * 100;
  if (Math.abs(percent) < 0.05) return 'less than 0.1 % apart';
  return `${percent < 0 ? '−' : '+'}${Number(Math.abs(percent).toPrecision(2))} %`;
}
