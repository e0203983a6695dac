/** `results/README.md` explains every file and every column that a sweep writes. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeReport } from '../../harness/report/report.ts';
import { sweptFolder } from '../report/fixture.ts';

const README = readFileSync(resolve(import.meta.dirname, '../../results/README.md'), 'utf8');
const SWEEP_MS = 120_000;

let dir = '';
beforeAll(async () => {
  dir = await sweptFolder({
    name: 'columns',
    base: { algorithm: 'raft', nodes: 3, phases: { warmupMs: 50, ops: 200 } },
    intervalMs: 20,
    seeds: 1,
  });
  await writeReport(dir);
}, SWEEP_MS);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('names every file', () => {
  const files = readdirSync(dir).filter((name) => name !== 'charts');
  expect(files.length).toBeGreaterThan(9);
  for (const name of files) expect(README, name).toContain(`\`${name}\``);
});

it('names every column of every CSV file, by its name without the ends of intervals', () => {
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.csv'))) {
    const [head = ''] = readFileSync(join(dir, name), 'utf8').split('\n', 1);
    const columns = head.split(',').map((column) => column.replace(/_(low|high)$/, ''));
    expect(columns.length).toBeGreaterThan(2);
    for (const column of columns) expect(README, `${name}: ${column}`).toContain(`\`${column}\``);
  }
});

it('names no column that is not there', () => {
  const heads = readdirSync(dir)
    .filter((file) => file.endsWith('.csv'))
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').split('\n', 1)[0]!.split(','));
  const rows = README.split('\n').filter((line) => /^\| `[a-z]/.test(line) && !/(\.(csv|json|svg|html)|\/)`/.test(line));
  const named = rows.flatMap((line) => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  expect(named.length).toBeGreaterThan(70);
  expect(named.filter((column) => !heads.includes(column))).toEqual([]);
});
