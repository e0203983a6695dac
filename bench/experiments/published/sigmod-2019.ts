/**
 * Ailijiang, Charapko and Demirbas, Dissecting the Performance of Strongly-Consistent Replication Protocols, SIGMOD 2019, and
 * the models in the authors' repository (github.com/ailidani/paxi and its performance models).
 */
import type { Topology } from '../../../harness/sim/topology.ts';

/** Fig. 3: round trips within a region of AWS, ms. */
export const REGION_RTT = { mean: 0.4271, sd: 0.0476 };

/**
 * Costs of an m5.large behind their Figures 8 and 10, ms, from the two rates at which these saturate: R_max = 9083/s for nine
 * nodes and 15790/s for five give N t_i + 2 t_o (§3) as 0.01169 N + 0.00487.
 */
export const M5_LARGE = { inMs: 0.01169, outMs: 0.002435 };

/** Rates at which a leader saturates, rounds per second: Figures 8 and 10, and for 3 nodes by the line through them. */
export const MOST_ROUNDS = [
  { nodes: 3, perS: 25_040 },
  { nodes: 5, perS: 15_790 },
  { nodes: 9, perS: 9083 },
];

/** Fig. 8, Multi-Paxos, nine nodes in one region, modelled: rate per second and mean latency in ms, read off the markers. */
export const FIGURE_8 = [
  { perS: 500, ms: 0.449 },
  { perS: 2000, ms: 0.461 },
  { perS: 3500, ms: 0.481 },
  { perS: 5000, ms: 0.514 },
  { perS: 6500, ms: 0.584 },
  { perS: 7000, ms: 0.632 },
  { perS: 7500, ms: 0.707 },
  { perS: 8000, ms: 0.852 },
  { perS: 8500, ms: 1.248 },
  { perS: 8700, ms: 1.697 },
  { perS: 8900, ms: 3.128 },
  { perS: 9000, ms: 6.44 },
];

/** Fig. 9, measured with Paxi on nine nodes: the last points, operations per second. */
export const FIGURE_9 = { paxos: 8156, flexiblePaxos: 8510 };

/** Gain of |q2| = 3 over majorities of nine at light load, ms, in the text. */
export const FLEXIBLE_GAIN_MS = 0.03;

/** Round trips of `params/mu_net_remote.csv` in the order of `sim_graph_wan.py`, ms. */
export const FIVE_REGIONS: Topology = {
  id: 'sigmod19-wan',
  source: 'Ailijiang, Charapko and Demirbas 2019, params/mu_net_remote.csv of their performance models',
  nodes: ['virginia', 'oregon', 'california', 'ireland', 'japan'],
  rttMs: [
    [0, 86, 65, 80, 156],
    [86, 0, 28, 154, 131],
    [65, 28, 0, 137, 115],
    [80, 154, 137, 0, 218],
    [156, 131, 115, 218, 0],
  ],
};

/** Region of the leader. */
export const CALIFORNIA = 2;

/** Means over clients in all regions by their formula, D_L + D_Q, and the plateaus of Fig. 10; ms. */
export const WIDE_AREA = {
  multiPaxos: { formula: 134.1, figure10: 143.5 },
  flexiblePaxos: { formula: 97.1, figure10: 106.5 },
  difference: 37,
};
