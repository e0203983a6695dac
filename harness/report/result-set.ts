/**
 * A result set as reports read it: from its folder alone. What cannot be read is left out and said so, so that one damaged
 * file or row does not cost the whole report; only without `summary.csv` and `manifest.json` there is nothing to report.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STAMP_FILE, type Verification } from '../fuzz/stamp.ts';
import { readManifest, type Manifest } from '../sweep/manifest.ts';
import type { Verdict } from '../trial/outcome.ts';
import { UserError } from '../user-error.ts';
import { belonging, rowsByTrial } from './belonging.ts';
import { complaintOfSpec, configurationOf, type Configuration } from './configuration.ts';
import { lacking, readRows, type CsvRow } from './read-rows.ts';
import type { RowsByTrial } from './rows-by-trial.ts';
import { SharedTexts } from './shared-texts.ts';
import { withSettings } from './settings.ts';
import { readTraces, type DrawnOperation } from './traces.ts';
import { readTrials, type Trial } from './trials.ts';

export type { CsvRow };

export interface Panel {
  readonly name: string;
  readonly about: string;
  readonly configurations: readonly Configuration[];
}

export interface ResultSet {
  readonly dir: string;
  readonly name: string;
  readonly manifest: Manifest;
  /** The text of `run.json`, as it is; empty if it is missing. */
  readonly run: string;
  /** What the sources that ran it have been put through; `undefined`: the set does not say. */
  readonly verification?: Verification | undefined;
  readonly configurations: readonly Configuration[];
  /** In the order of the sweep. */
  readonly panels: readonly Panel[];
  readonly trials: readonly Trial[];
  /** Rows of the files by trial, read when asked for; empty where a file is missing. */
  readonly trialRows: RowsByTrial;
  readonly histograms: RowsByTrial;
  readonly timeseries: RowsByTrial;
  readonly split: RowsByTrial;
  readonly stragglers: RowsByTrial;
  readonly exclusions: readonly CsvRow[];
  /** Of single operations, where some were kept. */
  readonly traces: readonly DrawnOperation[];
  /** What could not be read or does not fit together, a sentence each; charts add what they leave out. */
  readonly notes: string[];
}

/** @throws UserError if the folder holds no result set that this version can read */
export function readResultSet(dir: string): ResultSet {
  const manifest = readOwnManifest(dir);
  const notes: string[] = [];
  const texts = new SharedTexts();
  const all = readTrials(dir, texts, notes);
  const { trials, summary, trialIdsOf } = belonging(
    readRows(dir, 'summary.csv', true, notes, complaintOfSummary),
    all,
    notes,
  );
  const configurations = withSettings(summary.map((row, index) => configurationOf(row, index, trialIdsOf(row))));
  const whose = { dir, known: new Set(all.trials.map(({ id }) => id)), texts, notes };
  notes.push(...incompleteness(manifest, all.trials.length + all.doubles.length));
  return {
    dir,
    name: manifest.name,
    manifest,
    run: readRun(dir, notes),
    verification: readVerification(dir, notes),
    configurations,
    panels: panelsOf(manifest, configurations),
    trials,
    trialRows: all.rows,
    histograms: rowsByTrial(whose, 'histograms.csv', true, 'operation', 'regime', 'count'),
    timeseries: rowsByTrial(whose, 'timeseries.csv', false, 't_ms', 'completed'),
    split: rowsByTrial(whose, 'split.csv', true, 'from_percentile', 'to_percentile', 'count', 'latency_ms'),
    stragglers: rowsByTrial(whose, 'stragglers.csv', false, 'node', 'batches'),
    exclusions: readRows(dir, 'exclusions.csv', false, notes),
    traces: readTraces(dir, whose.known, notes),
    notes,
  };
}

const ANOTHER_FOLDER = 'name a folder that quorum-bench sweep has written';

function readOwnManifest(dir: string): Manifest {
  if (!existsSync(dir)) throw new UserError(`${dir} does not exist; name the folder of a result set`);
  const path = join(dir, 'manifest.json');
  const manifest = soundManifest(path);
  if (manifest === undefined || !existsSync(join(dir, 'summary.csv'))) {
    const missing = manifest === undefined ? 'manifest.json' : 'summary.csv';
    throw new UserError(`${dir} has no ${missing}; ${ANOTHER_FOLDER}`);
  }
  const { schema, version, trials, sweep, costs } = manifest as Partial<Manifest>;
  if (typeof schema === 'number' && schema !== 1) {
    throw new UserError(
      `${dir} is written in schema ${Number(schema)} by version ${version}, and this version reads schema 1; install that version or a newer one`,
    );
  }
  if (schema === undefined || trials?.finished === undefined || sweep === undefined || !Array.isArray(costs)) {
    throw new UserError(`${path} is damaged: it lacks schema, trials, costs or sweep; ${ANOTHER_FOLDER}`);
  }
  return manifest;
}

/** @throws UserError with a remedy for who reads, where that of `readManifest` is for who writes */
function soundManifest(path: string): Manifest | undefined {
  try {
    return readManifest(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message.split(';')[0]!}; ${ANOTHER_FOLDER}, or copy the file from where the set was published`,
    );
  }
}

const VERDICTS: readonly string[] = ['ok', 'violation', 'unknown', 'void'] satisfies Verdict[];

function complaintOfSummary(row: CsvRow): string | undefined {
  const verdict = row['verdict'] ?? '';
  if (!VERDICTS.includes(verdict)) return `no verdict of this version (${JSON.stringify(verdict)})`;
  return lacking('algorithm', 'nodes', 'q1', 'q2', 'quorums')(row) ?? complaintOfSpec(row['spec'] ?? '');
}

function readRun(dir: string, notes: string[]): string {
  const path = join(dir, 'run.json');
  if (!existsSync(path)) {
    notes.push('run.json is missing: which machine and which Node version ran this is not known');
    return '';
  }
  const text = readFileSync(path, 'utf8').trimEnd();
  try {
    JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    notes.push(`run.json is damaged (${error.message}); it is quoted as it is`);
  }
  return text;
}

function readVerification(dir: string, notes: string[]): Verification | undefined {
  const path = join(dir, STAMP_FILE);
  if (!existsSync(path)) return undefined;
  const damaged = (why: string): undefined => {
    notes.push(`${STAMP_FILE} is damaged (${why}); what the code has been put through is not known`);
  };
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<Verification>;
    const { sources_sha256, verified, stamp } = read;
    const known = typeof sources_sha256 === 'string' && typeof verified === 'string' && stamp !== undefined;
    return known ? (read as Verification) : damaged('it lacks sources_sha256, verified or stamp');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return damaged(error.message);
  }
}

function incompleteness({ trials: { finished, planned } }: Manifest, found: number): string[] {
  const notes: string[] = [];
  if (found > 0 && found !== finished) {
    notes.push(
      `trials.csv has ${found} rows that can be read, the manifest says ${finished}; rows may be of another sweep`,
    );
  }
  if (finished < planned) {
    notes.push(`the sweep is not complete: ${finished} of ${planned} trials; go on with quorum-bench sweep --resume`);
  }
  return notes;
}

/** Parts of one name belong together. */
function panelsOf({ sweep }: Manifest, configurations: readonly Configuration[]): Panel[] {
  const about = new Map<string, string>();
  for (const { name, about: question = '' } of sweep.panels ?? []) if (!about.has(name)) about.set(name, question);
  for (const { panels } of configurations) for (const name of panels) if (!about.has(name)) about.set(name, '');
  return [...about]
    .map(([name, question]) => ({
      name,
      about: question,
      configurations: configurations.filter(({ panels }) => panels.includes(name)),
    }))
    .filter((panel) => panel.configurations.length > 0);
}
