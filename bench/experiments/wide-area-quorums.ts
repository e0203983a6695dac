/** What a smaller phase-2 quorum saves over five regions: the distance between the second and the third nearest. */
import { plusMinus, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { withPrediction, type Sampled } from '../../harness/reproduce/prediction.ts';
import { lines } from '../../harness/reproduce/published-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { meanFigure } from '../../harness/reproduce/trial-figures.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { serviceMs, waitMs } from '../models/leader-round.ts';
import { CALIFORNIA, FIVE_REGIONS, M5_LARGE, WIDE_AREA } from './published/sigmod-2019.ts';
import { liveWideAreaQuorums } from './wide-area-quorums-live.ts';
import { regionChart } from './wide-area-quorums-chart.ts';
import {
  formulaMs,
  HALF_MS,
  inputOf,
  LIGHT,
  meanFormulaMs,
  NODES,
  SMALL,
  SYSTEMS,
  type System,
} from './wide-area-set-up.ts';

/** Operations per second, up to 79 % of what the leader's CPU allows. */
const RATES = [LIGHT, 2500, 5000, 7500, 10_000, 12_500];
const SEEDS = 3;
export const wideAreaQuorums: PublishedExperiment = {
  name: 'wide-area-quorums',
  question: 'What does a phase-2 quorum of two save over five regions?',
  source:
    'Ailijiang, Charapko and Demirbas, Dissecting the Performance of Strongly-Consistent Replication Protocols, SIGMOD 2019, Fig. 10 and the formula of its model; round trips and costs from the authors’ performance models',
  setup: [
    'Five replicas in Virginia, Oregon, California, Ireland and Japan; the leader in California; all followers are asked. Round trips are constant here; there they vary by 2 ms.',
    'Poisson arrivals, in turn from clients of all regions, 0.427 ms from their replica.',
    'The leader is a queue: 11.69 µs per message received and 2.435 µs per serialisation sent, a broadcast counted once, which is where Figures 8 and 10 saturate. Bandwidth is part of these; disks take no time. Followers take no time, as in the model.',
  ],
  expected:
    'Both curves are flat up to the saturation of the leader, which no quorum moves, and 37 ms apart: the leader’s round trip to the second follower less that to the first.',
  errata: [
    'Fig. 10 has its plateaus at 143.5 and 106.5 ms, 9.4 ms above the paper’s own formula (134.1 and 97.1): the model’s script for wide areas adds a service time in seconds where it needs one in milliseconds for four of the five regions, 4/5 × 11.69. The difference between the two is not touched by it.',
    'Table 2 of the paper takes µ for a service time, Table 1 for a service rate, and λ in it for the time between arrivals. Here W = s ρ / (2 (1 - ρ)).',
  ],
  run: async (lab): Promise<Findings> => {
    const found = await Promise.all(SYSTEMS.map((system) => measure(lab, system)));
    const [multiPaxos, flexible] = found.map(({ byRate }) => byRate[0]!.mean) as [number, number];
    return {
      gates: [
        ...SYSTEMS.flatMap((system, i) => meanGates(system, found[i]!)),
        withPrediction(plusMinus('difference of the means, ms', multiPaxos - flexible, WIDE_AREA.difference, HALF_MS), {
          value: meanFormulaMs(SYSTEMS[0]!) - meanFormulaMs(SYSTEMS[1]!),
          // Both meet the same arrivals, so that what chance does to one it does to the other.
          samplingError: 0,
          model: 'D_Q - D_Q',
          assumption: 'what the leader does for a round takes no time that depends on the quorum.',
        }),
        ...SYSTEMS.flatMap((system, i) => regionGates(system, found[i]!)),
        ...SYSTEMS.flatMap((system, i) => loadGates(system, found[i]!)),
      ],
      charts: [loadChart(found), regionChart(found.map(({ byRegion }) => byRegion.map(({ mean }) => mean)))],
    };
  },
  live: liveWideAreaQuorums,
};

interface Found {
  /** Mean latency, ms, by rate and by region of the client. */
  readonly byRate: readonly Sampled[];
  readonly byRegion: readonly Sampled[];
}

async function measure(lab: Lab, system: System): Promise<Found> {
  const seeds = lab.seeds('wide-area-quorums', SEEDS);
  const rates = RATES.flatMap((rate) => seeds.map((seed) => specOf(system, rate, 'all', seed)));
  const regions = FIVE_REGIONS.nodes.flatMap((_, region) => seeds.map((seed) => specOf(system, LIGHT, [region], seed)));
  const outcomes = await lab.measure('trial', [...rates, ...regions]);
  const means = Array.from({ length: outcomes.length / SEEDS }, (_, i) =>
    meanFigure(outcomes.slice(i * SEEDS, (i + 1) * SEEDS), 'latency_mean_ms'),
  );
  return { byRate: means.slice(0, RATES.length), byRegion: means.slice(RATES.length) };
}

function specOf(system: System, ratePerS: number, at: 'all' | number[], seed: number): TrialSpec {
  return resolveSpec({
    ...inputOf(system, ratePerS, at, seed),
    costs: {
      cpuInMs: M5_LARGE.inMs,
      cpuOutMs: M5_LARGE.outMs,
      applyMs: 0,
      fsync: { type: 'constant', value: 0 },
      // Only the leader is a queue.
      cpuFactors: FIVE_REGIONS.nodes.map((_, node) => (node === CALIFORNIA ? 1 : 0)),
    },
  });
}

/** w + µ + D_L + D_Q. */
function predictedMs(roundTripsMs: number, rate: number): number {
  return waitMs(M5_LARGE, NODES, rate) + serviceMs(M5_LARGE, NODES) + roundTripsMs;
}

const MODEL = 'w + µ + D_L + D_Q';
const ASSUMPTION =
  'a round is one job of the length of all its messages. In truth a commit does not wait for the answers that come after its quorum, which is most of the difference over regions.';

function meanGates(system: System, { byRate }: Found): Gate[] {
  const [light] = byRate;
  const published = WIDE_AREA[system.key];
  const name = `${system.title}: mean latency, ms`;
  return [
    withPrediction(withinShare(name, light!.mean, published.formula, SMALL), {
      value: predictedMs(meanFormulaMs(system), LIGHT),
      samplingError: light!.error,
      model: MODEL,
      assumption: ASSUMPTION,
    }),
    reported(`${name}, beside the plateau of Fig. 10 (see errata)`, light!.mean, published.figure10),
  ];
}

function regionGates(system: System, { byRegion }: Found): Gate[] {
  return byRegion.map(({ mean, error }, region) =>
    withPrediction(reported(`${system.title}: clients in ${FIVE_REGIONS.nodes[region]!}, ms`, mean), {
      value: predictedMs(formulaMs(system, region), LIGHT),
      samplingError: error,
      model: MODEL,
      assumption: ASSUMPTION,
    }),
  );
}

function loadGates(system: System, { byRate }: Found): Gate[] {
  return RATES.slice(1).map((rate, i) => {
    const { mean, error } = byRate[i + 1]!;
    return withPrediction(reported(`${system.title}: at ${rate}/s, ms`, mean), {
      value: predictedMs(meanFormulaMs(system), rate),
      samplingError: error,
      model: MODEL,
      assumption: ASSUMPTION,
    });
  });
}

function loadChart(found: readonly Found[]) {
  return lines({
    name: 'wide-area-load',
    title: 'Mean latency over five regions by load, ms',
    caption:
      'The leader in California, clients in all regions. Published: the plateaus of Fig. 10, which are 9.4 ms too high (see errata); formula: w + µ + D_L + D_Q.',
    data: SYSTEMS.flatMap((system, i) =>
      RATES.flatMap((rate, j) => [
        { series: 'published', system: system.title, rate, ms: WIDE_AREA[system.key].figure10 },
        { series: 'formula', system: system.title, rate, ms: predictedMs(meanFormulaMs(system), rate) },
        { series: 'measured', system: system.title, rate, ms: found[i]!.byRate[j]!.mean },
      ]),
    ),
    x: {
      field: 'rate',
      title: 'operations per second',
      scale: { domain: [0, 15_000] },
      axis: { values: [0, ...RATES] },
    },
    y: { field: 'ms', title: 'mean latency, ms', scale: { domain: [80, 150], zero: false } },
    detail: 'system',
    dotted: ['measured'],
  });
}
