/**
 * Question: how often is a vote split, and how long do elections take, by the time of a message over the range of the
 * time-outs? The formulas of the dissertation against the real replica.
 *
 * Expected: the first round is split if too many servers time out within one message's time of the first: the formula is
 * exact where messages take the same time and disks none. The mean time treats rounds as if each were a first one; it is
 * close where few votes are split.
 */
import type { Datum } from '../../harness/report/charts/chart.ts';
import { plusMinus, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { errorOfShare, sampled, withPrediction, type Sampled } from '../../harness/reproduce/prediction.ts';
import { lines } from '../../harness/reproduce/published-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { electionMean, splitVote } from '../models/split-votes.ts';

const TRIALS = 5000;
const CLUSTER = 5;
const DOWN = [0, 1, 2];
/** A message's time over the range of the time-outs. */
const LATENCIES = [0.01, 0.05, 0.1, 0.15, 0.2, 0.3];
/** The dissertation takes a range of ten to twenty message times: there the formula of the mean time is gated. */
const RECOMMENDED = 0.1;
/** Any will do: all else is told in units of it. */
const RANGE_MS = 1000;

/** What the dissertation prints: the share of elections whose vote is split. */
const PRINTED = [
  { down: 1, latency: 0.01, split: 0.0006 },
  { down: 1, latency: 0.1, split: 0.052 },
  { down: 1, latency: 0.2, split: 0.181 },
  { down: 2, latency: 0.2, split: 0.5 },
];

export const splitVotes: PublishedExperiment = {
  name: 'split-votes',
  question: 'How often are votes split, and how long do elections take, by latency over the range of the time-outs?',
  source:
    'Ongaro, Consensus: Bridging Theory and Practice, dissertation, Stanford University, 2014, ch. 9: P(split) = Σ C(s,k) l^k (1−l)^(s−k) from k = s−⌊n/2⌋, its figure and the numbers printed in the text (0.06, 5.2, 18.1 %, about half); and the formula and figure of the expected election time',
  setup: [
    `Five servers, of which none, one or two are down; every message takes the same time, disks and CPUs none; time-outs from one to two times their range, which is ${RANGE_MS} ms; all timers begin at once, and the leader crashed within half of the least time-out.`,
    `Here: the replica of algorithms/raft under the simulator, all invariants on, ${TRIALS} elections per point: start.cold. Split is a first round that nobody wins; the time runs to when somebody wins.`,
  ],
  expected:
    'Split votes as the formula says, within chance. The expected time is close to its formula where few votes are split.',
  run: async (lab): Promise<Findings> => {
    const found: Point[] = [];
    for (const down of DOWN) for (const latency of LATENCIES) found.push(await measure(lab, down, latency));
    return { gates: found.flatMap(gatesOf), charts: [chartOf(found)], notes: NOTES };
  },
  live: 'it needs timers that start at one instant (start.cold), which live runs do not have, and is 90 000 elections of a second or more',
};

const NOTES = [
  'A rate is gated at three standard deviations of the sample and half a point. Beside numbers that are printed stands the printed number, with its rounding added to the gate; beside others the formula’s.',
  'The mean time is gated at 5 % where the range is at least ten message times, as the dissertation recommends. Beyond, its formula is too long: it takes all rounds for alike, each begun by all servers one message’s time after the first time-out of the one before. In truth a candidate’s timer runs since it began to campaign and a voter’s since it voted, so that a second round is shorter, and begins with timers that are apart already: it is split less often than a first one.',
];

interface Point {
  readonly down: number;
  readonly latency: number;
  /** Share of elections whose first round nobody won. */
  readonly split: number;
  /** In units of the range. */
  readonly time: Sampled;
}

async function measure(lab: Lab, down: number, latency: number): Promise<Point> {
  const base = specOf(down, latency);
  const seeds = lab.seeds(`split-votes/${down}/${latency}`, TRIALS);
  const specs = seeds.map((seed): TrialSpec => ({ ...base, seed }));
  const elections = await lab.measure('election', specs);
  const times = elections.map((election, i) => {
    const crashMs = new RandomStream(seeds[i]!, 'crash').next() * (RANGE_MS / 2);
    return ((election?.firstWonMs ?? Infinity) - crashMs) / RANGE_MS;
  });
  const split = elections.filter((election) => election === null || election.firstWonIn > 1).length / TRIALS;
  return { down, latency, split, time: sampled(times) };
}

function specOf(down: number, latency: number): TrialSpec {
  return resolveSpec({
    algorithm: 'raft',
    nodes: CLUSTER,
    network: { delay: { type: 'constant', value: latency * RANGE_MS }, bandwidthBitPerS: null },
    costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: '0ms' },
    policy: { electionMs: [RANGE_MS, 2 * RANGE_MS], heartbeatMs: RANGE_MS / 2 },
    // Nobody asks for anything within the trial.
    workload: { kind: 'open', ratePerS: 1e-6, arrivals: 'constant' },
    phases: { warmupMs: 0, durationMs: 200 * RANGE_MS },
    faults: { plan: Array.from({ length: down }, (_, node) => ({ kind: 'crash', node, atMs: 0, forMs: null })) },
    start: { cold: true },
  });
}

const nameOf = ({ down, latency }: Point): string => `${down} down, latency ${latency} of the range`;
const splitFormula = (down: number, latency: number): number => splitVote(CLUSTER, CLUSTER - down, latency);
const meanFormula = (down: number, latency: number): number =>
  electionMean({ cluster: CLUSTER, up: CLUSTER - down, latency, write: 0, crashOffset: 0.25 });

function gatesOf(point: Point): Gate[] {
  const { down, latency, split, time } = point;
  const p = splitFormula(down, latency);
  const tolerance = 3 * Math.sqrt((p * (1 - p)) / TRIALS) + 0.005;
  const printed = PRINTED.find((each) => each.down === down && each.latency === latency);
  const name = `${nameOf(point)}: mean time, in ranges`;
  const rounding = printed === undefined ? 0 : Math.abs(printed.split - p);
  const mean = meanFormula(down, latency);
  return [
    withPrediction(
      plusMinus(`${nameOf(point)}: share of votes split`, split, printed?.split ?? p, tolerance + rounding),
      { value: p, samplingError: errorOfShare(p, TRIALS), model: 'P(split)', assumption: ASSUMPTION_OF_SPLIT },
    ),
    withPrediction(
      latency <= RECOMMENDED ? withinShare(name, time.mean, mean, 0.05) : reported(name, time.mean, mean),
      { value: mean, samplingError: time.error, model: 'E[election]', assumption: ASSUMPTION_OF_MEAN },
    ),
  ];
}

const ASSUMPTION_OF_SPLIT = `none that we know: the formula is exact where messages take one time and disks none. Of ${DOWN.length * LATENCIES.length} shares one is expected beyond its 95 % interval by chance.`;
const ASSUMPTION_OF_MEAN =
  'all rounds are alike and start afresh. In truth a candidate’s timer runs since it began to campaign, so that later rounds are shorter, and are split less often, as timers are apart already (see notes).';

/** Points of a formula's curve. */
const STEPS = 60;
const MOST_LATENCY = 0.3;
const PICTURES = ['share of votes split', 'mean time to a leader, in ranges of the time-out'] as const;

const serversOf = (down: number): string => `${down} down`;

function chartOf(found: readonly Point[]) {
  const [rate, wait] = PICTURES;
  const curves = DOWN.flatMap((down) =>
    Array.from({ length: STEPS + 1 }, (_, i): Datum[] => {
      const latency = (MOST_LATENCY * i) / STEPS;
      const more = { servers: serversOf(down), latency, series: 'formula' };
      return [
        { ...more, picture: rate, value: splitFormula(down, latency) },
        { ...more, picture: wait, value: meanFormula(down, latency) },
      ];
    }).flat(),
  );
  const measured = found.flatMap(({ down, latency, split, time }): Datum[] => {
    const more = { servers: serversOf(down), latency, series: 'measured' };
    return [
      { ...more, picture: rate, value: split },
      { ...more, picture: wait, value: time.mean },
    ];
  });
  const printed = PRINTED.map(({ down, latency, split }): Datum => ({
    servers: serversOf(down),
    latency,
    series: 'published',
    picture: rate,
    value: split,
  }));
  return lines({
    name: 'split-votes',
    title: 'Share of votes split, and time to a leader in ranges of the time-out, by latency',
    caption: `Five servers, of which some are down. Published: numbers printed in the text; measured: ${TRIALS} elections per point.`,
    data: [...curves, ...printed, ...measured],
    panel: 'picture',
    columns: 2,
    height: 340,
    detail: 'servers',
    dotted: ['published', 'measured'],
    x: {
      field: 'latency',
      title: 'one-way latency / range of the time-outs',
      scale: { domain: [0, 0.34], nice: false },
      axis: { values: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3] },
    },
    y: { field: 'value', title: '' },
  });
}
