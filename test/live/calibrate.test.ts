/** The measurement of this machine: its arithmetic on made-up figures, and that a short one gives figures that a spec takes. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { line, measureCpu } from '../../harness/live/calibrate-cpu.ts';
import { lognormalOf, measureFlush, quantile } from '../../harness/live/calibrate-machine.ts';
import { parseCostModel } from '../../harness/live/cost-model.ts';
import { quorumBench } from '../cli/command-line.ts';

const model = {
  schema: 1,
  machine: { cpu: 'a CPU', cpus: 2, node: 'v20', platform: 'linux x64' },
  measuredAt: '2026-11-24T00:00:00Z',
  voidReasons: [],
  costs: {
    cpuInMs: 0.002,
    cpuOutMs: 0.001,
    applyMs: 0.0005,
    byteMs: 1e-6,
    fsync: { type: 'lognormal', median: 0.2, sigma: 0.5, cap: 9 },
  },
  wakeUp: { type: 'constant', value: 0.01 },
  detail: {},
};

describe('the costs of a CPU', () => {
  it('are a line through points by their relative errors, and never below 0', () => {
    const exact = line([
      [10, 25],
      [20, 45],
      [1000, 2005],
    ]);
    expect(exact.base).toBeCloseTo(5);
    expect(exact.slope).toBeCloseTo(2);
    expect(
      line([
        [10, 1],
        [1000, 200],
      ]).base,
    ).toBe(0);
    expect(
      line([
        [10, 5],
        [1000, 4],
      ]).slope,
    ).toBe(0);
  });

  it('are measured of any algorithm with a leader, and more than nothing', () => {
    const { name } = algorithms.find(({ leader }) => leader)!;
    const { cpuInMs, cpuOutMs, byteMs, applyMs, handlingMs } = measureCpu(name, { operations: 500, repetitions: 2 });
    expect(cpuInMs).toBeGreaterThan(0);
    expect(cpuInMs).toBeGreaterThanOrEqual(handlingMs);
    expect(cpuOutMs + byteMs).toBeGreaterThan(0);
    expect(applyMs).toBeGreaterThanOrEqual(0);
  });
});

describe('the times of a machine', () => {
  it('become a distribution by median and 90th percentile, that gives nothing above what was seen', () => {
    const samples = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000);
    expect(quantile(samples, 0.5)).toBeCloseTo(0.5, 2);
    const fitted = lognormalOf(samples);
    expect(fitted).toMatchObject({ type: 'lognormal', cap: 1 });
    expect(fitted.type === 'lognormal' && fitted.median * Math.exp(1.2816 * fitted.sigma)).toBeCloseTo(0.9, 2);
  });

  it('of a flush are taken in a folder that is gone afterwards', () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'));
    const samples = measureFlush(folder, 5, 128);
    expect(samples.length).toBe(5);
    expect(samples[0]!).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe('a cost model', () => {
  it('is what --costs takes, with further flags on top', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'));
    const file = join(folder, 'costs.json');
    writeFileSync(file, JSON.stringify(model));
    const short = ['--warmup', '0ms', '--ops', '20', '--json'];
    const { out } = await quorumBench('run', '--algorithm', 'raft', '--costs', file, '--cpu-in', '3us', ...short);
    expect((JSON.parse(out) as { spec: { costs: unknown } }).spec.costs).toEqual({ ...model.costs, cpuInMs: 0.003 });
    rmSync(folder, { recursive: true });
  });

  it('that is none is refused with where one comes from', () => {
    expect(() => parseCostModel({ ...model, costs: { ...model.costs, cpuInMs: 'much' } }, 'x.json')).toThrow(
      /x\.json is no cost model: costs\.cpuInMs is wrong .*; take a file that quorum-bench calibrate wrote/,
    );
    expect(() => parseCostModel('text', 'x.json')).toThrow(/its content is wrong/);
  });
});
