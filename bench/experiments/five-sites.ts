/** What clients at five sites wait for when one site leads: round trips, and nothing but them. */
import { plusMinus, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { LiveLab } from '../../harness/reproduce/live-lab.ts';
import { withPrediction } from '../../harness/reproduce/prediction.ts';
import { points } from '../../harness/reproduce/published-chart.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import {
  figureOf,
  judgedIfMeasured,
  liveFigure,
  measuredPoint,
  voidNotes,
} from '../../harness/reproduce/trial-figures.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { commitMs } from '../models/wide-area.ts';
import { FIVE_SITES, LEADER, MEDIANS_MS, SITE_RTT_MS } from './published/sosp-2013.ts';

const MEDIAN = 'latency_p50_ms';
const CLIENTS = 10;
const MAJORITY = 3;
/** The formula is exact but for what the computers take. */
const OF_FORMULA = 0.01;
/** Of the bars: Europe is 4 % above its own round trips there. */
const OF_BARS = 0.06;
/** At the farthest site 10 clients have 330 operations in it. */
const LIVE_WINDOW_MS = 8000;

export const fiveSites: PublishedExperiment = {
  name: 'five-sites',
  question: 'What do clients at five sites wait for when one of them leads?',
  source:
    'Moraru, Andersen and Kaminsky, There Is More Consensus in Egalitarian Parliaments, SOSP 2013, Fig. 4, five replicas, Multi-Paxos with its leader in California; round trips below the figure',
  setup: [
    'Five replicas, one per site; the leader in California; majorities. One way takes half of the printed round trip, always.',
    `Ten clients at each site in a closed loop, ${SITE_RTT_MS} ms from their replica. Here one site at a time, as their load is light: medians per site are then those of a run.`,
    'Three round trips are not printed, and no message of this experiment takes them.',
    'Their replicas are EC2 large instances and keep no log on disk; here a flush takes no time, and CPU and network card are those of the defaults.',
  ],
  expected:
    'Whoever is far from the leader waits for its own round trip and for the leader’s to the second nearest site, 85 ms: D_L + D_Q.',
  run: async (lab): Promise<Findings> => {
    const [seed] = lab.seeds('five-sites', 1);
    const outcomes = await lab.measure(
      'trial',
      FIVE_SITES.nodes.map((_, site) =>
        resolveSpec({ ...siteInput(site, seed!), phases: { warmupMs: 2000, ops: 400 } }),
      ),
    );
    const medians = outcomes.map((outcome) => figureOf(outcome, MEDIAN));
    return {
      gates: medians.flatMap((median, site) => gatesOf(median, site, SIMULATED)),
      charts: [chartOf(medians, 'this simulator')],
    };
  },
  live: {
    setup: [
      `Nothing is left out: one run for each site, as in the simulation, but over ${LIVE_WINDOW_MS / 1000} s instead of 400 operations. It takes about a minute.`,
      'Each replica is a thread, and so are the clients. CPU and messages take what they take on this machine; round trips are added.',
    ],
    run: runLive,
  },
};

async function runLive(lab: LiveLab): Promise<Findings> {
  const [seed] = lab.seeds('five-sites', 1);
  const outcomes = await lab.run(
    FIVE_SITES.nodes.map((_, site) => ({
      ...siteInput(site, seed!),
      phases: { warmupMs: 2000, durationMs: LIVE_WINDOW_MS },
    })),
  );
  const medians = outcomes.map((outcome) => liveFigure(outcome, MEDIAN));
  return {
    gates: medians.flatMap((median, site) => gatesOf(median, site, LIVE)).map(judgedIfMeasured),
    charts: [chartOf(medians, 'threads in real time')],
    notes: voidNotes(outcomes, MEDIAN, FIVE_SITES.nodes),
  };
}

function siteInput(site: number, seed: number): object {
  return {
    algorithm: 'multi-paxos',
    seed,
    network: { topology: FIVE_SITES, clientRttMs: SITE_RTT_MS, localRttMs: SITE_RTT_MS },
    costs: { fsync: { type: 'constant', value: 0 } },
    workload: { clients: CLIENTS, at: [site], timeoutMs: 5000, deadlineMs: 5000, payloadBytes: 16 },
    policy: { leader: LEADER, electionMs: [2000, 4000], heartbeatMs: 500 },
  };
}

function formulaMs(site: number): number {
  return commitMs(FIVE_SITES.rttMs, LEADER, MAJORITY, site, SITE_RTT_MS);
}

const SIMULATED =
  'CPU, network card and queues take no time; here they take tens of µs per operation, the same at every site.';
const LIVE =
  'computers take no time; here each message wakes a thread that sleeps, and is as old as the turn of the thread that reads it.';

function gatesOf(median: number, site: number, assumption: string): Gate[] {
  const name = FIVE_SITES.nodes[site]!;
  const predicted = {
    value: formulaMs(site),
    samplingError: 0,
    model: 'D_L + D_Q',
    assumption,
  };
  return [
    withPrediction(withinShare(`${name}: median latency, ms`, median, MEDIANS_MS[site]!, OF_BARS), predicted),
    plusMinus(`${name}: median against D_L + D_Q, ms`, median, formulaMs(site), OF_FORMULA * formulaMs(site)),
  ];
}

function chartOf(medians: readonly number[], where: string) {
  return points({
    name: 'five-sites',
    title: 'Median commit latency by site of the client, ms',
    caption: `Multi-Paxos, five replicas, the leader in California. Published: the bars of Fig. 4; formula: round trip to the leader plus the leader’s to the second nearest site; measured: ${where}.`,
    data: FIVE_SITES.nodes.flatMap((site, i) => [
      { series: 'published', site, ms: MEDIANS_MS[i]! },
      { series: 'formula', site, ms: formulaMs(i) },
      ...measuredPoint({ site }, medians[i]!),
    ]),
    x: { field: 'site', title: 'site of the client' },
    y: { field: 'ms', title: 'median latency, ms', scale: { zero: true } },
  });
}
