/** How a leader's queue shapes latency up to the point where it saturates, and what a smaller quorum changes: little. */
import { between, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { sampled, withPrediction, type Prediction, type Sampled } from '../../harness/reproduce/prediction.ts';
import { lines } from '../../harness/reproduce/published-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { figureOf, meanFigure } from '../../harness/reproduce/trial-figures.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { latencyMs, mostRoundsPerS, serviceMs, waitMs } from '../models/leader-round.ts';
import { kthNormal } from '../models/order-statistics.ts';
import { luckMs } from './arrival-luck.ts';
import { FIGURE_8, FIGURE_9, FLEXIBLE_GAIN_MS, M5_LARGE, MOST_ROUNDS, REGION_RTT } from './published/sigmod-2019.ts';

interface System {
  readonly title: string;
  readonly algorithm: string;
  readonly quorums: string;
  readonly q2: number;
}

const NODES = 9;
const MULTI_PAXOS: System = { title: 'Multi-Paxos', algorithm: 'multi-paxos', quorums: 'majority', q2: 5 };
const FLEXIBLE: System = {
  title: 'Flexible Paxos, |q2| = 3',
  algorithm: 'flexible-paxos',
  quorums: '7/3',
  q2: 3,
};
const SYSTEMS = [MULTI_PAXOS, FLEXIBLE];
const SEEDS = 4;
/** The last point of Fig. 8, at 99 % of what the leader can do, takes longer runs than it is worth. */
const MARKERS = FIGURE_8.filter(({ perS }) => perS < 9000);
const RATES = MARKERS.map(({ perS }) => perS);

/** Rates are gated up to this utilisation of the leader; the gain of the smaller quorum up to the second. */
const MOST_BUSY = 0.98;
const LIGHT_BUSY = 0.5;
const OF_LATENCY = 0.15;
const OF_RATE = 0.02;
const GAIN_MS: readonly [number, number] = [0.03, 0.05];
/** Enough clients in a closed loop that the leader never waits. */
const SATURATING_CLIENTS = 100;

export const leaderSaturation: PublishedExperiment = {
  name: 'leader-saturation',
  question: 'What does load do to a leader of nine nodes in one region, and does a smaller quorum help?',
  source:
    'Ailijiang, Charapko and Demirbas, Dissecting the Performance of Strongly-Consistent Replication Protocols, SIGMOD 2019, §3, Fig. 3, 8 and 9; costs from the rates at which Figures 8 and 10 saturate',
  setup: [
    'Nine replicas in one region of AWS: round trips are normal, 0.4271 ms with a deviation of 0.0476 ms (Fig. 3). Links keep order, as TCP does.',
    'Poisson arrivals from clients beside the leader: the curve of Fig. 8 has no round trip to a client in it.',
    'The leader is a queue: 11.69 µs per message received and 2.435 µs per serialisation sent, a broadcast counted once. Bandwidth is part of these; disks take no time. Followers take no time, as in the model.',
    'All followers are asked, also where the quorum is smaller. The most rounds per second are those of 100 clients in a closed loop.',
    `${SEEDS} runs per point, the longer the busier; the first 0.5 s are cut off, and the first 3 s where the leader is busy. What chance in a run’s arrivals does to an M/D/1 queue, whose mean is known, is taken out of its mean latency.`,
  ],
  expected:
    'The wait is that of a queue with constant service, which no quorum changes, as every answer is taken in; the smaller quorum only waits for the second instead of the fourth of eight answers, 0.033 ms.',
  errata: [
    'The gap between the two curves of Fig. 8 is 0.011 ms, and the text says 0.03 ms. By the order statistics of Fig. 3’s distribution it is 0.033 ms.',
    'Table 2 of the paper takes µ for a service time, Table 1 for a service rate, and λ in it for the time between arrivals. Here W = s ρ / (2 (1 - ρ)).',
  ],
  run: async (lab): Promise<Findings> => {
    const curves = [await measureCurve(lab, MULTI_PAXOS), await measureCurve(lab, FLEXIBLE)];
    const most = await measureMost(lab);
    return {
      gates: [...most, ...curveGates(curves[0]!), ...gainGates(curves), ...flexibleRows(curves[1]!.points)],
      charts: [chartOf(curves)],
      notes: [
        'Where followers take as long as the leader for each message, 14 µs a round, latency is 0.014 to 0.018 ms longer: at 8000/s that is about 16 % above Fig. 8, just outside the tolerance.',
      ],
    };
  },
  live: 'nine nodes and the clients are ten threads, which wait for each other on fewer cores, and what is published are hundredths of a millisecond',
};

interface Curve {
  /** Mean latency, ms, by rate and by seed; the same seeds for both systems. */
  readonly bySeed: readonly (readonly number[])[];
  readonly points: readonly Sampled[];
}

async function measureCurve(lab: Lab, system: System): Promise<Curve> {
  const seeds = lab.seeds('leader-saturation', SEEDS);
  const specs = RATES.flatMap((rate) => seeds.map((seed) => curveSpec(system, rate, seed)));
  const outcomes = await lab.measure('trial', specs);
  const means = outcomes.map(
    (outcome, i) => figureOf(outcome, 'latency_mean_ms') - luckMs(specs[i]!, serviceMs(M5_LARGE, NODES)),
  );
  const bySeed = RATES.map((_, i) => means.slice(i * SEEDS, (i + 1) * SEEDS));
  return { bySeed, points: bySeed.map(sampled) };
}

function curveSpec(system: System, ratePerS: number, seed: number): TrialSpec {
  const busy = ratePerS / MOST_ROUNDS[2]!.perS;
  return resolveSpec({
    ...worldOf(NODES, system, seed),
    workload: { kind: 'open', ratePerS, at: 'leader' },
    phases: { warmupMs: busy < 0.9 ? 500 : 3000, ops: busy < 0.85 ? 6000 : busy < 0.9 ? 15_000 : 50_000 },
  });
}

function worldOf(nodes: number, { algorithm, quorums }: System, seed: number): object {
  return {
    algorithm,
    nodes,
    quorums,
    seed,
    network: {
      // Two ways, drawn independently, have the deviation of the round trip together.
      delay: { type: 'normal', mean: REGION_RTT.mean / 2, sd: REGION_RTT.sd / Math.SQRT2 },
      bandwidthBitPerS: null,
    },
    costs: {
      cpuInMs: M5_LARGE.inMs,
      cpuOutMs: M5_LARGE.outMs,
      applyMs: 0,
      fsync: { type: 'constant', value: 0 },
      // Only the leader is a queue.
      cpuFactors: Array.from({ length: nodes }, (_, node) => (node === 0 ? 1 : 0)),
    },
    policy: { leader: 0, electionMs: [1000, 2000], heartbeatMs: 300, window: 100_000 },
  };
}

/** R_max by number of nodes, and of the smaller quorum, all asked and only a quorum asked. */
async function measureMost(lab: Lab): Promise<Gate[]> {
  const seeds = lab.seeds('leader-saturation/most', SEEDS);
  const thrifty = { leader: 0, thrifty: true, electionMs: [1000, 2000], heartbeatMs: 300, window: 100_000 };
  const kinds = [
    ...MOST_ROUNDS.map(({ nodes }) => ({ nodes, system: MULTI_PAXOS, more: {} })),
    { nodes: NODES, system: FLEXIBLE, more: {} },
    { nodes: NODES, system: FLEXIBLE, more: { policy: thrifty } },
  ];
  const outcomes = await lab.measure(
    'trial',
    kinds.flatMap(({ nodes, system, more }) =>
      seeds.map((seed) =>
        resolveSpec({
          ...worldOf(nodes, system, seed),
          ...more,
          workload: { clients: SATURATING_CLIENTS, at: 'leader' },
          phases: { warmupMs: 500, ops: 8000 },
        }),
      ),
    ),
  );
  const rates = kinds.map((_, i) => meanFigure(outcomes.slice(i * SEEDS, (i + 1) * SEEDS), 'throughput_per_s'));
  const predicted = (nodes: number, { error }: Sampled): Prediction => ({
    value: mostRoundsPerS(M5_LARGE, nodes),
    samplingError: error,
    model: '1 / (N t_i + 2 t_o)',
    assumption: 'the leader does nothing beside its rounds; heartbeats take a little of its time.',
  });
  const [few, flexible] = [rates.at(-1)!, rates.at(-2)!];
  return [
    ...MOST_ROUNDS.map(({ nodes, perS }, i) =>
      withPrediction(
        withinShare(`${nodes} nodes: most rounds per second`, rates[i]!.mean, perS, OF_RATE),
        predicted(nodes, rates[i]!),
      ),
    ),
    reported('9 nodes: the same, beside Paxi’s Paxos (Fig. 9)', rates[2]!.mean, FIGURE_9.paxos),
    withPrediction(
      reported('9 nodes, |q2| = 3: the same, beside Paxi’s FPaxos (Fig. 9)', flexible.mean, FIGURE_9.flexiblePaxos),
      predicted(NODES, flexible),
    ),
    withPrediction(reported('9 nodes, |q2| = 3, only a quorum asked: the same', few.mean), predicted(FLEXIBLE.q2, few)),
  ];
}

/** D_Q: the leader waits for the (|q2| - 1)-th of the others. */
function quorumMs({ q2 }: System): number {
  return kthNormal(REGION_RTT.mean, REGION_RTT.sd, NODES - 1, q2 - 1);
}

function predictedMs(system: System, rate: number, { error }: Sampled): Prediction {
  return {
    value: latencyMs(M5_LARGE, NODES, rate, 0, quorumMs(system)),
    samplingError: error,
    model: 'w + µ + D_L + D_Q',
    assumption:
      'a round is one job of the length of all its messages, before or after the round trips. In truth a commit does not wait for the answers that come after its quorum (shorter at light load), and every message queues by itself, so that a round queues twice (longer under load).',
  };
}

function curveGates({ points }: Curve): Gate[] {
  return MARKERS.map(({ perS, ms }, i) => {
    const point = points[i]!;
    const name = `Multi-Paxos at ${perS}/s: mean latency, ms`;
    const gated = perS / MOST_ROUNDS[2]!.perS <= MOST_BUSY;
    const gate = gated ? withinShare(name, point.mean, ms, OF_LATENCY) : reported(name, point.mean, ms);
    return withPrediction(gate, predictedMs(MULTI_PAXOS, perS, point));
  });
}

/** Both systems meet the same arrivals and round trips: the difference is taken seed by seed. */
function gainGates([multiPaxos, flexible]: readonly Curve[]): Gate[] {
  const light = RATES.filter((rate) => rate / MOST_ROUNDS[2]!.perS <= LIGHT_BUSY);
  return light.map((rate, i) => {
    const gain = sampled(multiPaxos!.bySeed[i]!.map((ms, seed) => ms - flexible!.bySeed[i]![seed]!));
    return withPrediction(between(`gain of |q2| = 3 at ${rate}/s, ms`, gain.mean, GAIN_MS, FLEXIBLE_GAIN_MS), {
      value: quorumMs(MULTI_PAXOS) - quorumMs(FLEXIBLE),
      samplingError: gain.error,
      model: 'z(4:8) - z(2:8)',
      assumption:
        'answers are taken in as they arrive. Those that arrive together queue at the leader, so that the fourth waits for more of them than the second.',
    });
  });
}

function flexibleRows(points: readonly Sampled[]): Gate[] {
  return RATES.map((rate, i) =>
    withPrediction(
      reported(`Flexible Paxos at ${rate}/s: mean latency, ms`, points[i]!.mean),
      predictedMs(FLEXIBLE, rate, points[i]!),
    ),
  );
}

function chartOf(curves: readonly Curve[]) {
  return lines({
    name: 'leader-saturation',
    title: 'Mean latency by load, ms: nine nodes in one region',
    caption:
      'Published: the markers of Fig. 8, a model of Multi-Paxos, without a round trip to the client. Formula: w + µ + D_Q with an M/D/1 wait. Measured: means of four runs.',
    data: SYSTEMS.flatMap((system, i) => [
      ...(system === MULTI_PAXOS
        ? MARKERS.map(({ perS, ms }) => ({ series: 'published', system: system.title, rate: perS, ms }))
        : []),
      ...smoothRates().map((rate) => ({
        series: 'formula',
        system: system.title,
        rate,
        ms: waitMs(M5_LARGE, NODES, rate) + latencyMs(M5_LARGE, NODES, 0, 0, quorumMs(system)),
      })),
      ...RATES.map((rate, j) => ({ series: 'measured', system: system.title, rate, ms: curves[i]!.points[j]!.mean })),
    ]),
    x: { field: 'rate', title: 'operations per second', scale: { domain: [0, 9200] } },
    y: { field: 'ms', title: 'mean latency, ms', scale: { domain: [0, 3.5] } },
    panel: 'system',
    columns: 2,
    height: 340,
    dotted: ['published', 'measured'],
  });
}

function smoothRates(): number[] {
  return Array.from({ length: 90 }, (_, i) => 500 + 95 * i);
}
