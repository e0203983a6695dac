/**
 * A result set as reports read it: from its folder alone. What cannot be read is left out and said so, so that one damaged
 * file does not cost the whole report; only without `summary.csv` and `manifest.json` there is nothing to report.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { STAMP_FILE, type Verification } from '../fuzz/stamp.ts';
import { readManifest, type Manifest } from '../sweep/manifest.ts';
import { parseCsv } from '../trial/csv-rows.ts';
import { UserError } from '../user-error.ts';
import { configurationOf, type Configuration } from './configuration.ts';

export type CsvRow = Readonly<Record<string, string>>;

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
  readonly trials: readonly CsvRow[];
  /** Rows of the files by trial; empty where a file is missing. */
  readonly histograms: ReadonlyMap<string, readonly CsvRow[]>;
  readonly timeseries: ReadonlyMap<string, readonly CsvRow[]>;
  readonly split: ReadonlyMap<string, readonly CsvRow[]>;
  readonly stragglers: ReadonlyMap<string, readonly CsvRow[]>;
  readonly exclusions: readonly CsvRow[];
  /** What could not be read or does not fit together, a sentence each; charts add what they leave out. */
  readonly notes: string[];
}

/** @throws UserError if the folder holds no result set that this version can read */
export function readResultSet(dir: string): ResultSet {
  if (!existsSync(dir)) throw new UserError(`${dir} does not exist; name the folder of a result set`);
  const manifest = readManifest(join(dir, 'manifest.json'));
  if (manifest === undefined || !existsSync(join(dir, 'summary.csv'))) {
    const missing = manifest === undefined ? 'manifest.json' : 'summary.csv';
    throw new UserError(`${dir} has no ${missing}; name a folder that quorum-bench sweep has written`);
  }
  refuseNewerSchema(manifest, dir);
  const notes: string[] = [];
  const read = (name: string, needed: boolean) => readRows(dir, name, needed, notes);
  const trials = read('trials.csv', true);
  const idsBySpec = trialIdsBySpec(trials, notes);
  const configurations = readRows(dir, 'summary.csv', true, notes).map((row, index) =>
    configurationOf(row, index, idsBySpec.get(row['spec'] ?? '') ?? []),
  );
  notes.push(...misfits(manifest, trials, configurations));
  return {
    dir,
    name: manifest.name,
    manifest,
    run: readRun(dir, notes),
    verification: readVerification(dir, notes),
    configurations,
    panels: panelsOf(manifest, configurations),
    trials,
    histograms: byTrial(read('histograms.csv', true)),
    timeseries: byTrial(read('timeseries.csv', false)),
    split: byTrial(read('split.csv', true)),
    stragglers: byTrial(read('stragglers.csv', false)),
    exclusions: read('exclusions.csv', false),
    notes,
  };
}

function refuseNewerSchema(
  { schema, version }: { readonly schema: number; readonly version: string },
  dir: string,
): void {
  if (schema === 1) return;
  throw new UserError(
    `${dir} is written in schema ${schema} by version ${version}, and this version reads schema 1; install that version or a newer one`,
  );
}

function readRows(dir: string, name: string, needed: boolean, notes: string[]): CsvRow[] {
  const path = join(dir, name);
  if (!existsSync(path)) {
    if (needed) notes.push(`${name} is missing; what needs it is left out`);
    return [];
  }
  try {
    return parseCsv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notes.push(`${name} is damaged (${error.message}); what needs it is left out`);
    return [];
  }
}

function readRun(dir: string, notes: string[]): string {
  const path = join(dir, 'run.json');
  if (existsSync(path)) return readFileSync(path, 'utf8').trimEnd();
  notes.push('run.json is missing: which machine and which Node version ran this is not known');
  return '';
}

function readVerification(dir: string, notes: string[]): Verification | undefined {
  const path = join(dir, STAMP_FILE);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Verification;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    notes.push(`${STAMP_FILE} is damaged (${error.message}); what the code has been put through is not known`);
    return undefined;
  }
}

/** A row of the summary has the spec of its trials but for the seed. */
function trialIdsBySpec(trials: readonly CsvRow[], notes: string[]): Map<string, string[]> {
  const bySpec = new Map<string, string[]>();
  for (const [i, row] of trials.entries()) {
    const key = specWithoutSeed(row['spec'] ?? '');
    if (key === undefined) notes.push(`row ${i + 2} of trials.csv has a damaged spec, so it cannot be replayed`);
    else bySpec.set(key, [...(bySpec.get(key) ?? []), row['trial_id'] ?? '']);
  }
  return bySpec;
}

function specWithoutSeed(text: string): string | undefined {
  try {
    return canonicalize({ ...(JSON.parse(text) as object), seed: undefined });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Signs that the files are not of one sweep. */
function misfits(manifest: Manifest, trials: readonly CsvRow[], configurations: readonly Configuration[]): string[] {
  const found: string[] = [];
  const { finished, planned } = manifest.trials;
  if (trials.length > 0 && trials.length !== finished) {
    found.push(`trials.csv has ${trials.length} rows, the manifest says ${finished}; rows may be of another sweep`);
  }
  if (finished < planned) {
    found.push(`the sweep is not complete: ${finished} of ${planned} trials; go on with quorum-bench sweep --resume`);
  }
  const orphans = trials.length === 0 ? [] : configurations.filter(({ trialIds }) => trialIds.length === 0);
  if (orphans.length > 0) {
    found.push(`${orphans.length} rows of summary.csv have no trials in trials.csv; rows may be of another sweep`);
  }
  return found;
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

function byTrial(rows: readonly CsvRow[]): Map<string, CsvRow[]> {
  const map = new Map<string, CsvRow[]>();
  for (const row of rows) {
    const id = row['trial_id'] ?? '';
    const known = map.get(id);
    if (known === undefined) map.set(id, [row]);
    else known.push(row);
  }
  return map;
}
