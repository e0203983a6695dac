/** How often a comparison is wrong: with no change, and with one that was planted. */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../bench/micro/compare-calibration.ts';
import { compareSets } from '../../harness/compare/comparison.ts';
import { metricNamed } from '../../harness/compare/metrics.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { syntheticSet } from './synthetic.ts';

const REPETITIONS = 1000;
/** 50 of 1,000 and two standard deviations of chance. */
const MOST_FALSE_ALARMS = 64;
const LEAST_DETECTIONS = 880;

const metrics = ['p99', 'throughput'].map(metricNamed);

/** Of `REPETITIONS` comparisons with 1.5 % of noise: how many find something. */
function found(seeds: readonly [number, number], slowness: number, paired: boolean): number {
  let count = 0;
  for (let i = 0; i < REPETITIONS; i++) {
    const stream = new RandomStream(i, `calibration/${seeds.join()}/${slowness}/${paired}`);
    const base = syntheticSet({ seeds: seeds[0], firstSeed: 1, slowness: 1, noise: 0.015, stream });
    const firstSeed = paired ? 1 : 1000;
    const candidate = syntheticSet({ seeds: seeds[1], firstSeed, slowness, noise: 0.015, stream });
    if (compareSets(base, candidate, metrics).rows.some(({ finding }) => finding !== 'no evidence')) count++;
  }
  return count;
}

describe('a comparison of two result sets of the same world, noise of 1.5 %', () => {
  it.each([
    { seeds: [3, 3], paired: false },
    { seeds: [5, 5], paired: false },
    { seeds: [3, 8], paired: false },
    { seeds: [5, 5], paired: true },
    { seeds: [9, 9], paired: true },
  ] as const)('raises at most 64 false alarms in 1,000 ($seeds seeds, paired: $paired)', ({ seeds, paired }) => {
    expect(found(seeds, 1, paired)).toBeLessThanOrEqual(MOST_FALSE_ALARMS);
  });

  it.each([
    { seeds: [5, 5], paired: false },
    { seeds: [5, 5], paired: true },
  ] as const)(
    'finds a slowdown of 5 % at least 880 times in 1,000 ($seeds seeds, paired: $paired)',
    ({ seeds, paired }) => {
      expect(found(seeds, 1.05, paired)).toBeGreaterThanOrEqual(LEAST_DETECTIONS);
    },
  );
});

describe('a comparison of simulated sweeps with different seeds', () => {
  it('tells a world that is 5 % slower from the same world', () => {
    // The thousand repetitions: node dist/bench/micro/compare-calibration.js
    const { falseAlarms, detections } = calibrate(4, 3, 1100);
    expect(falseAlarms).toBeLessThanOrEqual(1);
    expect(detections).toBeGreaterThanOrEqual(3);
  });
});
