import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, log, pow, sin } from '../../harness/sim/exact-math.ts';

function close(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(expected)));
}

describe('our own logarithm, exponential and cosine', () => {
  it('agree with Math to a few units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        close(log(x), Math.log(x));
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
        close(exp(x) / Math.exp(x), 1);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (x) => {
        close(sin(x), Math.sin(x));
        close(cos(x), Math.cos(x));
      }),
      { seed: 1 },
    );
  });

  it('agree at the edges', () => {
    expect(log(0)).toBe(-Infinity);
    expect(log(1)).toBe(0);
    expect(log(Infinity)).toBe(Infinity);
    expect(log(-1)).toBeNaN();
    expect(exp(0)).toBe(1);
    expect(exp(1000)).toBe(Infinity);
    expect(exp(-1000)).toBe(0);
    close(pow(2, 10), 1024);
    close(pow(0.25, -0.5), 2);
  });

  it('give the bits that they gave when this was written', () => {
    expect([log(2.5), exp(-1.25), cos(1), pow(3, 0.7)].map(String)).toMatchInlineSnapshot(`
      [
        "0.916290731874155",
        "0.2865047968601901",
        "0.5403023058681397",
        "2.1576692799745927",
      ]
    `);
  });
});
