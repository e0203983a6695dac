/** All charts, in the order of the report. To add one, write its file and list it here. */
import { cost } from './cost.ts';
import type { ChartMaker } from './chart.ts';
import { failureRate } from './failure-rate.ts';
import { latencyPercentiles } from './latency-percentiles.ts';
import { leaderCrash } from './leader-crash.ts';
import { nodeCount } from './node-count.ts';
import { quorumPrice } from './quorum-price.ts';
import { throughputLatency } from './throughput-latency.ts';
import { timeSplit } from './time-split.ts';

export const chartMakers: readonly ChartMaker[] = [
  quorumPrice,
  nodeCount,
  latencyPercentiles,
  throughputLatency,
  failureRate,
  leaderCrash,
  timeSplit,
  cost,
];
