/** Published result sets are made anew and compared with what is published, to the byte. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedSets } from '../../bench/published/published-sets.ts';
import { publish, remake } from '../../bench/published/remake.ts';
import { folderDifferences } from '../../bench/published/same-bytes.ts';
import { quorumBench } from '../cli/command-line.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-results-'));
const places = { published: join(folder, 'published'), out: join(folder, 'again') };
const small = {
  folder: 'small',
  command: ['sweep', '--algorithm', 'raft', '--nodes', '1', '--ops', '50', '--seeds', '1', '--workers', '1'],
  into: '--out',
  above: false,
} as const;
const silent = { out: () => {}, err: () => {}, color: false, width: 100, status: 0 };

beforeAll(async () => {
  expect((await remake(small, places, silent)).outcome).toBe('new');
  publish(small, places);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a published set', () => {
  it('is the same when it is made again, at another time', async () => {
    const remade = await remake(small, places, silent);
    expect(remade).toMatchObject({ outcome: 'same', differences: [], sameFigures: true, status: 0 });
    expect(remade.files).toBeGreaterThan(10);
  });

  it('is told apart by the file and the line in which it differs', () => {
    const other = join(folder, 'other');
    cpSync(join(places.published, 'small'), other, { recursive: true });
    writeFileSync(join(other, 'trials.csv'), readFileSync(join(other, 'trials.csv'), 'utf8').replace(/raft/, 'Raft'));
    writeFileSync(join(other, 'run.json'), '{}\n');
    writeFileSync(join(other, 'more.txt'), '');
    rmSync(join(other, 'split.csv'));
    expect(folderDifferences(join(places.published, 'small'), other)).toEqual([
      { file: 'split.csv', how: 'is missing' },
      { file: 'trials.csv', how: 'differs', line: 2 },
      { file: 'more.txt', how: 'is new' },
    ]);
  });

  it('may quote another run in its report, and nothing else', () => {
    const other = join(folder, 'quoting');
    cpSync(join(places.published, 'small'), other, { recursive: true });
    const report = readFileSync(join(other, 'report.md'), 'utf8');
    writeFileSync(join(other, 'report.md'), report.replace(/"wall_ms": \d+/, '"wall_ms": 1'));
    expect(folderDifferences(join(places.published, 'small'), other)).toEqual([]);
    writeFileSync(join(other, 'report.md'), `${report}more\n`);
    expect(folderDifferences(join(places.published, 'small'), other)).toMatchObject([{ file: 'report.md' }]);
  });
});

it('stands in results/, where the README tells of it', () => {
  const readme = readFileSync(join(ROOT, 'results/README.md'), 'utf8');
  for (const { folder } of publishedSets) {
    const [top = ''] = folder.split('/');
    expect(existsSync(join(ROOT, 'results', top)), folder).toBe(true);
    expect(readme).toContain(`\`${top}/\``);
  }
});

it('refuses sets that are not published, and to remove those that are', async () => {
  expect(await quorumBench('results', 'fail-ower')).toMatchObject({
    status: 2,
    err: 'quorum-bench: fail-ower is no published set; did you mean fail-over?\n',
  });
  const { status, err } = await quorumBench('results', '--out', 'results');
  expect(status).toBe(2);
  expect(err).toMatch(/--out is results, where the published sets stand; take another folder/);
});
