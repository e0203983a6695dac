/** Latencies of a configuration from the histograms of its trials, decoded when a chart asks for them and not before. */
import { LatencyHistogram } from '../record/latency-histogram.ts';
import type { Configuration } from './configuration.ts';
import { counted } from './format.ts';
import { few } from './read-rows.ts';
import type { ResultSet } from './result-set.ts';

/** Trials whose histogram cannot be decoded, with the reason. */
export type Damaged = Map<string, string>;

/**
 * All seeds in one histogram; an empty one where a trial has none, or one that is damaged: percentiles of some seeds would be
 * taken for those of all.
 * @param regime `steady`, `outage`, `recovery` or `all`
 * @param damaged what cannot be decoded is added
 */
export function mergedHistogram(
  { trialIds }: Configuration,
  { histograms }: ResultSet,
  regime: string,
  damaged: Damaged,
): LatencyHistogram {
  const sum = new LatencyHistogram();
  for (const id of trialIds) {
    const row = histograms.get(id)?.find((each) => each['operation'] === 'any' && each['regime'] === regime);
    // A trial without an outage has no row for outages.
    if (row === undefined && regime !== 'all') continue;
    if (row === undefined) return new LatencyHistogram();
    const [count, min, max, total] = ['count', 'min_ms', 'max_ms', 'sum_ms'].map((name) => Number(row[name]));
    try {
      sum.add(LatencyHistogram.decode(row['hdr'] ?? '', count!, min!, max!, total!));
    } catch (error) {
      damaged.set(id, error instanceof Error ? error.message : String(error));
      return new LatencyHistogram();
    }
  }
  return sum;
}

/** @param lost what the report lacks for it. @returns a sentence, or none if nothing is damaged */
export function damagedNotes(damaged: Damaged, lost: string): string[] {
  if (damaged.size === 0) return [];
  const [reason] = damaged.values();
  const whose = damaged.size === 1 ? 'the histogram of trial' : `the histograms of ${counted(damaged.size, 'trial')},`;
  const verb = damaged.size === 1 ? 'is' : 'are';
  return [
    `${whose} ${few([...damaged.keys()])} ${verb} damaged (${reason}); ${lost} of their configurations are left out`,
  ];
}
