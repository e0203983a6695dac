/** The schemas of a result set against one that is published, and against rows that are not what they should be. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultSchemas, type ResultFile } from '../../harness/sweep/schemas.ts';
import { parseCsv } from '../../harness/trial/csv-rows.ts';
import { quorumBench } from '../cli/command-line.ts';

const published = resolve(import.meta.dirname, '../../results/default');
const TEXTS = new Set(['trial_id', 'trace_hash', 'algorithm', 'quorums', 'spec', 'hdr']);

/** As a reader of CSV types them: numbers as numbers, an empty cell as null. */
function typed(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const cell = (name: string, text: string) => {
    if (text === '') return null;
    if (text === 'true' || text === 'false') return text === 'true';
    return TEXTS.has(name) || Number.isNaN(Number(text)) ? text : Number(text);
  };
  return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, cell(name, text)]));
}

describe('the schemas of a result set', () => {
  it('hold for the published manifest', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(published, 'manifest.json'), 'utf8'));
    expect(resultSchemas.manifest.safeParse(manifest).error).toBeUndefined();
    expect(resultSchemas.manifest.safeParse({ ...(manifest as object), schema: 2 }).success).toBe(false);
  });

  it.each(['trials', 'summary', 'histograms'] satisfies ResultFile[])(
    'hold for every fifth published row of %s.csv',
    (file) => {
      const rows = parseCsv(readFileSync(join(published, `${file}.csv`), 'utf8')).filter((_, i) => i % 5 === 0);
      expect(rows.length).toBeGreaterThan(50);
      for (const row of rows) expect(resultSchemas[file].safeParse(typed(row)).error).toBeUndefined();
      expect(resultSchemas[file].safeParse({}).success).toBe(false);
    },
  );

  it.each(['manifest', 'trials', 'summary', 'histograms', 'sweep'])('%s is printed as JSON Schema', async (file) => {
    const { out, status } = await quorumBench('list', '--schema', file);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: expect.stringContaining('json-schema.org') as string,
      type: 'object',
    });
  });

  it('are refused for a file that has none, with those that have', async () => {
    const { err, status } = await quorumBench('list', '--schema', 'run');
    expect(status).toBe(2);
    expect(err).toMatch(/take one of manifest, trials, summary, histograms, sweep/);
  });
});
