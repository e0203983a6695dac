/**
 * What stands in the files of a result set, as schemas: the manifest, and a row of each CSV file once its cells are read (numbers as
 * numbers, an empty cell as `null`). Fields and columns may be added behind; none is renamed.
 */
import { z } from 'zod';
import { columnNames } from '../record/columns.ts';
import { trialSchema } from '../trial/spec.ts';
import { summaryColumns } from './summary.ts';
import { sweepJsonSchema, sweepSchema } from './sweep-spec.ts';

const count = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().regex(/^[0-9a-f]{16}$/);
const figure = z.number().nullable();

const manifest = z.looseObject({
  schema: z.literal(1),
  name: z.string(),
  version: z.string().describe('of quorum-bench'),
  sources_hash: hash.describe('of the modules that run a trial'),
  sweep_hash: hash,
  complete: z.boolean().describe('have all trials been run?'),
  trials: z.object({ planned: count, finished: count }),
  configurations: count,
  excluded: count.describe('configurations left out; see exclusions.csv'),
  costs: z.array(trialSchema.shape.costs).describe('the cost models in use'),
  sweep: sweepSchema.describe('can be swept again: quorum-bench sweep manifest.json'),
});

const TEXTS = new Set(['algorithm', 'quorums', 'spec', 'reason', 'panels', 'workload']);
const NULLABLE_TEXTS = new Set(['topology', 'latency', 'trace_hash']);
const COUNTS = new Set(['nodes', 'q1', 'q2', 'seed', 'seeds']);

function cellOf(column: string): z.ZodType {
  if (column === 'trial_id') return id;
  if (column === 'verdict') return z.enum(['ok', 'violation', 'unknown', 'void']);
  if (column === 'thrifty') return z.boolean();
  if (column === 'panels' || column === 'reason') return z.string().nullable();
  if (TEXTS.has(column)) return z.string();
  if (NULLABLE_TEXTS.has(column)) return z.string().nullable();
  return COUNTS.has(column) ? count : figure;
}

function rowOf(columns: readonly string[]): z.ZodObject {
  return z.looseObject(Object.fromEntries(columns.map((column) => [column, cellOf(column)])));
}

const histogram = z.looseObject({
  trial_id: id,
  operation: z.enum(['read', 'write', 'any', 'commit']),
  regime: z.enum(['steady', 'outage', 'recovery', 'all']),
  count,
  min_ms: z.number(),
  max_ms: z.number(),
  sum_ms: z.number(),
  hdr: z.string().describe('HdrHistogram V2, compressed, base64; values in µs'),
});

/** By the file that they are of; the CSV files by their rows. */
export const resultSchemas = {
  manifest,
  trials: rowOf([...columnNames, 'panels']),
  summary: rowOf(summaryColumns),
  histograms: histogram,
} as const;

export type ResultFile = keyof typeof resultSchemas;

/** JSON Schema (2020-12). @param file one of `resultSchemas`, or `sweep` for sweep files */
export function resultJsonSchema(file: ResultFile | 'sweep'): object {
  if (file === 'sweep') return sweepJsonSchema();
  const title = file === 'manifest' ? 'manifest.json of quorum-bench' : `A row of ${file}.csv of quorum-bench`;
  return { ...z.toJSONSchema(resultSchemas[file], { io: 'input', unrepresentable: 'any' }), title };
}
