/** The five regions in real time, at light load: latency is round trips, whatever the machine. */
import { plusMinus, reported, withinShare, type Gate } from '../../harness/reproduce/gates.ts';
import type { LiveLab } from '../../harness/reproduce/live-lab.ts';
import { sampled, withPrediction, type Sampled } from '../../harness/reproduce/prediction.ts';
import type { Findings, LiveReproduction } from '../../harness/reproduce/published-experiment.ts';
import { judgedIfMeasured, liveFigure, voidNotes } from '../../harness/reproduce/trial-figures.ts';
import { FIVE_REGIONS, WIDE_AREA } from './published/sigmod-2019.ts';
import { regionChart } from './wide-area-quorums-chart.ts';
import { formulaMs, HALF_MS, inputOf, LIGHT, meanFormulaMs, SMALL, SYSTEMS, type System } from './wide-area-set-up.ts';

/** Of clients in all regions; of each region there is one run. */
const SEEDS = 3;
const MEAN = 'latency_mean_ms';

export const liveWideAreaQuorums: LiveReproduction = {
  setup: [
    `Light load only, ${LIGHT} operations per second: at more the threads of five replicas and of the clients, which share the CPUs of this machine, would saturate before the leader of the publication does. It takes about a minute.`,
    `Left out: the other rates, and with them the chart over load; of each region there is one run instead of three.`,
    'Each replica is a thread, and so are the clients. CPU takes what it takes on this machine instead of the costs above; round trips are added.',
  ],
  run: async (lab): Promise<Findings> => {
    const found: Found[] = [];
    for (const system of SYSTEMS) found.push(await measure(lab, system));
    return {
      gates: [
        ...SYSTEMS.map((system, i) => meanGate(system, found[i]!.all)),
        differenceGate(found[0]!.all.mean, found[1]!.all.mean),
        ...SYSTEMS.flatMap((system, i) => regionGates(system, found[i]!.byRegion)),
      ],
      charts: [regionChart(found.map(({ byRegion }) => byRegion))],
      notes: found.flatMap(({ voids }) => voids),
    };
  },
};

/** Mean latency, ms; NaN where a run is void. */
interface Found {
  readonly all: Sampled;
  readonly byRegion: readonly number[];
  readonly voids: readonly string[];
}

async function measure(lab: LiveLab, system: System): Promise<Found> {
  const seeds = lab.seeds('wide-area-quorums', SEEDS);
  const outcomes = await lab.run([
    ...seeds.map((seed) => inputOf(system, LIGHT, 'all', seed)),
    ...FIVE_REGIONS.nodes.map((_, region) => inputOf(system, LIGHT, [region], seeds[0]!)),
  ]);
  const names = [...seeds.map((_, i) => `run ${i + 1}`), ...FIVE_REGIONS.nodes].map((run) => `${system.title}, ${run}`);
  const means = outcomes.map((outcome) => liveFigure(outcome, MEAN));
  return {
    all: sampled(means.slice(0, SEEDS)),
    byRegion: means.slice(SEEDS),
    voids: voidNotes(outcomes, MEAN, names),
  };
}

const ASSUMPTION =
  'computers take no time; here each message wakes a thread that sleeps, and is as old as the turn of the thread that reads it.';

function meanGate(system: System, { mean, error }: Sampled): Gate {
  const gate = withinShare(`${system.title}: mean latency, ms`, mean, WIDE_AREA[system.key].formula, SMALL);
  return predicted(gate, meanFormulaMs(system), error);
}

function differenceGate(multiPaxos: number, flexible: number): Gate {
  const difference = multiPaxos - flexible;
  const byFormula = meanFormulaMs(SYSTEMS[0]!) - meanFormulaMs(SYSTEMS[1]!);
  const gate = plusMinus('difference of the means, ms', difference, WIDE_AREA.difference, HALF_MS);
  return predicted(gate, byFormula, 0);
}

function regionGates(system: System, byRegion: readonly number[]): Gate[] {
  return byRegion.map((ms, region) =>
    predicted(
      reported(`${system.title}: clients in ${FIVE_REGIONS.nodes[region]!}, ms`, ms),
      formulaMs(system, region),
      0,
    ),
  );
}

function predicted(gate: Gate, value: number, samplingError: number): Gate {
  return withPrediction(judgedIfMeasured(gate), { value, samplingError, model: 'D_L + D_Q', assumption: ASSUMPTION });
}
