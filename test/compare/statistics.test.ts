/** The arithmetic of comparisons against tables and against dumb second ways. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval, drawn } from '../../harness/compare/bootstrap.ts';
import { holmAdjusted } from '../../harness/compare/holm.ts';
import { pairedContrast, pValue, welchContrast } from '../../harness/compare/sample.ts';
import { twoSidedQuantile, twoSidedTail } from '../../harness/compare/student.ts';
import { parseThreshold } from '../../harness/compare/threshold.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { studentQuantile } from '../../harness/sweep/student.ts';

describe('Student’s t', () => {
  it.each([1, 2, 3, 5, 10, 20, 30])('has the quantiles of the table at %d degrees of freedom', (degrees) => {
    expect(twoSidedQuantile(0.05, degrees)).toBeCloseTo(studentQuantile(degrees), 3);
  });

  it('has the exact tails of one and two degrees of freedom', () => {
    for (const t of [0.1, 1, 3, 30, 300]) {
      expect(twoSidedTail(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 10);
      expect(twoSidedTail(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 10);
    }
  });
});

describe('Holm’s correction', () => {
  it('steps down as in the paper', () => {
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005].map((p) => ({ p, weight: 1 })));
    adjusted.forEach((p, i) => expect(p).toBeCloseTo([0.03, 0.06, 0.06, 0.02][i]!, 12));
  });

  it('is never below the plain p-value, nor above Bonferroni’s, and keeps the order', () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ps, (values) => {
        const adjusted = holmAdjusted(values.map((p) => ({ p, weight: 1 })));
        values.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * values.length) + 1e-12);
          values.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
      }),
      { seed: 9 },
    );
  });

  it('gives more to what weighs more', () => {
    const [heavy, light] = holmAdjusted([
      { p: 0.02, weight: 3 },
      { p: 0.02, weight: 1 },
    ]);
    expect(heavy).toBeCloseTo((0.02 * 4) / 3, 12);
    expect(light).toBeCloseTo(heavy!, 12);
  });
});

describe('contrasts', () => {
  it('are those of R: t.test(c(11, 12, 14), c(10, 10, 13)) and the same paired', () => {
    const welch = welchContrast([10, 10, 13], [11, 12, 14]);
    expect(welch.difference / welch.error).toBeCloseTo(1, 12);
    expect(welch.degreesOfFreedom).toBeCloseTo(3.93846, 4);
    const paired = pairedContrast([10, 10, 13], [11, 12, 14]);
    expect(paired.difference).toBeCloseTo(4 / 3, 12);
    expect(paired.error).toBeCloseTo(1 / 3, 12);
    expect(pValue(paired, 0)).toBeCloseTo(0.05719096, 6);
  });

  it('within the resolution of the instrument are no evidence, however alike the seeds are', () => {
    expect(pValue({ difference: 0.0009, error: 0, degreesOfFreedom: 4 }, 0.001)).toBe(1);
    expect(pValue({ difference: 0.002, error: 0, degreesOfFreedom: 4 }, 0.001)).toBe(0);
  });
});

describe('the studentised bootstrap', () => {
  it('covers the truth about 95 times in 100 with twelve seeds of a skewed figure, and is the same every time', () => {
    let covered = 0;
    const REPETITIONS = 300;
    for (let i = 0; i < REPETITIONS; i++) {
      const stream = new RandomStream(i, 'skewed');
      const sample = () => Array.from({ length: 12 }, () => -Math.log(1 - stream.next()));
      const [a, b] = [sample(), sample()];
      const resample = (below: (bound: number) => number) => welchContrast(drawn(a, below), drawn(b, below));
      const interval = bootstrapInterval(welchContrast(a, b), resample, `${i}`);
      expect(bootstrapInterval(welchContrast(a, b), resample, `${i}`)).toEqual(interval);
      if (interval.low <= 0 && interval.high >= 0) covered++;
      if (i > 100 && i % 100 === 0) expect(interval.low).toBeLessThan(interval.high);
    }
    expect(covered / REPETITIONS).toBeGreaterThan(0.92);
    expect(covered / REPETITIONS).toBeLessThan(0.98);
  });
});

describe('thresholds', () => {
  it.each([
    ['p99 > +5%', { of: 'change', limit: 0.05, relation: '>' }],
    ['throughput<-5%', { of: 'change', limit: -0.05, relation: '<' }],
    ['p99 < 20ms', { of: 'value', limit: 20, relation: '<' }],
    ['latency_p50_ms >= 300us', { of: 'value', limit: 0.3, relation: '>=' }],
    ['availability < 99.9%', { of: 'value', limit: 0.999, relation: '<' }],
    ['availability < -0.1%', { of: 'change', limit: -0.001, relation: '<' }],
    ['throughput > 500/s', { of: 'value', limit: 500, relation: '>' }],
    ['elections > 3', { of: 'value', limit: 3, relation: '>' }],
  ] as const)('%s is read', (text, expected) => {
    expect(parseThreshold(text, '--fail-if')).toMatchObject(expected);
  });

  it.each([
    ['p99', /write a figure, < or >, and a limit/],
    ['p98 > 5%', /'p98' is no figure of a result set; did you mean p9/],
    ['p99 > 5', /5/],
    ['throughput > 500ms', /not told in 'ms'/],
  ])('%s is refused with the way out', (text, message) => {
    expect(() => parseThreshold(text, '--fail-if')).toThrow(message);
  });
});
