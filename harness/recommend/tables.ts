/** The tables of a recommendation, as text in cells: for the terminal and for the page. */
import { formatNumber } from '../report/format.ts';
import type { Measure, Residual } from '../quorums/residual.ts';
import type { Confirmed } from './confirmed.ts';
import { meanOf, meanWithInterval } from './paired.ts';
import type { Recommendation } from './recommend.ts';
import { regretNote } from './regret.ts';
import { againstText, cellsOf, costText, shareText } from './sentences.ts';

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = '–';

/** The short list: predicted beside measured, and each against the choice. */
export function shortListTable({ confirmed, choice, against, objective, profile }: Recommendation): TextTable {
  const crashes = confirmed.some(({ measured }) => measured.unanswered.length > 0);
  const rows = confirmed.map((each) => {
    const { predicted } = each.candidate;
    const { measured } = each;
    const other = against.find((one) => one.confirmed === each);
    const verdict =
      each === choice
        ? 'the choice'
        : each.broke !== undefined
          ? `broke: ${each.broke}`
          : againstText(other!, objective);
    return [
      ...cellsOf(each.candidate),
      ms(predicted.meanMs),
      measuredMean(each),
      ms(predicted.p99Ms),
      measured.mergedP99Ms === undefined ? NONE : ms(measured.mergedP99Ms),
      ...(crashes ? [shareText(predicted.unanswered), unansweredText(measured.unanswered)] : []),
      verdict,
    ];
  });
  const unanswered = `not answered in ${formatNumber(profile.deadlineMs / 1000)} s`;
  return {
    head: [
      'protocol',
      'quorums',
      'leader',
      'mean, ms',
      'measured',
      'p99, ms',
      'measured',
      ...(crashes ? [unanswered, 'measured'] : []),
      `${objective.title}, against the choice`,
    ],
    rows,
  };
}

function measuredMean({ measured }: Confirmed): string {
  return measured.meanMs.length === 0 ? NONE : ms(meanOf(measured.meanMs));
}

function unansweredText(values: readonly number[]): string {
  const interval = meanWithInterval(values);
  if (interval === undefined) return NONE;
  if (interval.mean === 0) return '0';
  return interval.half === undefined
    ? shareText(interval.mean)
    : `${shareText(interval.mean)} ± ${shareText(interval.half)}`;
}

/** What the choice costs where an assumption was wrong. */
export function regretTable({ regrets, choice, objective }: Recommendation): TextTable {
  return {
    head: ['assumption', 'off by', 'truth', 'the choice has', 'the best has', 'regret', ''],
    rows: regrets.map((regret) => [
      regret.assumption,
      regret.factor < 1 ? `÷ ${formatNumber(1 / regret.factor)}` : `× ${regret.factor}`,
      regret.truth,
      costText(objective, regret.choiceCost),
      regret.bestCost === undefined ? NONE : costText(objective, regret.bestCost),
      regretText(regret.choiceCost, regret.bestCost),
      regretNote(regret, choice.candidate),
    ]),
  };
}

/** How much worse, relatively; what is better than the best breaks a constraint. */
export function regretText(choiceCost: number, bestCost: number | undefined): string {
  if (bestCost === undefined) return NONE;
  const ratio = regretShare(choiceCost, bestCost);
  if (ratio === 0) return 'none';
  if (ratio < 0) return 'breaks a constraint';
  return ratio >= 1 ? `x${formatNumber(ratio + 1)}` : `+${formatNumber(100 * ratio)} %`;
}

/** Relative to the best; 0 for what differs by rounding only. */
export function regretShare(choiceCost: number, bestCost: number): number {
  if (choiceCost === bestCost) return 0;
  const share = (choiceCost - bestCost) / bestCost;
  return Math.abs(share) < 1e-9 ? 0 : share;
}

/** For each that was run: whether and how soon it serves again, exact and measured. */
export function priceTable({ confirmed, lost }: Recommendation): TextTable {
  return {
    head: [
      'protocol',
      'quorums',
      'leader',
      'commit p50, ms',
      'measured',
      'commit p99, ms',
      'measured',
      'P(no commit)',
      'P(no election)',
      'elect, ms',
      'measured',
      'back without leader, ms',
      'measured',
      'with rivals too',
      'in runs with crashes',
      'capacity, /s',
    ],
    rows: confirmed.map((each) => {
      const { candidate, measured } = each;
      const { predicted } = candidate;
      const { residuals, summary } = lost.get(each)!;
      return [
        ...cellsOf(candidate),
        ms(predicted.commitP50Ms),
        measured.commitP50Ms === undefined ? NONE : ms(measured.commitP50Ms),
        ms(predicted.commitP99Ms),
        measured.commitP99Ms === undefined ? NONE : ms(measured.commitP99Ms),
        shareText(predicted.noCommit),
        shareText(predicted.noElection),
        predicted.electMs === Infinity ? 'never' : ms(predicted.electMs),
        lossText(residuals, 'elect_ms'),
        predicted.backMs === Infinity ? 'never' : ms(predicted.backMs),
        lossText(residuals, 'back_ms'),
        summary.backMs === undefined ? NONE : ms(summary.backMs),
        failoverText(measured.failoversMs),
        `${formatNumber(Math.floor(predicted.capacityPerS))} (${predicted.capacityLimit})`,
      ];
    }),
  };
}

function lossText(residuals: readonly Residual[], wanted: Measure): string {
  const found = residuals.find(({ measure }) => measure === wanted);
  if (found === undefined) return NONE;
  if (found.measured === Infinity) return 'never';
  const text = found.within > ROUNDING ? `${ms(found.measured)} ± ${ms(found.within)}` : ms(found.measured);
  return found.agrees ? text : `${text} (not as predicted)`;
}

/** Below this an interval is that of the clock of runs. */
const ROUNDING = 1e-4;

function failoverText(failovers: Confirmed['measured']['failoversMs']): string {
  const count = failovers.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return NONE;
  const mean = failovers.reduce((sum, each) => sum + each.count * each.meanMs, 0) / count;
  return `${ms(mean)} (of ${count})`;
}

function ms(value: number): string {
  return Number.isFinite(value) ? formatNumber(value) : 'no end';
}
