/** Gates hold up to their tolerance and not beyond; samples and their distances. */
import { describe, expect, it } from 'vitest';
import {
  atLeast,
  atMost,
  between,
  plusMinus,
  reported,
  same,
  withinShare,
  type Gate,
} from '../../harness/reproduce/gates.ts';
import { distanceTo, quantileOf, sampleOf, shareOfQuantile, shareUpTo } from '../../harness/reproduce/sample.ts';
import { availSimWan } from '../../bench/experiments/published/availsim-wan.ts';
import { raftAtc14Elections } from '../../bench/experiments/published/raft-atc14-elections.ts';

describe('a gate', () => {
  it.each<[string, (measured: number) => Gate, holds: number[], fails: number[]]>([
    ['±10 % of 200', (x) => withinShare('x', x, 200, 0.1), [180, 220], [179.9, 220.1, NaN, Infinity]],
    ['37 ± 0.5', (x) => plusMinus('x', x, 37, 0.5), [36.5, 37.5], [36.4, 37.6, NaN]],
    ['≤ 0.12', (x) => atMost('x', x, 0.12), [0.12, 0], [0.121, NaN, Infinity]],
    ['≥ 75', (x) => atLeast('x', x, 75), [75, Infinity], [74.9, NaN]],
    ['1 to 2', (x) => between('x', x, [1, 2]), [1, 2], [0.99, 2.01, NaN]],
    ['the same', (x) => same('x', x, 3), [3], [2, NaN]],
  ])('of %s holds up to its tolerance and not beyond', (_, gate, holds, fails) => {
    expect(holds.map((measured) => gate(measured).verdict)).toEqual(holds.map(() => 'pass'));
    expect(fails.map((measured) => gate(measured).verdict)).toEqual(fails.map(() => 'fail'));
  });

  it('that is only reported is none', () => {
    expect(reported('x', 1, 1000).verdict).toBe('reported');
  });
});

describe('a sample', () => {
  const sample = sampleOf([4, 1, 3, 2]);

  it('has its quantiles between neighbours, and its extremes at the ends', () => {
    expect([0, 0.5, 1].map((p) => quantileOf(sample, p))).toEqual([1, 2.5, 4]);
    expect([0.5, 1, 2.5, 4].map((value) => shareUpTo(sample, value))).toEqual([0, 0.25, 0.5, 1]);
  });

  it('is at no distance from its own quantiles, and at all distance from others', () => {
    const values = sampleOf(Array.from({ length: 2000 }, (_, i) => i));
    const quantiles = Array.from({ length: 200 }, (_, i) => quantileOf(values, shareOfQuantile(i, 200)));
    expect(distanceTo(values, quantiles)).toBeLessThan(0.001);
    const half = quantiles.map((value) => value / 2);
    expect(distanceTo(values, half)).toBeCloseTo(0.5, 2);
  });
});

describe('published data', () => {
  it.each(raftAtc14Elections)('of $electionMs have one median, as quantiles and as a number', (curve) => {
    const { quantilesMs, p50Ms, meanMs, plateau } = curve;
    expect(quantilesMs).toHaveLength(200);
    expect([...quantilesMs].sort((a, b) => a - b)).toEqual(quantilesMs);
    expect(quantileOf(quantilesMs, 0.5) / p50Ms).toBeCloseTo(1, 1);
    expect(quantilesMs.reduce((sum, ms) => sum + ms, 0) / 200 / meanMs).toBeCloseTo(1, 1);
    if (plateau !== undefined) expect(shareUpTo(quantilesMs, plateau.untilMs)).toBeCloseTo(plateau.share, 1.9);
  });

  it('of the wide-area elections grow from point to point', () => {
    for (const { points } of availSimWan) {
      const sorted = [...points].sort((a, b) => a.share - b.share);
      expect(sorted.map(({ ms }) => ms)).toEqual(sampleOf(points.map(({ ms }) => ms)));
    }
  });
});
