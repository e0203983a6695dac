/** Reads the tables of a result set, and writes figures as reports do. */
import { read } from 'vega';
import { protocolTitle } from './look.js';

/** Any CSV file of a result set: numbers as numbers, an empty cell as null. */
export function table(text) {
  return read(text, { type: 'csv', parse: 'auto' });
}

/** `summary.csv` or `trials.csv`: rows that have figures, with what charts name them by, and the spec as an object. */
export function configurations(text) {
  return table(text)
    .filter((row) => row.verdict === 'ok')
    .map((row) => ({
      ...row,
      protocol: protocolTitle(row.algorithm),
      sizes: `${row.q1}/${row.q2}`,
      place: row.topology || delayText(row.latency),
      spec: JSON.parse(row.spec),
    }));
}

/** Is the row part of this question of its sweep? */
export const inPanel = (name) => (row) => row.panels.split(' ').includes(name);

/** `normal:0.2136:0.0337` is the delay within one data centre. */
function delayText(latency) {
  return latency.startsWith('normal') ? 'one data centre' : `${latency.replaceAll(/(\d)(ms|us|s)\b/g, '$1 $2')} one way`;
}

/** Three digits: `93.3`, `1,940`, `0.00702`. */
export function figure(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? Math.round(value).toLocaleString('en-US') : String(rounded);
}

/** A time with the unit that suits it. */
export function time(ms) {
  if (ms === null || !Number.isFinite(ms)) return '–';
  if (ms === 0) return '0';
  if (ms >= 1000) return `${figure(ms / 1000)} s`;
  return ms < 1 ? `${figure(ms * 1000)} µs` : `${figure(ms)} ms`;
}

/** `93.3 ms [93.1, 93.5]`: the figure with its 95 % interval over seeds. */
export function timeWithInterval(row, column) {
  const [value, low, high] = [row[column], row[`${column}_low`], row[`${column}_high`]];
  if (low === null || low === undefined) return time(value);
  const [scale, unit] = value >= 1000 ? [0.001, 's'] : value < 1 ? [1000, 'µs'] : [1, 'ms'];
  return `${figure(value * scale)} ${unit} [${figure(low * scale)}, ${figure(high * scale)}]`;
}

export const percent = (share) => `${figure(share * 100)} %`;

/** Does one interval lie beyond the other? Only then there is evidence of a difference. */
export function apart(a, b, column) {
  return a[`${column}_high`] < b[`${column}_low`] || b[`${column}_high`] < a[`${column}_low`];
}

/** A table in Markdown. */
export function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
