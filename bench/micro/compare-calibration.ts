/**
 * How often `compare` is wrong: `node dist/bench/micro/compare-calibration.js [repetitions] [seeds]`. Each repetition runs three
 * small sweeps with seeds of their own: a base, the same again, and one in a world in which everything takes 5 % longer.
 * Counts how often a change is found where there is none, and where it is. One core, about a minute per 300 repetitions.
 */
import { pathToFileURL } from 'node:url';
import type { CheckedSet } from '../../harness/compare/checked-set.ts';
import { compareSets } from '../../harness/compare/comparison.ts';
import { metricNamed } from '../../harness/compare/metrics.ts';
import { configurationOf } from '../../harness/report/configuration.ts';
import type { CsvRow } from '../../harness/report/result-set.ts';
import type { Trial } from '../../harness/report/trials.ts';
import { manifestOf } from '../../harness/sweep/manifest.ts';
import { planSweep, specOf } from '../../harness/sweep/plan.ts';
import { summaryRow } from '../../harness/sweep/summary.ts';
import { sweepOf } from '../../harness/sweep/sweep-spec.ts';
import type { Row } from '../../harness/trial/outcome.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';

export interface Calibration {
  readonly repetitions: number;
  readonly falseAlarms: number;
  readonly detections: number;
}

const SLOWER = 1.05;
/** Seeds of one sweep; no two sweeps share any. */
const SEEDS_APART = 100;
const METRICS = ['p99', 'throughput', 'availability'].map(metricNamed);

/** @param seeds per configuration, on each side; @param operations per trial */
export function calibrate(repetitions: number, seeds: number, operations: number): Calibration {
  let falseAlarms = 0;
  let detections = 0;
  for (let i = 0; i < repetitions; i++) {
    const first = 3 * SEEDS_APART * i + 1;
    const base = sweptInMemory(first, seeds, operations, 1);
    const same = sweptInMemory(first + SEEDS_APART, seeds, operations, 1);
    const slower = sweptInMemory(first + 2 * SEEDS_APART, seeds, operations, SLOWER);
    const found = (candidate: CheckedSet) => compareSets(base, candidate, METRICS).rows.map(({ finding }) => finding);
    if (found(same).some((finding) => finding !== 'no evidence')) falseAlarms++;
    if (found(slower).includes('worse')) detections++;
  }
  return { repetitions, falseAlarms, detections };
}

/**
 * A result set of two protocols, without files. One node leads from the start, as in the default sweep: where the leader may be
 * anywhere, seeds differ by where it is, by more than any change that one looks for, and three of them tell nothing.
 */
function sweptInMemory(firstSeed: number, seeds: number, operations: number, slowness: number): CheckedSet {
  const constant = (value: number) => ({ type: 'constant', value });
  const sweep = sweepOf({
    name: 'calibration',
    base: {
      nodes: 3,
      network: { delay: { type: 'lognormal', median: slowness, sigma: 0.3 } },
      costs: {
        cpuInMs: 0.01 * slowness,
        cpuOutMs: 0.0024 * slowness,
        applyMs: 0.001 * slowness,
        fsync: constant(0.25 * slowness),
      },
      policy: { leader: 0 },
      phases: { warmupMs: 20, ops: operations },
    },
    axes: { algorithm: ['raft', 'multi-paxos'] },
    seeds: Array.from({ length: seeds }, (_, i) => firstSeed + i),
  });
  const plan = planSweep(sweep);
  const trials: Trial[] = [];
  const trialRows = new Map<string, readonly CsvRow[]>();
  const configurations = plan.configurations.map((configuration, index) => {
    const outcomes = configuration.trials.map((trial) => runTrial(specOf(trial)));
    const row = summaryRow(specOf(configuration.trials[0]!), outcomes, configuration.panels);
    for (const [i, { id, seed }] of configuration.trials.entries()) {
      trials.push({ id, seed, verdict: outcomes[i]!.verdict, reason: outcomes[i]!.reason, spec: String(row['spec']) });
      trialRows.set(id, [asCsv(outcomes[i]!.row)]);
    }
    return configurationOf(
      asCsv(row),
      index,
      configuration.trials.map(({ id }) => id),
    );
  });
  return {
    dir: `seeds from ${firstSeed}`,
    name: sweep.name,
    manifest: manifestOf(sweep, plan, '', plan.trials.length),
    run: '',
    configurations,
    panels: [],
    trials,
    trialRows,
    histograms: new Map(),
    timeseries: new Map(),
    split: new Map(),
    stragglers: new Map(),
    exclusions: [],
    traces: [],
    notes: [],
    damaged: new Set(),
  };
}

function asCsv(row: Row): CsvRow {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell === null ? '' : String(cell)]));
}

const DEFAULT_REPETITIONS = 1000;
const DEFAULT_SEEDS = 3;
/** Of fewer a trial has no p99. */
const OPERATIONS = 1100;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [repetitions = DEFAULT_REPETITIONS, seeds = DEFAULT_SEEDS] = process.argv.slice(2).map(Number);
  const { falseAlarms, detections } = calibrate(repetitions, seeds, OPERATIONS);
  process.stdout.write(
    `${repetitions} repetitions, ${seeds} seeds a side, two-sample: ${falseAlarms} false alarms, ${detections} detections of 5 %\n`,
  );
}
