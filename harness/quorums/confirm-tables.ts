/** A confirmed comparison as tables of text, for the terminal and for the page: what commits take, and the price of it. */
import { DASH, formatNumber } from '../report/format.ts';
import type { Confirmation, ConfirmedRow } from './confirm.ts';
import type { Measure, Residual } from './residual.ts';

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What begins with this does not agree with its prediction. */
export const OFF = '! ';

const TITLES: Readonly<Record<Measure, string>> = {
  commit_ms: 'commit, ms',
  client_ms: 'client, ms',
  messages: 'messages',
  no_commit: 'P(no commit)',
  no_election: 'P(no elect)',
  commit_p50_ms: 'p50, ms',
  commit_p99_ms: 'p99, ms',
  rivalry: 'P(rivals)',
  elect_ms: 'elect, ms',
  back_ms: 'back, ms',
};

/** With everybody up: predicted, measured, and the difference. */
export function commitTable({ rows }: Confirmation): TextTable {
  const measures = measuresOf(rows, ['commit_ms', 'client_ms', 'messages']);
  return {
    head: [
      'quorums',
      'protocol',
      'leader',
      ...measures.flatMap((measure) => [TITLES[measure], 'measured', 'residual']),
    ],
    rows: rows.map((row) => [
      ...namesOf(row),
      ...measures.flatMap((measure) => {
        const found = residualNamed(row, measure);
        return found === undefined ? [DASH, DASH, DASH] : [small(found.predicted), small(found.measured), offBy(found)];
      }),
    ]),
  };
}

/** Gain and price side by side. */
export interface PriceRows {
  /** Each has a prediction and a measurement. */
  readonly compared: readonly string[];
  /** Each is measured only. */
  readonly measured: readonly string[];
  readonly rows: readonly {
    readonly row: ConfirmedRow;
    /** Measured with how far a true prediction may lie from it. */
    readonly compared: readonly (readonly [predicted: string, measured: string])[];
    readonly measured: readonly string[];
  }[];
}

export function priceRows({ rows }: Confirmation): PriceRows {
  const measures = measuresOf(rows, [
    'commit_p50_ms',
    'commit_p99_ms',
    'no_commit',
    'no_election',
    'elect_ms',
    'back_ms',
    'rivalry',
  ]);
  return {
    compared: measures.map((measure) => TITLES[measure]),
    measured: ['back in all runs, ms', 'longest, ms'],
    rows: rows.map((row) => ({
      row,
      compared: measures.map((measure): [string, string] => {
        const found = residualNamed(row, measure);
        return found === undefined ? [DASH, DASH] : [small(found.predicted), measuredText(found)];
      }),
      measured: [row.loss.backMs, row.loss.longestMs].map((ms) =>
        ms === undefined ? neverText(row) : formatNumber(ms),
      ),
    })),
  };
}

export function priceTable(confirmation: Confirmation): TextTable {
  const { compared, measured, rows } = priceRows(confirmation);
  return {
    head: ['quorums', 'protocol', 'leader', ...compared.flatMap((title) => [title, 'measured']), ...measured],
    rows: rows.map((each) => [...namesOf(each.row), ...each.compared.flat(), ...each.measured]),
  };
}

/** Those of them that some row has. */
function measuresOf(rows: readonly ConfirmedRow[], wanted: readonly Measure[]): Measure[] {
  return wanted.filter((measure) => rows.some((row) => residualNamed(row, measure) !== undefined));
}

function residualNamed({ residuals }: ConfirmedRow, wanted: Measure): Residual | undefined {
  return residuals.find(({ measure }) => measure === wanted);
}

function namesOf({ label, algorithm, leader }: ConfirmedRow): string[] {
  return [label, algorithm, String(leader)];
}

function neverText({ loss }: ConfirmedRow): string {
  return loss.runs === 0 ? DASH : 'never';
}

/** Below this a difference of times is the rounding of floating point. */
const ROUNDING = 1e-9;

function offBy({ residual, agrees }: Residual): string {
  const text = small(Math.abs(residual) < ROUNDING ? 0 : residual);
  return agrees ? text : `${OFF}${text}`;
}

function measuredText({ measured, within, agrees }: Residual): string {
  const text = within > ROUNDING && measured < Infinity ? `${small(measured)} ± ${small(within)}` : small(measured);
  return agrees ? text : `${OFF}${text}`;
}

function small(value: number): string {
  if (value === Infinity) return 'never';
  return value === 0 || Math.abs(value) >= 0.001 ? formatNumber(value) : value.toExponential(1);
}

/** How it was run, and how to read it, in sentences. */
export function confirmationNotes({ rows, crashRuns, operations, patience, agrees }: Confirmation): string[] {
  const astray = rows.reduce((sum, { loss }) => sum + loss.astray, 0);
  const runs = Math.max(...rows.map(({ loss }) => loss.runs));
  const rivals = rows.some((row) => residualNamed(row, 'rivalry') !== undefined);
  return [
    agrees
      ? 'all agree, within simultaneous 99.9 % intervals (Bonferroni over the rows)'
      : `${OFF}marks what does not agree within simultaneous 99.9 % intervals (Bonferroni over the rows)`,
    `commit, client, messages: ${operations} operations per row in the world of the analysis: no cost of CPU and disk, no limit of bandwidth, nobody down`,
    ...(crashRuns === undefined
      ? []
      : [
          `P(no commit), P(no elect): measured is the share of ${formatNumber(crashRuns.totalMs / 3_600_000)} hours of virtual time with ${crashRuns.crashes.toLocaleString('en-US')} crashes and repairs of 1 s on average, which all rows share; p50, p99: of a commit by this leader with whoever is up in them, given that it and a quorum are`,
        ]),
    ...(rivals
      ? [
          `elect, back: ${runs} runs per row crash the leader for good; elect is from the campaign to the election, back from the leader's last message to the first commit after it, with election time-outs of ${patience.electionMs.join(' to ')} ms and heartbeats every ${patience.heartbeatMs} ms`,
          `both are exact where one node alone campaigns, and compared there (${astray === 0 ? 'each such run took the time predicted for its winner' : `${OFF}${astray} such runs took another time than predicted for their winner`}); P(rivals): another one campaigns before it has heard of the first; what protocols make of that is measured, not predicted, and stands under back in all runs`,
        ]
      : []),
    'protocols with a leader only: the analysis has no prediction for one without',
  ];
}
