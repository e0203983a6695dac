import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../harness/sim/random.ts';
import { drawNs, meanMs } from '../../harness/sim/sampler.ts';
import type { Distribution } from '../../harness/trial/distribution.ts';

const DRAWS = 100_000;

function drawsMs(distribution: Distribution): number[] {
  const random = new RandomStream(7, 'test');
  return Array.from({ length: DRAWS }, () => drawNs(distribution, random) / 1e6).sort((a, b) => a - b);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('a draw', () => {
  it.each<Distribution>([
    { type: 'constant', value: 3 },
    { type: 'uniform', min: 2, max: 6 },
    { type: 'normal', mean: 10, sd: 1 },
    { type: 'lognormal', median: 5, sigma: 0.5 },
    { type: 'exponential', mean: 4 },
    { type: 'pareto', min: 1, alpha: 4 },
    { type: 'exponential', mean: 5, offset: 0.3, cap: 12 },
    { type: 'lognormal', median: 5, sigma: 0.5, cap: 6 },
  ])('from $type has the mean of the formula', (distribution) => {
    expect(mean(drawsMs(distribution)) / meanMs(distribution)).toBeCloseTo(1, 1.9);
  });

  it('has the quantiles of its distribution', () => {
    const exponential = drawsMs({ type: 'exponential', mean: 1 });
    expect(exponential[DRAWS * 0.99]! / Math.log(100)).toBeCloseTo(1, 1.2);
    const pareto = drawsMs({ type: 'pareto', min: 1, alpha: 2 });
    expect(pareto[DRAWS * 0.99]! / 10).toBeCloseTo(1, 1);
    const lognormal = drawsMs({ type: 'lognormal', median: 5, sigma: 0.5 });
    expect(lognormal[DRAWS / 2]! / 5).toBeCloseTo(1, 2);
    const normal = drawsMs({ type: 'normal', mean: 10, sd: 1 });
    expect(normal[Math.round(DRAWS * 0.8413)]!).toBeCloseTo(11, 1);
  });

  it('that is bounded lies between its offset and offset plus cap', () => {
    const draws = drawsMs({ type: 'exponential', mean: 5, offset: 0.3, cap: 12 });
    expect(draws[0]).toBeGreaterThanOrEqual(0.3);
    expect(draws.at(-1)).toBe(12.3);
    const capped = draws.filter((ms) => ms === 12.3).length / DRAWS;
    expect(capped).toBeCloseTo(Math.exp(-12 / 5), 2);
    expect(drawsMs({ type: 'normal', mean: 0, sd: 1, offset: 2 })[0]).toBe(2);
  });

  it('below zero counts as zero', () => {
    expect(drawsMs({ type: 'normal', mean: 0, sd: 1 })[0]).toBe(0);
  });
});

describe('a random stream', () => {
  it('depends on the seed and its name only', () => {
    const draw = (seed: number, name: string) => new RandomStream(seed, name).next();
    expect(draw(1, 'link/0/1/delay')).toBe(draw(1, 'link/0/1/delay'));
    const values = [draw(1, 'a'), draw(2, 'a'), draw(1, 'b'), draw(11, 'a'), draw(1, '1/a')];
    expect(new Set(values).size).toBe(values.length);
  });

  it('is uniform enough for a chi-square test over 100 classes, across names as well as along one', () => {
    const along = new RandomStream(3, 'x');
    for (const next of [(): number => along.next(), (i: number): number => new RandomStream(i, 'x').next()]) {
      const counts = new Array<number>(100).fill(0);
      for (let i = 0; i < 20_000; i++) counts[Math.floor(next(i) * 100)]! += 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
      expect(chiSquare).toBeLessThan(149);
      expect(chiSquare).toBeGreaterThan(57);
    }
  });
});
