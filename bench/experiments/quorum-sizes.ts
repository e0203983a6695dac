/** What the size of the phase-2 quorum, and the number of replicas, cost where every link takes the same time. */
import { atLeast, atMost, plusMinus, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { Lab } from '../../harness/reproduce/lab.ts';
import { withPrediction, type Prediction } from '../../harness/reproduce/prediction.ts';
import type { Findings, PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { figureOf } from '../../harness/reproduce/trial-figures.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { littlesClients } from '../models/closed-loop.ts';
import {
  FIGURE_1,
  FIGURE_4,
  IN_PROGRESS,
  LINK_BIT_PER_S,
  ONE_WAY_MS,
  VALUE_BYTES,
} from './published/flexible-paxos-2016.ts';
import {
  allAsked,
  deviation,
  neededCpuMs,
  noteOnAskingAll,
  noteOnFigure1,
  predictedMs,
  type Asked,
  type Setting,
} from './quorum-sizes-analysis.ts';
import { barChart, figure1Chart } from './quorum-sizes-charts.ts';
import { toleranceGates } from './quorum-tolerance.ts';

export interface Result {
  readonly ms: number;
  readonly perS: number;
}

/** Tried for the CPU per message received, ms; the one is taken that comes closest to Fig. 1. */
const CPU_MS = [0.01, 0.012, 0.014, 0.016, 0.018, 0.02, 0.022, 0.024, 0.026, 0.028, 0.03];
/** Per run: the ten in progress at the end of the window are 0.2 % of those counted, and 2 % where the constant is fitted. */
const OPERATIONS = 5000;
const FIT_OPERATIONS = 500;
const OF_FIGURE_1 = 0.05;
const STEP_MS = 10;
const OF_STEP_MS = 0.5;
const SPREAD_MS = 1.5;
const OF_LITTLE = 0.02;

const MODEL = 'message delays + wait for the CPU';
const ASSUMPTION =
  'network cards take no time, and every message finds the CPU at a moment of its own. On 10 Mbit/s a copy takes 0.14 ms, and an acceptor sends N of them, the client’s last; and ten requests that circle fall into step, so that they hardly queue until the CPU saturates.';

const ASSUMPTION_OF_LITTLE =
  'the window is long beside a request. Ten requests that fall into step end together, and a window that ends with one of them counts up to nine too few or too many.';

export const quorumSizes: PublishedExperiment = {
  name: 'quorum-sizes',
  question: 'What does the size of the phase-2 quorum cost, where every link takes the same time?',
  source:
    'Howard, Malkhi and Spiegelman, Flexible Paxos: Quorum Intersection Revisited, OPODIS 2016 (arXiv 1608.06696), §4, §6, Fig. 1 and 4; scripts of the authors’ repository',
  setup: [
    'Every replica is proposer, acceptor and learner, and so is told by all acceptors what they accept. The client is one more host, and a learner. Replica 0 leads.',
    `One way takes ${ONE_WAY_MS} ms, a link carries 10 Mbit/s, ${IN_PROGRESS} requests of ${VALUE_BYTES} bytes are in progress. Links are full duplex; here only the sender’s side of a link takes time.`,
    'All hosts share one CPU, as they do in one virtual machine with mininet. A message takes it once, when it is received; how long is the one constant that is fitted, to Fig. 1.',
    'FPaxos asks a quorum only, the acceptors that come first, so that the one beside the proposer is always among them; LibPaxos asks all. Nothing is written to a disk.',
    'The prediction is mean value analysis of ten requests at one CPU, after two message delays with |q2| = 1 and three with more.',
  ],
  expected:
    'With |q2| = 1 the acceptor beside the proposer is the quorum: two message delays, 20 ms. With any more it is three, 30 ms: the size of the quorum then costs CPU only. More replicas cost more, as each acceptor tells each learner.',
  errata: [
    'Fig. 4: the bars labelled Paxos are those of Fig. 1 for 8 and 11 replicas (37.4 ms and 243.0/s, 42.8 ms and 198.8/s), and stand beside FPaxos with 5 and 8. The script takes entry n of a list that begins with three replicas. Like beside like, with eight replicas and |q2| = 4, FPaxos has 37.3 ms and 264/s beside 37.4 ms and 243/s: +9 % throughput, not −12 % latency and +33 %.',
    'Fig. 1 and 4: the script that averages the latencies assigns (=+) where it means to add (+=), so that what is plotted is the last sample. Throughput × latency is then 8.2 to 9.9 where ten requests are in progress.',
  ],
  run: async (lab): Promise<Findings> => {
    const figure1 = FIGURE_1.map(({ nodes }) => allAsked(nodes));
    const fits = await lab.measure(
      'trial',
      CPU_MS.flatMap((cpuMs) => figure1.map((setting) => specOf(setting, cpuMs, lab.seed, FIT_OPERATIONS))),
    );
    const results = fits.map((outcome) => resultOf(outcome));
    const byCpu = CPU_MS.map((cpuMs, i) => ({
      cpuMs,
      found: results.slice(i * figure1.length, (i + 1) * figure1.length),
    }));
    const best = byCpu.reduce((a, b) => (deviation(b.found.map(msOf)) < deviation(a.found.map(msOf)) ? b : a));
    const sweep = await measureSweep(lab, best.cpuMs);
    return {
      gates: [
        ...sweep.flatMap(({ setting, few }) => barGates(setting, few, best.cpuMs)),
        ...FIGURE_4.flatMap(({ nodes }) =>
          shapeGates(
            sweep.filter(({ setting }) => setting.nodes === nodes),
            best.cpuMs,
          ),
        ),
        ...sweep.map(({ setting, few, all }) =>
          atLeast(`${nameOf(setting)}: requests/s, asking a quorum beside asking all`, few.perS, all.perS),
        ),
        ...littleGates([...sweep.flatMap(({ few, all }) => [few, all]), ...best.found]),
        ...figure1Gates(best.found, best.cpuMs),
        ...toleranceGates(),
      ],
      charts: [barChart(sweep, best.cpuMs), figure1Chart(best.found, best.cpuMs)],
      notes: [noteOnFigure1(), noteOnAskingAll(sweep.find(isMajorityOfFive)!, await measureWithNeeded(lab))],
    };
  },
  live: 'its hosts share one CPU (costs.cpus) and its client is a learner (workload.answeredBy), neither of which live runs have',
};

export interface Bar extends Asked {
  readonly setting: Setting;
}

async function measureSweep(lab: Lab, cpuMs: number): Promise<Bar[]> {
  const settings = FIGURE_4.flatMap(({ nodes, bars }) =>
    bars.map((_, i): Setting => ({ nodes, q2: i + 1, thrifty: true })),
  );
  const outcomes = await lab.measure(
    'trial',
    settings.flatMap((setting) => [
      specOf(setting, cpuMs, lab.seed, OPERATIONS),
      specOf({ ...setting, thrifty: false }, cpuMs, lab.seed, OPERATIONS),
    ]),
  );
  const results = outcomes.map(resultOf);
  return settings.map((setting, i) => ({ setting, few: results[2 * i]!, all: results[2 * i + 1]! }));
}

const isMajorityOfFive = ({ setting }: Bar): boolean => setting.nodes === 5 && setting.q2 === 3;

/** Five replicas, |q2| = 3, with what a message would have to cost there: asking a quorum, and asking all. */
async function measureWithNeeded(lab: Lab): Promise<Asked> {
  const settings = [true, false].map((thrifty): Setting => ({ ...allAsked(5), thrifty }));
  const outcomes = await lab.measure(
    'trial',
    settings.map((setting) => specOf(setting, neededCpuMs(5), lab.seed, OPERATIONS)),
  );
  return { few: resultOf(outcomes[0]!), all: resultOf(outcomes[1]!) };
}

/** The last node is the client's host: it is in no quorum. */
function specOf({ nodes, q2, thrifty }: Setting, cpuMs: number, seed: number, ops: number): TrialSpec {
  const of = Array.from({ length: nodes }, (_, i) => String(i));
  return resolveSpec({
    algorithm: 'flexible-paxos',
    options: { learners: 'all' },
    nodes: nodes + 1,
    quorums: { phase1: { kind: 'count', q: nodes - q2 + 1, of }, phase2: { kind: 'count', q: q2, of } },
    seed,
    network: { delay: { type: 'constant', value: ONE_WAY_MS }, bandwidthBitPerS: LINK_BIT_PER_S },
    costs: { cpuInMs: cpuMs, cpuOutMs: 0, applyMs: 0, fsync: { type: 'constant', value: 0 }, cpus: 1 },
    workload: {
      clients: IN_PROGRESS,
      at: [nodes],
      answeredBy: 'home',
      payloadBytes: VALUE_BYTES,
      reads: 0,
      timeoutMs: 10_000,
      deadlineMs: 10_000,
    },
    policy: { leader: 0, thrifty, electionMs: [20_000, 30_000], heartbeatMs: 5000 },
    phases: { warmupMs: 2000, ops },
  });
}

function resultOf(outcome: Parameters<typeof figureOf>[0]): Result {
  return { ms: figureOf(outcome, 'latency_mean_ms'), perS: figureOf(outcome, 'throughput_per_s') };
}

function nameOf({ nodes, q2 }: Setting): string {
  return `N = ${nodes}, |q2| = ${q2}`;
}

const msOf = ({ ms }: Result): number => ms;

/** Nothing in these runs is random. */
function byModel(value: number, model = MODEL, assumption = ASSUMPTION): Prediction {
  return { value, samplingError: 0, model, assumption };
}

/** Both figures of a run beside what is published and what the model says; throughput follows from latency by Little's law. */
function resultGates(name: string, setting: Setting, cpuMs: number, { ms, perS }: Result, published: Result): Gate[] {
  const predicted = predictedMs(setting, cpuMs);
  return [
    withPrediction(reported(`${name}: mean latency, ms`, ms, published.ms), byModel(predicted)),
    withPrediction(
      reported(`${name}: requests/s`, perS, published.perS),
      byModel((1000 * IN_PROGRESS) / predicted, `${IN_PROGRESS} / (${MODEL})`),
    ),
  ];
}

function barGates(setting: Setting, few: Result, cpuMs: number): Gate[] {
  const published = FIGURE_4.find(({ nodes }) => nodes === setting.nodes)!.bars[setting.q2 - 1]!;
  return resultGates(nameOf(setting), setting, cpuMs, few, published);
}

/** Of all sizes of the quorum for one number of replicas. */
function shapeGates(bars: readonly Bar[], cpuMs: number): Gate[] {
  const [one, ...more] = bars.map(({ few }) => few.ms);
  const { nodes } = bars[0]!.setting;
  const published = FIGURE_4.find((each) => each.nodes === nodes)!.bars.map(({ ms }) => ms);
  const [byModelOne, ...byModelMore] = bars.map(({ setting }) => predictedMs(setting, cpuMs));
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return [
    withPrediction(
      plusMinus(`N = ${nodes}: step from |q2| = 1 to 2, ms`, more[0]! - one!, STEP_MS, OF_STEP_MS),
      byModel(byModelMore[0]! - byModelOne!),
    ),
    reported(`N = ${nodes}: the same, beside Fig. 4`, more[0]! - one!, published[1]! - published[0]!),
    withPrediction(
      atMost(
        `N = ${nodes}: spread from |q2| = 2 to a majority, ms`,
        spread(more),
        SPREAD_MS,
        spread(published.slice(1)),
      ),
      byModel(spread(byModelMore)),
    ),
  ];
}

function littleGates(results: readonly Result[]): Gate[] {
  const products = results.map(({ ms, perS }) => littlesClients(perS, ms));
  return [Math.min, Math.max].map((extreme, i) =>
    withPrediction(
      withinShare(
        `throughput × latency, ${i === 0 ? 'least' : 'most'} of ${results.length} runs`,
        extreme(...products),
        IN_PROGRESS,
        OF_LITTLE,
      ),
      byModel(IN_PROGRESS, 'X R = N', ASSUMPTION_OF_LITTLE),
    ),
  );
}

function figure1Gates(found: readonly Result[], cpuMs: number): Gate[] {
  return [
    reported('CPU per message that comes closest to Fig. 1, ms', cpuMs),
    atMost(
      'Fig. 1, N = 3 to 14: largest deviation of the mean latency, %',
      100 * deviation(found.map(msOf)),
      100 * OF_FIGURE_1,
    ),
    ...FIGURE_1.flatMap((published, i) =>
      resultGates(`N = ${published.nodes}, all asked`, allAsked(published.nodes), cpuMs, found[i]!, published),
    ),
  ];
}
