/** What the result set says to its question: sentences made from its figures, the first thing that a reader sees. */
import { sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatFigure, formatValue, inWords } from '../format.ts';
import { panelVarying } from '../panels.ts';
import { priceOf } from '../price.ts';
import { protocolTitle } from '../protocols.ts';
import type { Panel, ResultSet } from '../result-set.ts';
import { change, overlap, ranking, type Named } from './compare.ts';
import type { Finding } from './finding.ts';
import { failOverByPolicy, growthWithDistance, growthWithNodes } from './growth.ts';

/** In the order of the questions; a set that crashes every leader is asked about that first. */
export function findingsOf(set: ResultSet): Finding[] {
  const crash = leaderCrash(set);
  const quiet = [
    ...protocols(set),
    ...growthWithNodes(set),
    ...growthWithDistance(set),
    ...quorums(set),
    ...load(set),
    ...failures(set),
  ];
  return set.configurations.every(crashesLeader) ? [...crash, ...quiet] : [...quiet, ...crash];
}

const named = (configuration: Configuration): Named => ({
  name: protocolTitle(configuration.algorithm),
  configuration,
});

/** With its quorums, and whom it asks where that is not everybody. */
function fullName(configuration: Configuration): Named {
  const asked = configuration.thrifty ? ', only a quorum asked' : '';
  return { name: `${protocolTitle(configuration.algorithm)} ${configuration.quorums}${asked}`, configuration };
}

/** Protocol against protocol, all else equal, in each network. */
function protocols(set: ResultSet): Finding[] {
  const panel = panelVarying(set, 'algorithm', 2, ({ failureRatePerMin }) => failureRatePerMin === 0);
  if (panel === undefined) return [];
  const { configurations, held } = sliceOf(panel.configurations, ['algorithm', 'place']);
  return valuesOn('place', configurations).flatMap((place) => {
    const here = configurations.filter((each) => each.place === place).map(named);
    const text = ranking(here, { column: 'latency_p99_ms', what: 'p99 latency', better: 'lower' });
    return text === undefined ? [] : [{ topic: `Protocols, ${String(place)}`, text: `${sentence(held)}: ${text}` }];
  });
}

/** The smallest latency of commits that still leaves an election possible with a node down, and what it costs. */
function quorums(set: ResultSet): Finding[] {
  const condition = (each: Configuration) => each.figure('commit_mean_ms') !== undefined && !each.thrifty;
  const panel = panelVarying(set, 'quorums', 2, condition);
  if (panel === undefined) return [];
  const { configurations, held } = sliceOf(panel.configurations, ['algorithm', 'quorums', 'place']);
  const trades = configurations
    .filter((each) => each.isMajority)
    .flatMap((base) => {
      const others = configurations.filter(
        (each) =>
          each !== base &&
          each.algorithm === base.algorithm &&
          each.place === base.place &&
          priceOf(each.spec).electionSurvives > 0,
      );
      const best = lowest(others, 'commit_mean_ms');
      return best === undefined ? [] : [{ base, best, gain: commitMs(best) / commitMs(base) }];
    });
  const trade = trades.reduce<(typeof trades)[number] | undefined>(
    (a, b) => (a === undefined || b.gain < a.gain ? b : a),
    undefined,
  );
  if (trade === undefined) return [];
  return [{ topic: 'Quorums', text: tradeText(trade.base, trade.best, held) }];
}

function tradeText(base: Configuration, best: Configuration, held: string): string {
  const [was, is] = [base.figure('commit_mean_ms')!, best.figure('commit_mean_ms')!];
  const [dear, cheap] = [priceOf(base.spec), priceOf(best.spec)];
  const who = `${protocolTitle(base.algorithm)} with ${best.quorums} over ${best.place}, ${held},`;
  const price = `elections survive ${crashes(cheap.electionSurvives)} (${base.quorums}: ${dear.electionSurvives}), commits ${cheap.commitSurvives} (${dear.commitSurvives})`;
  const figures = `${formatFigure('commit_mean_ms', is)} on average against ${formatFigure('commit_mean_ms', was)} with ${base.quorums}`;
  const verdict = overlap(was, is) === false ? ` (${change(was.value, is.value)})` : ': no evidence of a difference';
  return `${who} commits in ${figures}${verdict}. The price: ${price}.`;
}

/** The most that each way of running carries. */
function load(set: ResultSet): Finding[] {
  const panel = panelVarying(set, 'load', 3);
  if (panel === undefined) return [];
  const { configurations, held } = sliceOf(panel.configurations, ['algorithm', 'load', 'quorums', 'thrifty']);
  const peaks = new Map<string, Configuration>();
  for (const each of configurations) {
    const key = fullName(each).name;
    const best = peaks.get(key);
    if (best === undefined || throughput(each) > throughput(best)) peaks.set(key, each);
  }
  const question = { column: 'throughput_per_s', what: 'throughput', better: 'higher' } as const;
  return [false, true].flatMap((thrifty) => {
    const some = [...peaks.values()].filter((each) => each.thrifty === thrifty).map(fullName);
    const text = ranking(
      some.map(({ name, configuration }) => ({ name: name.replace(', only a quorum asked', ''), configuration })),
      question,
    );
    const topic = thrifty ? 'Load, only a quorum asked' : 'Load, everybody asked';
    return text === undefined ? [] : [{ topic, text: `${sentence(held)}, at the best load of each: ${text}` }];
  });
}

/** Where failures are most frequent: the best and the worst. */
function failures(set: ResultSet): Finding[] {
  const panel = panelVarying(set, 'failures', 2);
  if (panel === undefined) return [];
  const rate = Math.max(...valuesOn('failures', panel.configurations).map(Number));
  const worst: Panel = {
    ...panel,
    configurations: panel.configurations.filter((each) => each.failureRatePerMin === rate),
  };
  const { configurations, held } = sliceOf(worst.configurations, ['algorithm', 'quorums', 'failures']);
  const majorities = configurations.filter((each) => each.isMajority).map(named);
  const text = ranking(majorities, { column: 'availability', what: 'availability with majorities', better: 'higher' });
  const least = lowest(configurations, 'availability');
  if (text === undefined || least === undefined) return [];
  const last = `Lowest of all quorums: ${fullName(least).name} (${formatFigure('availability', least.figure('availability'))}), ${outages(least)}.`;
  return [
    {
      topic: 'Failures',
      text: `${rate} crashes per node and minute, ${held}: ${text} ${outagesText(majorities)} ${last}`,
    },
  ];
}

/** Availability alone hides how the time without service was spread. */
function outages(configuration: Configuration): string {
  const total = configuration.figure('outage_total_ms');
  if (total === undefined || total.value === 0) return 'without an outage';
  const longest = formatFigure('outage_longest_ms', configuration.figure('outage_longest_ms'));
  const window = configuration.figure('window_ms');
  const of = window === undefined ? '' : ` of ${formatValue('window_ms', window.value)}`;
  return `${formatFigure('outage_total_ms', total)}${of} in outages, the longest ${longest}`;
}

function outagesText(majorities: readonly Named[]): string {
  const without = majorities.filter(({ configuration }) => !configuration.figure('outage_total_ms')?.value);
  if (without.length === majorities.length) return 'None of them had an outage.';
  return `Of these, ${inWords(majorities.map(({ name, configuration }) => `${name} was ${outages(configuration)}`))}.`;
}

const crashesLeader = ({ spec }: Configuration): boolean => spec.faults.crashLeaderAtMs.length > 0;

/** How long nothing was committed after the leader's crash, and what decides it. */
function leaderCrash({ configurations }: ResultSet): Finding[] {
  const crashed = configurations.filter((each) => each.verdict === 'ok' && crashesLeader(each));
  const majorities = sliceOf(crashed, ['algorithm']);
  const text = ranking(majorities.configurations.map(named), {
    column: 'failover_mean_ms',
    what: 'time from the crash to the next commit',
    better: 'lower',
    superlative: 'shortest',
  });
  const finding = { topic: 'Crash of the leader', text: `${sentence(majorities.held)}: ${text}` };
  return [...(text === undefined ? [] : [finding]), ...failOverByPolicy(crashed)];
}

function lowest(configurations: readonly Configuration[], column: string): Configuration | undefined {
  const value = (each: Configuration): number => each.figure(column)?.value ?? Infinity;
  return configurations.reduce<Configuration | undefined>(
    (best, each) => (value(each) < (best === undefined ? Infinity : value(best)) ? each : best),
    undefined,
  );
}

const commitMs = (each: Configuration): number => each.figure('commit_mean_ms')!.value;
const throughput = (each: Configuration): number => each.figure('throughput_per_s')?.value ?? 0;
const crashes = (count: number): string => `${count} crash${count === 1 ? '' : 'es'}`;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
