/**
 * Two result sets, configuration by configuration: paired where seeds match, as two samples elsewhere; every test corrected
 * for all the others. Start reading here.
 */
import type { Configuration } from '../report/configuration.ts';
import type { CheckedSet } from './checked-set.ts';
import { differenceOf, LEVEL, onScale, scaleOf, type Difference, type Samples, type Scale } from './difference.ts';
import { holmAdjusted } from './holm.ts';
import type { Metric } from './metrics.ts';
import { pairUp, type Pair, type Pairing } from './pairing.ts';
import { chooseSeeds, pooledFigure, samplesOf, type Chosen } from './samples.ts';
import { mean } from '../sweep/student.ts';

/** What is evident after the correction; `changed` where neither way is better. */
export type Finding = 'worse' | 'better' | 'changed' | 'no evidence';

export interface Row {
  readonly metric: Metric;
  /** `undefined`: over all configurations that have the figure. */
  readonly pair: Pair | undefined;
  readonly difference: Difference;
  /** p, corrected for all comparisons together; `undefined` where nothing can be tested. */
  readonly adjusted: number | undefined;
  readonly finding: Finding;
}

/** A pair of which one side has no figures, as a trial of it failed a check. */
export interface Broken {
  readonly pair: Pair;
  readonly base: string;
  readonly candidate: string;
  readonly reason: string;
}

export interface Comparison extends Pairing {
  readonly base: CheckedSet;
  readonly candidate: CheckedSet;
  readonly metrics: readonly Metric[];
  /** Worst first; those over all configurations before all others. */
  readonly rows: readonly Row[];
  readonly broken: readonly Broken[];
  readonly notes: readonly string[];
}

export function compareSets(base: CheckedSet, candidate: CheckedSet, metrics: readonly Metric[]): Comparison {
  const pairing = pairUp(base, candidate);
  const broken = pairing.pairs.flatMap(brokenOf);
  const sound = pairing.pairs.filter((pair) => !broken.some((each) => each.pair === pair));
  const drafts = metrics.flatMap((metric) => draftsOf(metric, sound, base, candidate));
  return {
    ...pairing,
    base,
    candidate,
    metrics,
    rows: judged(drafts).sort(worstFirst),
    broken,
    notes: [
      ...base.notes.map((note) => `base: ${note}`),
      ...candidate.notes.map((note) => `candidate: ${note}`),
      ...leftOutNotes(sound),
    ],
  };
}

type Draft = Omit<Row, 'adjusted' | 'finding'>;

/** The values of a configuration that was compared. */
interface Used {
  readonly samples: Samples;
  readonly chosen: Chosen;
}

function draftsOf(metric: Metric, pairs: readonly Pair[], base: CheckedSet, candidate: CheckedSet): Draft[] {
  const used: Used[] = [];
  const drafts = pairs.flatMap((pair): Draft[] => {
    const chosen = chooseSeeds(pair);
    const samples = samplesOf(metric, pair, chosen);
    if (samples === undefined) return [];
    const before = pooledFigure(metric, pair.base, chosen.base, base) ?? typical(samples.base);
    const after = pooledFigure(metric, pair.candidate, chosen.candidate, candidate) ?? typical(samples.candidate);
    if (before === undefined || after === undefined) return [];
    used.push({ samples, chosen });
    const name = `${pair.candidate.configuration.index}/${metric.column}`;
    return [{ metric, pair, difference: differenceOf(metric, samples, [before, after], name) }];
  });
  const overall = overallDifference(metric, used);
  return overall === undefined ? drafts : [{ metric, pair: undefined, difference: overall }, ...drafts];
}

/** Where no merged figure can be had. */
function typical(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : mean(values);
}

/**
 * The mean over all configurations, seed by seed: configurations of one seed met the same weather and are not independent of
 * each other, seeds are. `undefined` without two configurations that have the same seeds.
 */
function overallDifference(metric: Metric, all: readonly Used[]): Difference | undefined {
  const ratio = all.filter(({ samples }) => scaleOf(metric, samples) === 'ratio');
  const [scale, used] = metric.isShare ? (['plain', all] as const) : (['ratio', ratio] as const);
  const first = used[0];
  if (first === undefined || used.length < 2) return undefined;
  const { method } = first.chosen;
  if (used.some(({ chosen }) => chosen.method !== method)) return undefined;
  const [before, after] = [means(used, 'base', scale), means(used, 'candidate', scale)];
  if (Math.min(before.length, after.length) < 2) return undefined;
  const back = (value: number) => (scale === 'ratio' ? Math.exp(value) : value);
  const samples = { method, base: before.map(back), candidate: after.map(back) };
  return differenceOf(metric, samples, [back(mean(before)), back(mean(after))], `all/${metric.column}`);
}

/** Of each seed that all configurations have, the mean over the configurations. */
function means(used: readonly Used[], side: 'base' | 'candidate', scale: Scale): number[] {
  const seeds = used[0]!.chosen[side].filter((seed) => used.every(({ chosen }) => chosen[side].includes(seed)));
  const scaled = used.map(({ samples }) => onScale(scale, samples)[side]);
  return seeds.map((seed) => mean(used.map(({ chosen }, i) => scaled[i]![chosen[side].indexOf(seed)]!)));
}

/** Half of the error that is allowed goes to the few comparisons over all configurations, half to the many of one each. */
function judged(drafts: readonly Draft[]): Row[] {
  const tested = drafts.filter(({ difference }) => difference.p !== undefined);
  const overall = tested.filter(({ pair }) => pair === undefined).length;
  const weightOf = ({ pair }: Draft) => (pair === undefined ? 1 / overall : 1 / (tested.length - overall));
  const adjusted = holmAdjusted(tested.map((draft) => ({ p: draft.difference.p!, weight: weightOf(draft) })));
  const byDraft = new Map(tested.map((draft, i) => [draft, adjusted[i]!]));
  return drafts.map((draft) => {
    const p = byDraft.get(draft);
    return { ...draft, adjusted: p, finding: findingOf(draft, p) };
  });
}

function findingOf({ metric, difference }: Draft, adjusted: number | undefined): Finding {
  if (adjusted === undefined || adjusted > LEVEL) return 'no evidence';
  if (metric.worse === undefined) return 'changed';
  return difference.change > 0 === (metric.worse === 'higher') ? 'worse' : 'better';
}

const ORDER: Readonly<Record<Finding, number>> = { worse: 0, changed: 1, 'no evidence': 2, better: 3 };

function worstFirst(a: Row, b: Row): number {
  const overall = Number(a.pair !== undefined) - Number(b.pair !== undefined);
  return overall || ORDER[a.finding] - ORDER[b.finding] || badness(b) - badness(a);
}

/** How much worse, as a share of the base. */
export function badness({ metric, difference }: Row): number {
  const { scale, change, base } = difference;
  const relative = scale === 'ratio' || metric.isShare || base === 0 ? change : change / Math.abs(base);
  return metric.worse === undefined ? Math.abs(relative) : metric.worse === 'higher' ? relative : -relative;
}

function brokenOf(pair: Pair): Broken[] {
  const [base, candidate] = [pair.base.configuration, pair.candidate.configuration];
  if (base.verdict === 'ok' && candidate.verdict === 'ok') return [];
  const reason = candidate.verdict === 'ok' ? base.reason : candidate.reason;
  return [{ pair, base: base.verdict, candidate: candidate.verdict, reason }];
}

function leftOutNotes(pairs: readonly Pair[]): string[] {
  const leftOut = pairs.map((pair) => chooseSeeds(pair).leftOut).filter((count) => count > 0);
  if (leftOut.length === 0) return [];
  const trials = leftOut.reduce((sum, count) => sum + count, 0);
  return [
    `${trials} trials of ${leftOut.length} configurations have seeds that only one side has; they are left out, as the others are paired`,
  ];
}

/** Every configuration that was compared. */
export function comparedConfigurations({ rows }: Comparison): Configuration[] {
  return [...new Set(rows.flatMap(({ pair }) => (pair === undefined ? [] : [pair.candidate.configuration])))];
}
