/** All charts, in the order of the report. To add one, write its file and list it here. */
import { cost } from './cost.ts';
import { crossover } from './crossover.ts';
import type { ChartMaker } from './chart.ts';
import { distance } from './distance.ts';
import { failOver } from './fail-over.ts';
import { failureRate } from './failure-rate.ts';
import { latencyPercentiles } from './latency-percentiles.ts';
import { leaderCrash } from './leader-crash.ts';
import { nodeCount } from './node-count.ts';
import { pareto } from './pareto.ts';
import { quorumMap } from './quorum-map.ts';
import { quorumPrice } from './quorum-price.ts';
import { regimes } from './regimes.ts';
import { stragglers } from './stragglers.ts';
import { throughputLatency } from './throughput-latency.ts';
import { timeSplit } from './time-split.ts';

export const chartMakers: readonly ChartMaker[] = [
  quorumPrice,
  failOver,
  nodeCount,
  distance,
  quorumMap,
  latencyPercentiles,
  throughputLatency,
  pareto,
  failureRate,
  regimes,
  leaderCrash,
  crossover,
  timeSplit,
  stragglers,
  cost,
];
