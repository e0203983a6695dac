/** What reports need to know of every trial. Whole rows are read when a comparison asks for them. */
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { complaintOfSpec } from './configuration.ts';
import { eachRow, lacking, type CsvRow } from './read-rows.ts';
import { RowsInFile, type RowsByTrial } from './rows-by-trial.ts';
import type { SharedTexts } from './shared-texts.ts';

export interface Trial {
  readonly id: string;
  readonly seed: number;
  readonly verdict: string;
  readonly reason: string;
  /** Canonical JSON of the spec but for the seed: what its row of `summary.csv` has. */
  readonly spec: string;
}

/** What `trials.csv` holds. */
export interface Trials {
  /** Of each the first row. */
  readonly trials: readonly Trial[];
  readonly rows: RowsByTrial;
  /** Ids of further rows of a trial. */
  readonly doubles: readonly string[];
}

/** @param notes what is left out is added, a sentence each */
export function readTrials(dir: string, texts: SharedTexts, notes: string[]): Trials {
  const name = 'trials.csv';
  const trials: Trial[] = [];
  const doubles: string[] = [];
  const rows = new RowsInFile(join(dir, name));
  for (const placed of eachRow(dir, name, true, notes, complaintOfTrial)) {
    const trial = trialOf(placed.row, texts);
    if (rows.has(trial.id)) {
      doubles.push(trial.id);
      continue;
    }
    rows.add(trial.id, placed);
    trials.push(trial);
  }
  return { trials, rows, doubles };
}

function complaintOfTrial(row: CsvRow): string | undefined {
  return lacking('trial_id', 'verdict')(row) ?? complaintOfSpec(row['spec'] ?? '');
}

function trialOf(row: CsvRow, texts: SharedTexts): Trial {
  const [id, verdict, reason] = ['trial_id', 'verdict', 'reason'].map((column) => texts.of(row[column] ?? ''));
  const spec = texts.of(specWithoutSeed(row['spec'] ?? ''));
  return { id: id!, seed: Number(row['seed']), verdict: verdict!, reason: reason!, spec };
}

/** @param text JSON, known to be sound */
function specWithoutSeed(text: string): string {
  return canonicalize({ ...(JSON.parse(text) as object), seed: undefined })!;
}
