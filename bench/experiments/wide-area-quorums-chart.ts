/** The picture of latency by region, simulated or in real time. */
import { points } from '../../harness/reproduce/published-chart.ts';
import { measuredPoint } from '../../harness/reproduce/trial-figures.ts';
import { FIVE_REGIONS } from './published/sigmod-2019.ts';
import { formulaMs, SYSTEMS } from './wide-area-set-up.ts';

/** @param meansMs by system and region; NaN where a run was void */
export function regionChart(meansMs: readonly (readonly number[])[]) {
  return points({
    name: 'wide-area-regions',
    title: 'Mean latency by region of the client at light load, ms',
    caption:
      'Formula: round trip to the leader in California plus its round trip to the last of the quorum, D_L + D_Q.',
    data: SYSTEMS.flatMap((system, i) =>
      FIVE_REGIONS.nodes.flatMap((region, j) => [
        { series: 'formula', system: system.title, region, ms: formulaMs(system, j) },
        ...measuredPoint({ system: system.title, region }, meansMs[i]![j]!),
      ]),
    ),
    x: { field: 'region', title: 'region of the client' },
    y: { field: 'ms', title: 'mean latency, ms', scale: { zero: true } },
    panel: 'system',
    columns: 2,
    height: 300,
  });
}
