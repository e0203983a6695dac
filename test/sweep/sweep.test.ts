/** A sweep gives the same bytes for any number of workers, and whatever becomes of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../harness/record/latency-histogram.ts';
import { planSweep } from '../../harness/sweep/plan.ts';
import { runSweep, type SweepOptions } from '../../harness/sweep/sweep.ts';
import type { Sweep } from '../../harness/sweep/sweep-spec.ts';
import { parseCsv } from '../../harness/trial/csv-rows.ts';
import { filesOf, inFolder, smallSweep } from './fixture.ts';

const run = (sweep: Sweep, dir: string, options: Partial<SweepOptions> = {}) =>
  runSweep(sweep, planSweep(sweep), { dir, workers: 2, resume: false, ...options });

describe('a sweep', () => {
  it('gives the same bytes with one worker, with two, and interrupted and resumed', () =>
    inFolder(async (folder) => {
      const sweep = smallSweep();
      const [one, two, parts] = ['one', 'two', 'parts'].map((name) => join(folder, name)) as [string, string, string];
      await run(sweep, one, { workers: 1 });
      await run(sweep, two);
      const controller = new AbortController();
      const onProgress = (finished: number) => finished >= 3 && controller.abort();
      const interrupted = await run(sweep, parts, { signal: controller.signal, onProgress });
      expect(interrupted.manifest.complete).toBe(false);
      expect(interrupted.manifest.trials.finished).toBeGreaterThanOrEqual(3);
      expect(parseCsv(filesOf(parts)['trials.csv']!)).toHaveLength(interrupted.manifest.trials.finished);
      await run(sweep, parts, { resume: true });
      expect(filesOf(two)).toEqual(filesOf(one));
      expect(filesOf(parts)).toEqual(filesOf(one));
      expect(Object.keys(filesOf(one))).not.toContain('trials.partial.jsonl');
    }));

  it('refuses a folder that holds rows, and with --resume finds nothing to do there', () =>
    inFolder(async (folder) => {
      const sweep = smallSweep({ axes: {} });
      await run(sweep, folder);
      const before = filesOf(folder);
      await expect(run(sweep, folder)).rejects.toThrow(/holds rows already; go on with --resume/);
      await expect(run(smallSweep(), folder, { resume: true })).rejects.toThrow(/rows of another sweep/);
      expect((await run(sweep, folder, { resume: true })).nothingToDo).toBe(true);
      expect(filesOf(folder)).toEqual(before);
    }));

  it('writes time series where a panel asks for them', () =>
    inFolder(async (folder) => {
      await run(smallSweep({ axes: {}, seeds: 1, intervalMs: 10 }), folder);
      const rows = parseCsv(readFileSync(join(folder, 'timeseries.csv'), 'utf8'));
      expect(Object.keys(rows[0]!)).toEqual([
        ...['trial_id', 't_ms', 'completed', 'p99_ms', 'leader'],
        ...['p50_ms', 'max_ms'],
      ]);
      expect(rows.length).toBeGreaterThan(2);
    }));
});

describe('a configuration in summary.csv', () => {
  it('has the percentiles of the decoded and added histograms of its seeds', () =>
    inFolder(async (folder) => {
      await run(
        smallSweep({ axes: {}, seeds: 3, base: { algorithm: 'paxos', nodes: 3, phases: { ops: 600 } } }),
        folder,
      );
      const files = filesOf(folder);
      const histograms = parseCsv(files['histograms.csv']!);
      const sum = new LatencyHistogram();
      for (const row of histograms.filter(({ operation, regime }) => operation === 'any' && regime === 'all')) {
        const [count, min, max, total] = ['count', 'min_ms', 'max_ms', 'sum_ms'].map((name) => Number(row[name]));
        sum.add(LatencyHistogram.decode(row['hdr']!, count!, min!, max!, total!));
      }
      const [summary] = parseCsv(files['summary.csv']!);
      expect(sum.count).toBeGreaterThanOrEqual(1500);
      expect(Number(summary!['latency_p50_ms'])).toBe(sum.percentileMs(500));
      expect(Number(summary!['latency_p99_ms'])).toBe(sum.percentileMs(990));
      expect(Number(summary!['latency_max_ms'])).toBe(sum.maxMs);
      expect(summary!['seeds']).toBe('3');
    }));

  it('has for a rate the mean over seeds and Student’s interval around it', () =>
    inFolder(async (folder) => {
      await run(smallSweep({ axes: {}, seeds: 3 }), folder);
      const files = filesOf(folder);
      const values = parseCsv(files['trials.csv']!).map((row) => Number(row['throughput_per_s']));
      const [summary] = parseCsv(files['summary.csv']!);
      const mean = (values[0]! + values[1]! + values[2]!) / 3;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
      const [low, high] = [Number(summary!['throughput_per_s_low']), Number(summary!['throughput_per_s_high'])];
      expect(Number(summary!['throughput_per_s'])).toBeCloseTo(mean, 6);
      // 4.3027 is the 97.5 % quantile of Student's t with two degrees of freedom.
      expect((high - low) / 2).toBeCloseTo((4.3027 * sd) / Math.sqrt(3), 3);
      expect(summary!['spec']).not.toContain('seed');
    }));
});

describe('a worker that dies', () => {
  const workerFile = fileURLToPath(new URL('./dying-worker.mjs', import.meta.url));

  it('costs its trial a retry, and if that fails too a row that is void, with the reason', () =>
    inFolder(async (folder) => {
      const dir = join(folder, 'rows');
      process.env['QUORUM_BENCH_TEST_MARK'] = join(folder, 'mark');
      const sweep = smallSweep({ axes: { 'workload.keys': [1, 2, 3, 4, 5] } });
      const { verdicts, manifest } = await run(sweep, dir, { workerFile });
      expect(existsSync(join(folder, 'mark'))).toBe(true);
      expect(manifest.complete).toBe(true);
      expect(verdicts).toEqual({ ok: 6, violation: 0, unknown: 0, void: 4 });
      const rows = parseCsv(filesOf(dir)['trials.csv']!);
      expect(rows.map(({ verdict }) => verdict)).toEqual([
        'ok',
        'ok',
        'void',
        'void',
        'void',
        'void',
        'ok',
        'ok',
        'ok',
        'ok',
      ]);
      expect(rows[2]).toMatchObject({ reason: 'the worker died, twice', throughput_per_s: '', trace_hash: '' });
      expect(rows[4]!['reason']).toBe('the worker failed, twice: the replica was in two minds');
      const summary = parseCsv(filesOf(dir)['summary.csv']!);
      expect(summary.map(({ verdict }) => verdict)).toEqual(['ok', 'void', 'void', 'ok', 'ok']);
    }));
});
