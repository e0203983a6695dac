/** The summary of a sweep on the screen: each configuration where they are few, else a range per panel and algorithm. */
import type { Row } from '../harness/trial/outcome.ts';
import { DASH, formatMs, formatNumber, formatShare } from './terminal/format.ts';
import type { Style } from './terminal/style.ts';
import { renderTable } from './terminal/table.ts';

const MOST_ROWS = 30;

interface Figure {
  readonly title: string;
  readonly column: string;
  readonly format: (value: number | null) => string;
}

const figures: readonly Figure[] = [
  { title: 'throughput /s', column: 'throughput_per_s', format: formatNumber },
  { title: 'p50', column: 'latency_p50_ms', format: formatMs },
  { title: 'p99', column: 'latency_p99_ms', format: formatMs },
  { title: 'availability', column: 'availability', format: formatShare },
  { title: 'in outages', column: 'outage_total_ms', format: formatMs },
  { title: 'messages /op', column: 'messages_per_op', format: formatNumber },
];

/** @param rows of `summary.csv`. @returns lines of text, without the end of the last */
export function renderSweepTable(rows: readonly Row[], style: Style): string {
  return rows.length <= MOST_ROWS ? everyRow(rows, style) : ranges(rows, style);
}

const inputs = ['algorithm', 'nodes', 'quorums', 'thrifty', 'topology', 'latency', 'loss'];
const moreInputs = ['failure_rate_per_min', 'clients', 'rate_per_s'];

function everyRow(rows: readonly Row[], style: Style): string {
  // What is the same in all rows says nothing.
  const varying = [...inputs, ...moreInputs].filter((name) => new Set(rows.map((row) => row[name])).size > 1);
  const columns = varying.length === 0 ? ['algorithm'] : varying;
  const body = rows.map((row) => [...columns.map((name) => text(row, name)), ...figureCells(row)]);
  const head = [
    ...columns.map((name) => name.replace('_per_min', ' /min').replace('_per_s', ' /s').replaceAll('_', ' ')),
  ];
  const all = [...head, ...figures.map(({ title }) => title)];
  return renderTable(all, body, style, all.map((_, i) => i).slice(columns.length));
}

function text(row: Row, name: string): string {
  const cell = row[name];
  return cell === null || cell === undefined ? DASH : String(cell);
}

function figureCells(row: Row): string[] {
  if (row['verdict'] !== 'ok') return [String(row['verdict']), ...figures.slice(1).map(() => DASH)];
  return figures.map(({ column, format }) => format(number(row, column)));
}

function ranges(rows: readonly Row[], style: Style): string {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    for (const panel of text(row, 'panels').split(' ')) {
      const key = JSON.stringify([panel, text(row, 'algorithm')]);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
  }
  const body = [...groups].map(([key, group]) => [
    ...(JSON.parse(key) as string[]),
    String(group.length),
    ...figures.map(({ column, format }) => range(group, column, format)),
  ]);
  const head = ['panel', 'algorithm', 'configurations', ...figures.map(({ title }) => title)];
  return renderTable(head, body, style, head.map((_, i) => i).slice(2));
}

function range(rows: readonly Row[], column: string, format: Figure['format']): string {
  const values = rows.map((row) => number(row, column)).filter((value) => value !== null);
  if (values.length === 0) return DASH;
  const [least, most] = [format(Math.min(...values)), format(Math.max(...values))];
  return least === most ? least : `${least} … ${most}`;
}

function number(row: Row, column: string): number | null {
  const cell = row[column];
  return typeof cell === 'number' ? cell : null;
}
