/** Which rows of a result set belong together: those of another sweep, or without the trials behind them, are left out. */
import { join } from 'node:path';
import { counted } from './format.ts';
import { eachRow, few, lacking, type CsvRow } from './read-rows.ts';
import { RowsInFile, type RowsByTrial } from './rows-by-trial.ts';
import type { SharedTexts } from './shared-texts.ts';
import type { Trial, Trials } from './trials.ts';

/** What to do about rows that cannot be used; it ends every list of them. */
export const WAY_OUT =
  'The way out: `quorum-bench sweep manifest.json --out again` makes the whole set anew, to the same bytes, and its report with it.';

export interface Belonging {
  readonly summary: readonly CsvRow[];
  readonly trials: readonly Trial[];
  /** The trials behind a row of the summary, in the order of seeds. */
  readonly trialIdsOf: (row: CsvRow) => readonly string[];
}

/**
 * A row of the summary has the spec of its trials but for the seed. Without any trials, the summary stands alone.
 * @param notes what is left out is added to, a sentence each
 */
export function belonging(summary: readonly CsvRow[], { trials, doubles }: Trials, notes: string[]): Belonging {
  if (doubles.length > 0) {
    notes.push(`trials.csv has ${few(doubles)} more than once; the first row of each is used`);
  }
  if (trials.length === 0) return { summary, trials, trialIdsOf: () => [] };
  const idsBySpec = new Map<string, string[]>();
  for (const { id, spec } of trials) {
    const ids = idsBySpec.get(spec);
    if (ids === undefined) idsBySpec.set(spec, [id]);
    else ids.push(id);
  }
  const trialIdsOf = (row: CsvRow) => idsBySpec.get(row['spec']!) ?? [];
  const orphans = summary.filter((row) => trialIdsOf(row).length === 0);
  if (orphans.length > 0) {
    notes.push(
      `${counted(orphans.length, 'row')} of summary.csv without trials in trials.csv, left out; rows may be of another sweep`,
    );
  }
  const known = new Set(summary.map((row) => row['spec']));
  const strays = trials.filter(({ spec }) => !known.has(spec));
  if (strays.length > 0) {
    const ids = few(strays.map(({ id }) => id));
    notes.push(
      `${counted(strays.length, 'row')} of trials.csv without a row in summary.csv (${ids}), left out; rows may be of another sweep`,
    );
  }
  return {
    summary: summary.filter((row) => !orphans.includes(row)),
    trials: trials.filter(({ spec }) => known.has(spec)),
    trialIdsOf,
  };
}

/** What the files of rows by trial have in common. */
export interface Whose {
  readonly dir: string;
  /** Trials of `trials.csv`. */
  readonly known: ReadonlySet<string>;
  readonly texts: SharedTexts;
  /** What is left out is added, a sentence each. */
  readonly notes: string[];
}

/** Rows by their trial; those of trials that trials.csv does not have are left out, unless it has none at all. */
export function rowsByTrial(
  { dir, known, texts, notes }: Whose,
  name: string,
  needed: boolean,
  ...columns: readonly string[]
): RowsByTrial {
  const rows = new RowsInFile(join(dir, name));
  const strangers = new Set<string>();
  for (const placed of eachRow(dir, name, needed, notes, lacking('trial_id', ...columns))) {
    const id = texts.of(placed.row['trial_id']!);
    if (known.size > 0 && !known.has(id)) strangers.add(id);
    else rows.add(id, placed);
  }
  if (strangers.size > 0) {
    notes.push(
      `${name} has ${counted(strangers.size, 'trial')} (${few([...strangers])}) that trials.csv has not, left out; rows may be of another sweep`,
    );
  }
  return rows;
}
