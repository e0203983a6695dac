/** How a figure grows from one end of an axis to the other: with nodes, with distance, with patience. */
import { otherInWords, sliceOf, valueOn, valuesOn, type Axis } from '../axes.ts';
import type { Configuration, Figure } from '../configuration.ts';
import { formatFigure, inWords } from '../format.ts';
import { panelVarying } from '../panels.ts';
import { protocolTitle } from '../protocols.ts';
import type { ResultSet } from '../result-set.ts';
import { howMuch, overlap } from './compare.ts';
import type { Finding } from './finding.ts';

const MEDIAN = 'latency_p50_ms';

const quiet = ({ failureRatePerMin, spec }: Configuration): boolean =>
  failureRatePerMin === 0 && spec.faults.crashLeaderAtMs.length === 0;

/** From the fewest nodes to the most. */
export function growthWithNodes(set: ResultSet): Finding[] {
  const panel = panelVarying(set, 'nodes', 3, quiet);
  if (panel === undefined) return [];
  const { configurations, held } = sliceOf(panel.configurations, ['algorithm', 'nodes']);
  const [few, many] = ends(valuesOn('nodes', configurations).map(Number));
  return growth(configurations, 'nodes', [few, many], {
    topic: 'More nodes',
    head: `${held}, from ${few} ${few === 1 ? 'node' : 'nodes'} to ${many}`,
  });
}

/** From the shortest delay to the longest, where delays are all that the networks differ in. */
export function growthWithDistance(set: ResultSet): Finding[] {
  const panel = panelVarying(set, 'place', 3, (each) => quiet(each) && each.spec.network.delay?.type === 'constant');
  if (panel === undefined) return [];
  const { configurations, held } = sliceOf(panel.configurations, ['algorithm', 'place']);
  const [near, far] = ends(
    valuesOn('place', configurations)
      .map(String)
      .sort((a, b) => parseFloat(a) - parseFloat(b)),
  );
  return growth(configurations, 'place', [near, far], { topic: 'Distance', head: `${held}, from ${near} to ${far}` });
}

/** Until somebody leads again, by what the sweep varies beside protocol, quorums and network: mostly time-outs. */
export function failOverByPolicy(crashed: readonly Configuration[]): Finding[] {
  const { configurations: all, held } = sliceOf(crashed, ['algorithm', 'other', 'place']);
  const configurations = all.filter(({ algorithm }) => algorithm === all[0]!.algorithm);
  const values = valuesOn('other', configurations);
  if (values.length < 2) return [];
  return valuesOn('place', configurations).flatMap((place) => {
    const steps = configurations.flatMap((each) => {
      const figure = each.place === place ? each.figure('failover_mean_ms') : undefined;
      const own = inWords(otherInWords(valueOn('other', each), values));
      return figure === undefined ? [] : [`${formatFigure('failover_mean_ms', figure)} with ${own}`];
    });
    if (steps.length < 2) return [];
    const text = `${protocolTitle(configurations[0]!.algorithm)}, ${held}: nothing is committed for ${steps.join('; ')}.`;
    return [{ topic: `What decides it, ${String(place)}`, text }];
  });
}

function ends<T>(values: readonly T[]): [T, T] {
  return [values[0]!, values[values.length - 1]!];
}

/** Protocols that grow alike are named together. */
function growth(
  configurations: readonly Configuration[],
  axis: Axis,
  [from, to]: readonly [string | number, string | number],
  { topic, head }: { readonly topic: string; readonly head: string },
): Finding[] {
  const names = new Map<string, string[]>();
  for (const algorithm of valuesOn('algorithm', configurations).map(String)) {
    const own = configurations.filter((each) => each.algorithm === algorithm);
    const at = (value: string | number): Figure | undefined =>
      own.find((each) => valueOn(axis, each) === value)?.figure(MEDIAN);
    const [before, after] = [at(from), at(to)];
    if (before === undefined || after === undefined) continue;
    const text = `from ${formatFigure(MEDIAN, before)} to ${formatFigure(MEDIAN, after)}${
      overlap(before, after) === true ? ', no evidence of a difference' : howMuch(MEDIAN, after, before)
    }`;
    names.set(text, [...(names.get(text) ?? []), protocolTitle(algorithm)]);
  }
  if (names.size === 0) return [];
  const parts = [...names].map(([text, those]) => `of ${inWords(those)} ${text}`);
  return [{ topic, text: `${head.charAt(0).toUpperCase()}${head.slice(1)}: median latency ${parts.join('; ')}.` }];
}
