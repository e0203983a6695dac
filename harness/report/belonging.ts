/** Which rows of a result set belong together: those of another sweep, or without the trials behind them, are left out. */
import canonicalize from 'canonicalize';
import { counted } from './format.ts';
import { few, type CsvRow } from './read-rows.ts';

/** What to do about rows that cannot be used; it ends every list of them. */
export const WAY_OUT =
  'The way out: `quorum-bench sweep manifest.json --out again` makes the whole set anew, to the same bytes, and its report with it.';

export interface Belonging {
  readonly summary: readonly CsvRow[];
  readonly trials: readonly CsvRow[];
  /** The trials behind a row of the summary, in the order of seeds. */
  readonly trialIdsOf: (row: CsvRow) => readonly string[];
}

/**
 * A row of the summary has the spec of its trials but for the seed. Without any trials, the summary stands alone.
 * @param notes what is left out is added to, a sentence each
 */
export function belonging(summary: readonly CsvRow[], allTrials: readonly CsvRow[], notes: string[]): Belonging {
  const trials = withoutDoubles(allTrials, notes);
  if (trials.length === 0) return { summary, trials, trialIdsOf: () => [] };
  const idsBySpec = new Map<string, string[]>();
  const specs = new Map(trials.map((row) => [row, specWithoutSeed(row['spec']!)]));
  for (const [row, spec] of specs) idsBySpec.set(spec, [...(idsBySpec.get(spec) ?? []), row['trial_id']!]);
  const trialIdsOf = (row: CsvRow) => idsBySpec.get(row['spec']!) ?? [];
  const orphans = summary.filter((row) => trialIdsOf(row).length === 0);
  if (orphans.length > 0) {
    notes.push(
      `${counted(orphans.length, 'row')} of summary.csv without trials in trials.csv, left out; rows may be of another sweep`,
    );
  }
  const known = new Set(summary.map((row) => row['spec']));
  const strays = trials.filter((row) => !known.has(specs.get(row)));
  if (strays.length > 0) {
    notes.push(
      `${counted(strays.length, 'row')} of trials.csv without a row in summary.csv (${few(idsOf(strays))}), left out; rows may be of another sweep`,
    );
  }
  return {
    summary: summary.filter((row) => !orphans.includes(row)),
    trials: trials.filter((row) => !strays.includes(row)),
    trialIdsOf,
  };
}

function withoutDoubles(trials: readonly CsvRow[], notes: string[]): CsvRow[] {
  const byId = new Map<string, CsvRow>();
  const doubles = trials.filter((row) => {
    const id = row['trial_id']!;
    if (byId.has(id)) return true;
    byId.set(id, row);
    return false;
  });
  if (doubles.length > 0) {
    notes.push(`trials.csv has ${few(idsOf(doubles))} more than once; the first row of each is used`);
  }
  return [...byId.values()];
}

function idsOf(rows: readonly CsvRow[]): string[] {
  return rows.map((row) => row['trial_id'] ?? '');
}

/** @param text JSON, known to be sound */
function specWithoutSeed(text: string): string {
  return canonicalize({ ...(JSON.parse(text) as object), seed: undefined })!;
}

/** Rows by their trial; those of trials that trials.csv does not have are left out, unless it has none at all. */
export function byTrial(
  name: string,
  rows: readonly CsvRow[],
  known: ReadonlySet<string>,
  notes: string[],
): Map<string, CsvRow[]> {
  const map = new Map<string, CsvRow[]>();
  const strangers = new Set<string>();
  for (const row of rows) {
    const id = row['trial_id']!;
    if (known.size > 0 && !known.has(id)) strangers.add(id);
    else if (map.has(id)) map.get(id)!.push(row);
    else map.set(id, [row]);
  }
  if (strangers.size > 0) {
    notes.push(
      `${name} has ${counted(strangers.size, 'trial')} (${few([...strangers])}) that trials.csv has not, left out; rows may be of another sweep`,
    );
  }
  return map;
}
