/**
 * Question: how long do Raft's elections take over a wide-area network, with servers down, and with logs that differ? The
 * simulation of the dissertation, done with the real replica.
 *
 * Expected: with all servers up hardly an election needs a second round; each server that is down makes split votes likelier,
 * and logs that differ leave fewer who can win, so that the wait is for their time-outs.
 */
import type { Datum } from '../../harness/report/charts/chart.ts';
import { plusMinus, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { errorOfShare, sampled, withPrediction, type Prediction } from '../../harness/reproduce/prediction.ts';
import { lines } from '../../harness/reproduce/published-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { curveOf, meanOf, quantileOf, sampleOf, shareUpTo, type Sample } from '../../harness/reproduce/sample.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { electionMean, splitVote } from '../models/split-votes.ts';
import { availSimWan, type PublishedWanElections } from './published/availsim-wan.ts';

const TRIALS = 10_000;
const LATENCY_MS = [30, 40] as const;
const MEAN_LATENCY_MS = (LATENCY_MS[0] + LATENCY_MS[1]) / 2;
/** Of the time-outs, which is as wide as the least of them is long. */
const RANGE_MS = 300;

export const wanElections: PublishedExperiment = {
  name: 'wan-elections',
  question: 'How long do Raft’s elections take over a wide-area network, with servers down and logs that differ?',
  source:
    'Ongaro, Consensus: Bridging Theory and Practice, dissertation, Stanford University, 2014, §9.3: the figure of simulated WAN elections (AvailSim), equal logs and different logs, and the times in its text',
  setup: [
    `Published: five servers, each message takes 30 to 40 ms one way, time-outs of 300 to 600 ms; all servers begin with fresh timers, disks and CPUs take no time; timed until the leader is elected that then stays; 10 000 elections per curve.`,
    `Here: the replica of algorithms/raft under the simulator, all invariants on, ${TRIALS} elections per curve: start.cold, messages that may overtake each other, as each draws its time alone. Servers that are down are so from the start; with different logs they are the ones with most entries.`,
    'Their repository has other constants (10 to 20 ms, time-outs of 100 to 200 ms); those of the text match the figure.',
  ],
  expected:
    'Equal logs: one round for 97, 91 and 68 % of the elections with none, one and two of five servers down. Different logs: later by the wait for one of the 3, 2 and 1 servers that can win.',
  run: async (lab): Promise<Findings> => {
    const samples: Sample[] = [];
    for (const published of availSimWan) samples.push(await measure(lab, published));
    return {
      gates: availSimWan.flatMap((published, i) => gatesOf(published, samples[i]!)),
      charts: [chartOf(samples)],
      notes: [
        'Formulas of the dissertation stand beside the means and the first rounds of equal logs. Of different logs, and of quantiles, it has none.',
      ],
    };
  },
  live: 'it needs servers that start with fresh timers at one instant, and with logs (start), which live runs do not have, and is 60 000 elections',
};

/** By servers down, with equal logs: 99.9 % are over, says the text. */
const WITHIN_MS: Readonly<Record<number, number>> = { 1: 1500, 2: 3000 };

const nameOf = ({ logs, down }: PublishedWanElections): string => `${logs} logs, ${down} down`;

async function measure(lab: Lab, { logs, down }: PublishedWanElections): Promise<Sample> {
  const base = specOf(logs, down);
  const specs = lab.seeds(`wan-elections/${logs}/${down}`, TRIALS).map((seed): TrialSpec => ({ ...base, seed }));
  const elections = await lab.measure('election', specs);
  // One that never came to an end would be later than all others.
  return sampleOf(elections.map((election) => election?.stableWonMs ?? Infinity));
}

function specOf(logs: PublishedWanElections['logs'], down: number): TrialSpec {
  return resolveSpec({
    algorithm: 'raft',
    nodes: 5,
    network: { delay: `uniform:${LATENCY_MS[0]}ms:${LATENCY_MS[1]}ms`, fifo: false, bandwidthBitPerS: null },
    costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: '0ms' },
    policy: { electionMs: [RANGE_MS, 2 * RANGE_MS], heartbeatMs: 150 },
    // Nobody asks for anything within the trial.
    workload: { kind: 'open', ratePerS: 1e-6, arrivals: 'constant' },
    phases: { warmupMs: 0, durationMs: 60_000 },
    faults: { plan: Array.from({ length: down }, (_, node) => ({ kind: 'crash', node, atMs: 0, forMs: null })) },
    start: { cold: true, ...(logs === 'different' && { entries: [5, 4, 3, 2, 1] }) },
  });
}

function gatesOf(published: PublishedWanElections, sample: Sample): Gate[] {
  const name = nameOf(published);
  const { logs, down, meanMs, points, by650Ms } = published;
  const share = logs === 'equal' ? 0.04 : 0.06;
  const at = (p: number) => points.find((point) => point.share === p)?.ms;
  const p999 = at(0.999);
  const said = WITHIN_MS[down];
  const mean = withinShare(`${name}: mean, ms`, meanOf(sample), meanMs, share);
  return [
    logs === 'equal' ? withPrediction(mean, predictedMean(down, sample)) : mean,
    withinShare(`${name}: median, ms`, quantileOf(sample, 0.5), at(0.5)!, share),
    withinShare(`${name}: p99, ms`, quantileOf(sample, 0.99), at(0.99)!, 0.1),
    ...(p999 === undefined ? [] : [withinShare(`${name}: p99.9, ms`, quantileOf(sample, 0.999), p999, 0.2)]),
    ...(by650Ms === undefined
      ? []
      : [
          withPrediction(
            plusMinus(`${name}: share over within 650 ms`, shareUpTo(sample, 650), by650Ms, 0.015),
            predictedShare(down),
          ),
        ]),
    ...(said === undefined || logs !== 'equal'
      ? []
      : [reported(`${name}: share over within ${said / 1000} s, as the text says`, shareUpTo(sample, said), 0.999)]),
  ];
}

/** The dissertation's formulas, with the mean latency for a constant one. They know of equal logs only. */
function predictedMean(down: number, sample: Sample): Prediction {
  const world = { cluster: 5, up: 5 - down, latency: MEAN_LATENCY_MS / RANGE_MS, write: 0, crashOffset: 0 };
  return {
    value: electionMean(world) * RANGE_MS,
    samplingError: sampled(sample).error,
    model: 'E[election]',
    assumption:
      'all rounds are alike and start afresh, every message takes the mean latency, and the first leader stays. In truth later rounds are shorter and split less often (the mean is then less than predicted), and leaders are deposed by campaigns that were under way, while messages of 30 to 40 ms overtake each other (more).',
  };
}

function predictedShare(down: number): Prediction {
  const share = 1 - splitVote(5, 5 - down, MEAN_LATENCY_MS / RANGE_MS);
  return {
    value: share,
    samplingError: errorOfShare(share, TRIALS),
    model: '1 - P(split)',
    assumption:
      'every message takes the mean latency, the first leader stays, and no second round is over by then. With messages of 30 to 40 ms some who time out later are heard first, and split votes that would not be.',
  };
}

const TICKS_MS = [400, 500, 700, 1000, 1500, 2000, 3000];

function chartOf(samples: readonly Sample[]) {
  return lines({
    name: 'wan-elections',
    title: 'Time to elect a leader over a wide-area network, ms: share of elections',
    caption: `Rings: published (read off the figure); lines: measured, ${TRIALS} elections each. Steps are rounds of campaigns.`,
    data: availSimWan.flatMap((published, i): Datum[] => {
      const more = { case: nameOf(published) };
      const plateau = published.by650Ms === undefined ? [] : [{ share: published.by650Ms, ms: 650 }];
      return [
        ...[...published.points, ...plateau].map((point) => ({ ...more, ...point, series: 'published' })),
        ...curveOf(samples[i]!, 'measured', more),
      ];
    }),
    panel: 'case',
    columns: 3,
    dotted: ['published'],
    x: {
      field: 'ms',
      title: 'time to elect a leader, ms',
      scale: { type: 'log', nice: false, padding: 8 },
      axis: { values: TICKS_MS, format: ',d' },
    },
    y: { field: 'share', title: 'share of elections', scale: { domain: [0, 1] } },
  });
}
