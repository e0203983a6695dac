/** The comparison of quorum systems as a table: each figure, and behind it what is lost against the best of its column. */
import type { ColumnSpec, Judged } from '../../harness/quorums/columns.ts';
import type { ComparedRow } from '../../harness/quorums/compare.ts';
import type { Comparison } from '../../harness/quorums/comparison.ts';
import { DASH, formatNumber } from './format.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

export function renderComparison({ rows, judged, refused }: Comparison, style: Style): string {
  const lines: string[] = [];
  if (rows.length > 0) {
    const withLeader = rows.some((row) => row.figures.leader !== undefined);
    const head = ['', 'quorums', 'for', 'q1', 'q2', ...(withLeader ? ['leader'] : []), ...judged.columns.map(titleOf)];
    const body = rows.map((row, i) => [
      judged.front[i] ? style.good('*') : '',
      row.label,
      protocolsOf(row),
      String(row.q1),
      String(row.q2),
      ...(withLeader ? [row.figures.leader === undefined ? DASH : String(row.figures.leader)] : []),
      ...judged.columns.map((spec) => cellOf(row, judged, spec, style)),
    ]);
    const numbers = head.map((_, i) => i).filter((i) => i > 2);
    lines.push(renderTable(head, body, style, numbers), '', legend(judged));
  }
  for (const { label, message } of refused) lines.push(`${style.bad('refused')} ${label}: ${message}`);
  return lines.join('\n');
}

function titleOf(spec: ColumnSpec): string {
  return spec.kind === 'ms' ? `${spec.title}, ms` : spec.title;
}

/** F Flexible Paxos, R Raft, P Paxos with any two quorums meeting. */
function protocolsOf(row: ComparedRow): string {
  return `F${row.raft ? 'R' : ''}${row.classic ? 'P' : ''}`;
}

function cellOf(row: ComparedRow, judged: Judged, spec: ColumnSpec, style: Style): string {
  const value = row.figures[spec.figure];
  if (value === undefined) return DASH;
  const best = judged.best.get(spec.name)!;
  const text = spec.kind === 'probability' ? probability(value) : formatNumber(value);
  return value === best ? style.bold(text) : `${text} ${style.dim(lossText(value, best, spec))}`;
}

function lossText(value: number, best: number, spec: ColumnSpec): string {
  if (spec.kind === 'count') return value > best ? `+${value - best}` : `-${best - value}`;
  if (spec.kind === 'probability') return best === 0 ? '>0' : `x${ratio(value / best)}`;
  return best === 0 ? `+${formatNumber(value)}` : `+${Math.round((100 * (value - best)) / best)}%`;
}

/** `37`, `2.0e4`. */
function ratio(value: number): string {
  return value < 1000 ? formatNumber(value) : value.toExponential(1).replace('+', '');
}

/** `3.1e-7`; `0` and `1` only for what is certain. */
function probability(value: number): string {
  if (value === 0 || value === 1) return String(value);
  return value >= 0.001 ? formatNumber(value) : value.toExponential(1);
}

function legend({ columns, objectives }: Judged): string {
  const aims = objectives.map((spec) => spec.title).join(', ');
  return [
    `* no other row is as good in all of: ${aims}`,
    'for: F Flexible Paxos (phase 1 meets phase 2), R Raft (elections meet as well), P classic Paxos (any two meet)',
    ...columns.map((spec) => `${spec.title}: ${spec.about}`),
  ].join('\n');
}
