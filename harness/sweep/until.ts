/**
 * Repeats until an interval is narrow enough: more seeds for each configuration whose figure is not yet known to within so much.
 * What is asked, and so which trials there are, follows from the sweep alone: the bytes are those of any other run of it.
 *
 * The rule looks at 5, 8, 12, 18, 27 … seeds, each time with Student's interval of those seen. To stop when seeds agree favours
 * those that agree by chance: of what ends so, an interval of 95 % covers the truth 92 to 95 times in 100 (normal noise,
 * 8,000 repetitions), and a configuration that is at `mostSeeds` without having reached its aim is told.
 */
import { metricNamed, type Metric } from '../compare/metrics.ts';
import { trialId } from '../trial/canonical.ts';
import { UserError } from '../user-error.ts';
import type { Journal } from './journal.ts';
import { specOf, type Configuration, type Plan } from './plan.ts';
import { summaryRow } from './summary.ts';
import type { Sweep } from './sweep-spec.ts';

export interface Until {
  readonly metric: Metric;
  /** Half of the interval as a share of the value; of a share, in points. */
  readonly within: number;
  /** No configuration gets more. */
  readonly mostSeeds: number;
}

const LEAST_SEEDS = 5;
const GROWTH = 1.5;
const DEFAULT_MOST_SEEDS = 50;

const FORM = /^\s*([A-Za-z][\w.-]*)\s*(?:±|\+-|\+\/-)\s*(\d+(?:\.\d+)?)\s*%\s*$/;

/** The stopping rule of a sweep; `undefined` if it has none. @throws UserError */
export function untilOf({ until, mostSeeds = DEFAULT_MOST_SEEDS }: Sweep): Until | undefined {
  if (until === undefined) return undefined;
  const [, name, percent] = FORM.exec(until) ?? [];
  if (name === undefined || !(Number(percent) > 0)) {
    throw new UserError(`until '${until}' is no aim; write a figure and half of its interval, such as 'p99 ±3%'`);
  }
  return { metric: metricNamed(name), within: Number(percent) / 100, mostSeeds };
}

/** The plan with more seeds where they are wanted; `undefined` if none is. All trials of `plan` have been run. */
export function extendedPlan(plan: Plan, journal: Journal, until: Until): Plan | undefined {
  let grown = false;
  for (const configuration of plan.configurations) {
    const { trials } = configuration;
    if (trials.some(({ id }) => !journal.has(id)) || hasReached(configuration, journal, until)) continue;
    const wanted = Math.min(until.mostSeeds, Math.max(LEAST_SEEDS, Math.ceil(trials.length * GROWTH)));
    while (trials.length < wanted) addSeed(configuration);
    grown = true;
  }
  return grown ? { ...plan, trials: plan.configurations.flatMap(({ trials }) => trials) } : undefined;
}

/** Is there nothing more to be had? */
function hasReached(configuration: Configuration, journal: Journal, until: Until): boolean {
  const { trials } = configuration;
  if (trials.length >= until.mostSeeds) return true;
  const outcomes = trials.map(({ id }) => journal.read(id));
  // More seeds give no figures to a configuration that breaks a rule.
  if (outcomes.some(({ verdict }) => verdict !== 'ok')) return true;
  return trials.length >= LEAST_SEEDS && isWithin(summaryRow(specOf(trials[0]!), outcomes, []), until);
}

/** @param row of the summary, by columns */
function isWithin(row: Readonly<Record<string, unknown>>, { metric, within }: Until): boolean {
  const [value, low, high] = ['', '_low', '_high'].map((end) => row[`${metric.column}${end}`]);
  if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number') return false;
  const half = Math.max(value - low, high - value);
  return half <= (metric.isShare ? within : within * Math.abs(value));
}

/** Configurations of a finished result set that are not where the rule wants them. */
export function unreachedBy<T extends Figures>(configurations: readonly T[], until: Until): T[] {
  const { column } = until.metric;
  return configurations.filter((each) => {
    const figure = each.figure(column);
    return !isWithin(
      { [column]: figure?.value, [`${column}_low`]: figure?.low, [`${column}_high`]: figure?.high },
      until,
    );
  });
}

/** What has figures with intervals, by column. */
interface Figures {
  figure(
    column: string,
  ): { readonly value: number; readonly low: number | undefined; readonly high: number | undefined } | undefined;
}

function addSeed(configuration: Configuration): void {
  const { trials } = configuration;
  const seed = Math.max(...trials.map((trial) => trial.seed)) + 1;
  trials.push({ id: trialId({ ...specOf(trials[0]!), seed }), seed, configuration });
}

/** Ids of all trials that the rule may come to ask for, for telling them from those of another sweep. */
export function possibleIds({ configurations }: Plan, { mostSeeds }: Until): Set<string> {
  const ids = new Set<string>();
  for (const { trials } of configurations) {
    const spec = specOf(trials[0]!);
    const first = Math.max(...trials.map(({ seed }) => seed)) + 1;
    for (const { id } of trials) ids.add(id);
    for (let i = trials.length; i < mostSeeds; i++) ids.add(trialId({ ...spec, seed: first + i - trials.length }));
  }
  return ids;
}
