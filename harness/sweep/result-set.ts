/** Writes the files of a result set from the journal, in the order of the plan, one trial at a time. */
import { join } from 'node:path';
import { columnNames } from '../record/columns.ts';
import type { Row, Verdict } from '../trial/outcome.ts';
import type { Journal, StoredOutcome } from './journal.ts';
import { CsvFile } from './new-file.ts';
import { specOf, type Configuration, type Plan } from './plan.ts';
import { summaryColumns, summaryRow } from './summary.ts';

/** `panels`: names of the panels that the trial is in, separated by blanks. */
const trialColumns = [...columnNames, 'panels'];
const histogramColumns = ['trial_id', 'operation', 'regime', 'count', 'min_ms', 'max_ms', 'sum_ms', 'hdr'];
const timeseriesColumns = ['trial_id', 't_ms', 'completed', 'p99_ms', 'leader', 'p50_ms', 'max_ms'];
const splitColumns = [
  'trial_id',
  'from_percentile',
  'to_percentile',
  'count',
  'retry_ms',
  'client_link_ms',
  'queue_ms',
  'disk_ms',
  'quorum_ms',
  'apply_ms',
  'latency_ms',
];
const stragglerColumns = ['trial_id', 'node', 'batches'];
const exclusionColumns = ['panel', 'algorithm', 'nodes', 'quorums', 'configurations', 'reason'];

/** How many trials ended how. */
export type Verdicts = Record<Verdict, number>;

/** Writes a row per finished trial into each file that has rows of trials. */
export function writeTrialFiles(dir: string, plan: Plan, journal: Journal): Verdicts {
  const hasTimeseries = plan.configurations.some(({ intervalMs }) => intervalMs !== undefined);
  const trials = new CsvFile(join(dir, 'trials.csv'), trialColumns);
  const histograms = new CsvFile(join(dir, 'histograms.csv'), histogramColumns);
  const split = new CsvFile(join(dir, 'split.csv'), splitColumns);
  const stragglers = new CsvFile(join(dir, 'stragglers.csv'), stragglerColumns);
  const timeseries = hasTimeseries ? new CsvFile(join(dir, 'timeseries.csv'), timeseriesColumns) : undefined;
  const verdicts: Verdicts = { ok: 0, violation: 0, unknown: 0, void: 0 };
  for (const { id, configuration } of plan.trials) {
    if (!journal.has(id)) continue;
    const outcome = journal.read(id);
    verdicts[outcome.verdict]++;
    trials.write([{ ...outcome.row, panels: configuration.panels.join(' ') }]);
    histograms.write(withId(id, outcome.histograms));
    split.write(withId(id, outcome.split));
    stragglers.write(outcome.stragglers.map((batches, node) => ({ trial_id: id, node, batches })));
    timeseries?.write(withId(id, outcome.timeseries));
  }
  for (const file of [histograms, split, stragglers, timeseries, trials]) file?.finish();
  return verdicts;
}

function withId(id: string, rows: readonly object[]): Row[] {
  return rows.map((row): Row => ({ trial_id: id, ...row }));
}

/** Writes `summary.csv`. @returns its rows */
export function writeSummary(dir: string, plan: Plan, journal: Journal): Row[] {
  const summary = new CsvFile(join(dir, 'summary.csv'), summaryColumns);
  const rows: Row[] = [];
  for (const configuration of plan.configurations) {
    const outcomes = outcomesOf(configuration, journal);
    if (outcomes.length === 0) continue;
    const row = summaryRow(specOf(configuration.trials[0]!), outcomes, configuration.panels);
    summary.write([row]);
    rows.push(row);
  }
  summary.finish();
  return rows;
}

function outcomesOf({ trials }: Configuration, journal: Journal): StoredOutcome[] {
  return trials.filter(({ id }) => journal.has(id)).map(({ id }) => journal.read(id));
}

/** Writes what was left out, and why. */
export function writeExclusions(dir: string, plan: Plan): void {
  const file = new CsvFile(join(dir, 'exclusions.csv'), exclusionColumns);
  file.write(plan.exclusions.map((exclusion): Row => ({ ...exclusion })));
  file.finish();
}
