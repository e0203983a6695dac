/** Sentences claim no more than the intervals bear. */
import { describe, expect, it } from 'vitest';
import { change, overlap, ranking } from '../../harness/report/findings/compare.ts';
import { formatFigure } from '../../harness/report/format.ts';
import { priceOf, shareDown, unavailabilityOf } from '../../harness/report/price.ts';
import { withFigure } from './fixture.ts';

const p99 = { column: 'latency_p99_ms', what: 'p99 latency', better: 'lower' } as const;
const entry = (name: string, value: number, low?: number, high?: number) => ({
  name,
  configuration: withFigure('latency_p99_ms', value, low, high),
});

describe('a ranking', () => {
  it('finds no evidence of a difference where intervals overlap, and says how much where they do not', () => {
    const text = ranking([entry('C', 20, 19, 21), entry('B', 10.5, 9.5, 11.5), entry('A', 10, 9, 11)], p99);
    expect(text).toBe(
      'A has the lowest p99 latency, 10 ms [9, 11]; no evidence of a difference from B (10.5 ms [9.5, 11.5]); C (20 ms [19, 21]), 2 times as much.',
    );
  });

  it('names those of one figure together', () => {
    const text = ranking([entry('A', 1, 0.9, 1.1), entry('B', 3, 3, 3), entry('C', 3, 3, 3)], p99);
    expect(text).toContain('B and C (3 ms [3, 3]), 3 times as much.');
  });

  it('doubts a difference of a single seed, which has no interval', () => {
    expect(ranking([entry('A', 10), entry('B', 11)], p99)).toContain('B (11 ms), +10 %, one seed only.');
  });

  it('tells shares apart in points', () => {
    const share = (name: string, value: number) => ({
      name,
      configuration: withFigure('availability', value, value, value),
    });
    const text = ranking([share('A', 0.999), share('B', 0.95)], {
      column: 'availability',
      what: 'availability',
      better: 'higher',
    });
    expect(text).toContain(
      'A has the highest availability, 99.90 % [99.90, 99.90]; B (95.00 % [95.00, 95.00]), 4.9 points less.',
    );
  });

  it('says nothing of one alone', () => {
    expect(ranking([entry('A', 1, 1, 1)], p99)).toBeUndefined();
  });
});

describe('figures', () => {
  it('print value and interval in one unit', () => {
    expect(formatFigure('latency_p99_ms', { value: 0.5, low: 0.4, high: 1.2 })).toBe('500 µs [400, 1,200]');
    expect(formatFigure('throughput_per_s', { value: 1234.5, low: undefined, high: undefined })).toBe('1,235/s');
    expect(formatFigure('availability', { value: 0.99999, low: undefined, high: undefined })).toBe('99.99 %');
    expect(formatFigure('availability', undefined)).toBe('–');
  });

  it('overlap is not known without intervals', () => {
    const without = { value: 1, low: undefined, high: undefined };
    expect(overlap(without, { value: 1, low: 1, high: 1 })).toBeUndefined();
    expect(change(100, 72.4)).toBe('−28 %');
  });
});

describe('the price of quorums', () => {
  const fourTwo = { nodes: 5, quorums: { phase1: { kind: 'count', q: 4 }, phase2: { kind: 'count', q: 2 } } } as const;

  it('is N - q1 crashes for elections and N - q2 for commits', () => {
    expect(priceOf(fourTwo)).toEqual({ electionSurvives: 1, commitSurvives: 3 });
  });

  it('is the binomial chance that too few nodes are up', () => {
    const [up, down] = [0.99, 0.01];
    const { elect, commit, either } = unavailabilityOf(fourTwo, down);
    expect(elect).toBeCloseTo(1 - up ** 5 - 5 * up ** 4 * down, 12);
    expect(commit).toBeCloseTo(down ** 5 + 5 * up * down ** 4, 15);
    expect(either).toBeCloseTo(elect, 12);
  });

  it('follows from rate and repair: six crashes a minute of 1 s each are a tenth of the time up', () => {
    expect(shareDown(6, 1000)).toBeCloseTo(0.1 / 1.1, 12);
    expect(shareDown(0, 1000)).toBe(0);
  });
});
