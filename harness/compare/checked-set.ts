/** A result set that is read to be compared: what in it is damaged is known by name. */
import { LatencyHistogram } from '../record/latency-histogram.ts';
import { readResultSet, type CsvRow, type ResultSet } from '../report/result-set.ts';

export interface CheckedSet extends ResultSet {
  /** Trials of which a histogram cannot be read. */
  readonly damaged: ReadonlySet<string>;
}

/** @throws UserError if the folder holds no result set that this version can read */
export function readCheckedSet(dir: string): CheckedSet {
  const set = readResultSet(dir);
  const damaged = new Set<string>();
  const known = new Set(set.trials.map(({ id }) => id));
  for (const [id, rows] of set.histograms) {
    const reason = rows.map(complaintAbout).find((complaint) => complaint !== undefined);
    if (reason !== undefined) {
      damaged.add(id);
      set.notes.push(
        `a histogram of trial ${id} is damaged (${reason}); its percentiles are taken from trials.csv alone; mend it with quorum-bench sweep manifest.json --out another folder`,
      );
    }
    if (known.size > 0 && !known.has(id)) {
      set.notes.push(`histograms.csv has trial ${id}, which trials.csv has not; rows may be of another sweep`);
    }
  }
  return { ...set, damaged };
}

/** The histogram of all operations of a trial; `undefined` if there is none that can be read. */
export function latencyOf({ histograms, damaged }: CheckedSet, id: string): LatencyHistogram | undefined {
  const row = histograms.get(id)?.find(({ operation, regime }) => operation === 'any' && regime === 'all');
  return row === undefined || damaged.has(id) ? undefined : decode(row);
}

function decode(row: CsvRow): LatencyHistogram {
  const [count, min, max, sum] = ['count', 'min_ms', 'max_ms', 'sum_ms'].map((name) => Number(row[name]));
  return LatencyHistogram.decode(row['hdr'] ?? '', count!, min!, max!, sum!);
}

function complaintAbout(row: CsvRow): string | undefined {
  const numbers = ['count', 'min_ms', 'max_ms', 'sum_ms'].map((name) => Number(row[name] === '' ? NaN : row[name]));
  if (numbers.some((number) => !Number.isFinite(number))) return 'its count or extremes are no numbers';
  try {
    decode(row);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
