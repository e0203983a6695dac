/** Repeats until an interval is narrow enough: how many seeds, the same bytes after a kill, and limits on what came out. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../harness/trial/csv-rows.ts';
import { planSweep } from '../../harness/sweep/plan.ts';
import { runSweep } from '../../harness/sweep/sweep.ts';
import { untilOf } from '../../harness/sweep/until.ts';
import { quorumBench } from '../cli/command-line.ts';
import { filesOf, inFolder, smallSweep } from './fixture.ts';

const rule = { until: 'throughput ±1%', mostSeeds: 12 };
const sweep = smallSweep({ ...rule, axes: { 'workload.clients': [1, 4] }, seeds: 2 });

const run = (dir: string, workers: number, signal?: AbortSignal, onProgress?: (finished: number) => void) =>
  runSweep(sweep, planSweep(sweep), {
    dir,
    workers,
    resume: existsSync(dir) && existsSync(join(dir, 'trials.partial.jsonl')),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });

const summaryIn = (dir: string) => parseCsv(readFileSync(join(dir, 'summary.csv'), 'utf8'));

describe('a sweep with a stopping rule', () => {
  it('gives each configuration five seeds at least, and more until the interval is reached or the bound is', async () => {
    await inFolder(async (dir) => {
      const { manifest } = await run(dir, 2);
      expect(manifest.complete).toBe(true);
      const rows = summaryIn(dir);
      expect(rows).toHaveLength(2);
      for (const row of rows) {
        const seeds = Number(row['seeds']);
        expect([5, 8, 12]).toContain(seeds);
        const half = Number(row['throughput_per_s_high']) - Number(row['throughput_per_s']);
        if (seeds < 12) expect(half).toBeLessThanOrEqual(0.01 * Number(row['throughput_per_s']));
      }
      expect(manifest.trials.finished).toBe(rows.reduce((sum, row) => sum + Number(row['seeds']), 0));
      expect(manifest.sweep).toMatchObject(rule);
      const again = await runSweep(sweep, planSweep(sweep), { dir, workers: 1, resume: true });
      expect(again).toMatchObject({ nothingToDo: true, manifest: { trials: manifest.trials } });
    });
  }, 60_000);

  it('has the same bytes after it was interrupted in the midst of the first seeds or of the further ones', async () => {
    await inFolder(async (whole) => {
      await run(whole, 2);
      const expected = filesOf(whole);
      for (const stopAt of [2, 7]) {
        await inFolder(async (dir) => {
          const controller = new AbortController();
          const first = await run(dir, 1, controller.signal, (finished) => {
            if (finished >= stopAt) controller.abort();
          });
          expect(first.manifest.complete).toBe(false);
          const { manifest } = await run(dir, 1);
          expect(manifest.complete).toBe(true);
          expect(filesOf(dir)).toEqual(expected);
        });
      }
    });
  }, 60_000);

  it('is refused where its aim is none, with the way out', () => {
    expect(() => untilOf(smallSweep({ until: 'p99 < 3' }))).toThrow(
      /write a figure and half of its interval, such as 'p99 ±3%'/,
    );
    expect(() => untilOf(smallSweep({ until: 'p98 ±3%' }))).toThrow(/did you mean p9/);
  });
});

describe('sweep --threshold', () => {
  const flags = [
    '--algorithm',
    'raft',
    '--nodes',
    '3',
    '--ops',
    '200',
    '--warmup',
    '20ms',
    '--clients',
    '1,4',
    '--seeds',
    '2',
  ];

  it('passes where all configurations keep it, and fails by name where one does not', async () => {
    await inFolder(async (dir) => {
      const swept = await quorumBench('sweep', ...flags, '--out', join(dir, 'a'), '--threshold', 'mean < 1s');
      expect(swept.status).toBe(0);
      const again = await quorumBench(
        'sweep',
        ...flags,
        '--out',
        join(dir, 'a'),
        '--resume',
        '--threshold',
        'mean < 10us',
      );
      expect(again.status).toBe(1);
      expect(again.err).toMatch(/Raft, 1 client: mean is .* the limit 10 µs \(mean < 10us\)/);
    });
  }, 60_000);

  it('refuses a change, as there is nothing to compare with', async () => {
    const { status, err } = await quorumBench('sweep', ...flags, '--threshold', 'p99 < +5%');
    expect(status).toBe(2);
    expect(err).toMatch(/use quorum-bench compare --fail-if/);
  });
});
