/**
 * The price of quorums: what a leader's commits cost with nodes down, and what it takes to lose the leader; predicted, and
 * measured beside it.
 */
import { Availability, type Failures } from '../../algorithms/quorum/availability.ts';
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { timeWithin, type CrashRuns } from './crash-run.ts';
import { lawOfChance, meanOfLaw, meanWithin } from './law.ts';
import { longestPauseMs, type Loss } from './leader-loss.ts';
import { residualOf, type Measure, type Residual } from './residual.ts';
import type { Succession } from './succession.ts';
import { quantileOf, stepsToQuorum, type Steps } from './waiting-time.ts';

/** What the runs that lost their leader showed beside the predicted. */
export interface LossSummary {
  readonly runs: number;
  /** Runs in which one node alone campaigned, and those of them that went otherwise than was predicted for that node. */
  readonly alone: number;
  readonly astray: number;
  /** Over all runs, those with rivals too, from the leader's last message: mean and longest; `undefined` if never. */
  readonly backMs: number | undefined;
  readonly longestMs: number | undefined;
  /** Runs that ended without a commit. */
  readonly unresolved: number;
}

const ROUNDING_MS = 5e-6;

/** Of one row: whether one node alone campaigned, and if so the time to elect and the time to the first commit. */
export function lossResiduals(
  { rivalry, elect, back }: Succession,
  losses: readonly Loss[],
  error: number,
): Residual[] {
  if (losses.length === 0) return [];
  const alone = losses.filter((loss) => loss.alone);
  const share = 1 - alone.length / losses.length;
  const measured = (measure: Measure, law: Succession['elect'], of: (loss: Loss) => number | undefined): Residual[] => {
    // What never happens does not happen with rivals either.
    const times = (law === undefined ? losses : alone).map((loss) => of(loss) ?? Infinity);
    if (times.length === 0) return [];
    const mean = times.reduce((a, b) => a + b, 0) / times.length;
    if (law === undefined) return [residualOf(measure, Infinity, mean, 0)];
    return [residualOf(measure, meanOfLaw(law), mean, meanWithin(law, times.length, error) + ROUNDING_MS)];
  };
  return [
    residualOf('rivalry', rivalry, share, meanWithin(lawOfChance(rivalry), losses.length, error)),
    ...measured('elect_ms', elect, ({ elected }) => elected?.afterMs),
    ...measured('back_ms', back, (loss) => loss.back?.sinceMessageMs),
  ];
}

/** @param lostCommitMs what a commit took the leader that was lost */
export function lossSummary(
  { electMs, commitMs }: Succession,
  losses: readonly Loss[],
  lostCommitMs: number,
): LossSummary {
  // What the old leader had under way is there to be committed; had it nothing, the next operation is awaited.
  const pauseMs = longestPauseMs(electMs.length);
  const waitMs = (lostCommitMs >= pauseMs ? 0 : pauseMs) + ROUNDING_MS;
  const isAstray = ({ first, elected, back }: Loss): boolean => {
    if (electMs[first] === Infinity) return elected !== undefined;
    if (elected?.node !== first || Math.abs(elected.afterMs - electMs[first]!) > ROUNDING_MS) return true;
    if (commitMs[first] === Infinity) return back !== undefined;
    const late = (back?.commitMs ?? Infinity) - commitMs[first]!;
    return late < -ROUNDING_MS || late > waitMs;
  };
  const alone = losses.filter((loss) => loss.alone);
  const backs = losses.flatMap(({ back }) => (back === undefined ? [] : [back.sinceMessageMs]));
  return {
    runs: losses.length,
    alone: alone.length,
    astray: alone.filter(isAstray).length,
    backMs: backs.length === 0 ? undefined : backs.reduce((a, b) => a + b, 0) / backs.length,
    longestMs: backs.length === 0 ? undefined : Math.max(...backs),
    unresolved: losses.length - backs.length,
  };
}

const QUANTILES = [
  ['commit_p50_ms', 0.5],
  ['commit_p99_ms', 0.99],
] as const;

/**
 * How long a leader takes to commit, given that it is up and has a quorum: distances of those up. Measured is how long each
 * set of nodes was up in the runs with crashes.
 */
export function commitQuantiles(
  { phase1, phase2 }: QuorumSystem,
  failures: Failures,
  leader: number,
  answers: readonly number[],
  runs: CrashRuns,
  error: number,
): Residual[] {
  const availability = new Availability([phase1.formula, phase2.formula], failures);
  const predicted = stepsToQuorum(availability, 1, leader, answers);
  const { steps: measured, totalMs } = measuredSteps(phase2, leader, answers, runs);
  // The share of the time above any bound: an average of what is 0 on average, at most 1 and never varies more than a coin.
  const off = (timeWithin(0.5, runs.relaxations, error) * runs.totalMs) / totalMs;
  return QUANTILES.map(([measure, q]) => {
    const value = quantileOf(predicted, q);
    const [low, high] = [quantileOf(predicted, Math.max(0, q - off)), quantileOf(predicted, Math.min(1, q + off))];
    return residualOf(measure, value, quantileOf(measured, q), Math.max(value - low, high - value));
  });
}

function measuredSteps(
  phase2: QuorumSystem['phase2'],
  leader: number,
  answers: readonly number[],
  { upMs }: CrashRuns,
): { steps: Steps; totalMs: number } {
  const timesMs: number[] = [];
  const weights: number[] = [];
  for (const [up, ms] of upMs) {
    if ((up & (1 << leader)) === 0) continue;
    const time = timeToQuorum(
      phase2.formula,
      answers.map((answer, node) => ((up & (1 << node)) === 0 ? Infinity : answer)),
    );
    if (time === Infinity) continue;
    timesMs.push(time);
    weights.push(ms);
  }
  const totalMs = weights.reduce((a, b) => a + b, 0);
  return { steps: { timesMs, chances: weights.map((ms) => ms / totalMs) }, totalMs };
}
