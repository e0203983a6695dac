/** A trial that has run before, from the row of a result set or from a file: what to run, and what must come out. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '../harness/trial/csv-rows.ts';
import { trialId } from '../harness/trial/canonical.ts';
import { resolveSpec } from '../harness/trial/resolve.ts';
import { UserError } from '../harness/user-error.ts';
import { parseData, readData, readText } from './read-input.ts';

export interface Recorded {
  readonly spec: unknown;
  readonly traceHash: string | undefined;
  readonly where: string;
}

/** @throws UserError */
export function recordedTrial(source: string, id: string | undefined): Recorded {
  if (!existsSync(source))
    throw new UserError(`${source} does not exist; name the folder of a result set, or a saved trial`);
  if (!statSync(source).isDirectory()) {
    if (id !== undefined) throw new UserError(`${source} is a file and holds one trial; leave out ${id}`);
    return ofFile(source);
  }
  if (id === undefined) throw new UserError(`${source} is a result set; add the trial_id of one of its rows`);
  return ofRow(source, id);
}

/** A spec as it is, or an object that carries one, such as the output of `run --json`. */
function ofFile(file: string): Recorded {
  const data = readData(file);
  if (typeof data !== 'object' || data === null || !('spec' in data))
    return { spec: data, traceHash: undefined, where: file };
  const row: unknown = 'row' in data ? data.row : data;
  const hash: unknown = typeof row === 'object' && row !== null && 'trace_hash' in row ? row.trace_hash : undefined;
  return { spec: data.spec, traceHash: typeof hash === 'string' ? hash : undefined, where: file };
}

function ofRow(folder: string, id: string): Recorded {
  const file = join(folder, 'trials.csv');
  if (!existsSync(file)) throw new UserError(`${folder} has no trials.csv; name the folder of a result set`);
  const rows = parseCsv(readText(file));
  const row = rows.find((candidate) => candidate['trial_id'] === id);
  if (row === undefined)
    throw new UserError(`no row of ${file} has the trial_id ${id}; take one of its ${rows.length} rows`);
  const where = `row ${id} of ${file}`;
  const spec = parseData(row['spec'] ?? '', `the spec in ${where}`);
  // The id is the hash of the spec: a row whose spec was changed is not the trial that it claims to be.
  const found = trialId(resolveSpec(spec));
  if (found !== id)
    throw new UserError(`the spec in ${where} is that of trial ${found}; take the row as it was written`);
  return { spec, traceHash: row['trace_hash'] === '' ? undefined : row['trace_hash'], where };
}
