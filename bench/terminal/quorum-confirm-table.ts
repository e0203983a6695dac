/** Predictions beside measurements, as a table: each figure with its residual, and a flag where they do not agree. */
import type { Confirmation, ConfirmedRow, Measure } from '../../harness/quorums/confirm.ts';
import { formatNumber } from './format.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

const TITLES: Readonly<Record<Measure, string>> = {
  commit_ms: 'commit, ms',
  client_ms: 'client, ms',
  messages: 'messages',
  no_commit: 'P(no commit)',
  no_election: 'P(no elect)',
};

export function renderConfirmation({ rows, crashRuns, operations, agrees }: Confirmation, style: Style): string {
  const measures = rows[0]?.residuals.map(({ measure }) => measure) ?? [];
  const head = [
    'quorums',
    'protocol',
    'leader',
    ...measures.flatMap((measure) => [TITLES[measure], 'measured', 'residual']),
  ];
  const body = rows.map((row) => [row.label, row.algorithm, String(row.leader), ...cellsOf(row, style)]);
  const numbers = head.map((_, i) => i).filter((i) => i > 1);
  const verdict = agrees ? style.good('all agree') : style.bad('! marks what does not agree');
  return [
    renderTable(head, body, style, numbers),
    '',
    `${verdict}, within simultaneous 99.9 % intervals (Bonferroni over the rows)`,
    `run with ${operations} operations per row in the world of the analysis: no cost of CPU and disk, no limit of bandwidth, no heartbeats`,
    ...(crashRuns === undefined
      ? []
      : [
          `P(no commit), P(no elect): measured is the share of ${hours(crashRuns.totalMs)} of virtual time with ${crashRuns.crashes.toLocaleString('en-US')} crashes and repairs of 1 s on average, which all rows share`,
        ]),
    'protocols with a leader only: the analysis has no prediction for one without',
  ].join('\n');
}

function hours(ms: number): string {
  return `${formatNumber(ms / 3_600_000)} hours`;
}

/** Below this a difference of times is the rounding of floating point. */
const ROUNDING = 1e-9;

function cellsOf({ residuals }: ConfirmedRow, style: Style): string[] {
  return residuals.flatMap(({ measure, predicted, measured, residual, agrees }) => {
    const rounded =
      (measure === 'commit_ms' || measure === 'client_ms') && Math.abs(residual) < ROUNDING ? 0 : residual;
    return [small(predicted), small(measured), agrees ? small(rounded) : style.bad(`! ${small(rounded)}`)];
  });
}

function small(value: number): string {
  return value === 0 || Math.abs(value) >= 0.001 ? formatNumber(value) : value.toExponential(1);
}
