import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDistribution, parseDistribution } from '../../harness/trial/distribution-text.ts';
import type { Distribution } from '../../harness/trial/distribution.ts';
import { formatKeyDistribution, parseKeyDistribution } from '../../harness/trial/key-distribution.ts';
import { parseBandwidth, parseNumber, parseRate, parseSize, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';

describe('units', () => {
  it.each([
    ['200us', 0.2],
    ['2.4us', 0.0024],
    ['10us', 0.01],
    ['250µs', 0.25],
    ['100ns', 0.0001],
    ['10ms', 10],
    ['0.2136ms', 0.2136],
    ['.5ms', 0.5],
    ['1e3us', 1],
    ['2s', 2000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    [' 5 ms ', 5],
    ['0ms', 0],
  ])('reads the time %s as exactly %d ms', (text, ms) => {
    expect(parseTime(text)).toBe(ms);
  });

  it('reads rates, sizes and bandwidths', () => {
    expect(parseRate('500/s')).toBe(500);
    expect(parseRate('30/m')).toBe(0.5);
    expect(parseSize('64B')).toBe(64);
    expect(parseSize('4KiB')).toBe(4096);
    expect(parseSize('1.5kB')).toBe(1500);
    expect(parseBandwidth('1Gbit/s')).toBe(1e9);
    expect(parseBandwidth('10Mbit/s')).toBe(1e7);
    expect(parseBandwidth('unlimited')).toBeNull();
  });

  it.each([
    [parseTime, '10', /'10' has no unit; write a time in ns, us, .*, such as 10ms/],
    [parseTime, '10min', /unknown unit 'min'/],
    [parseTime, '10 /s', /unknown unit '\/s'/],
    [parseTime, 'ms', /is not a time/],
    [parseTime, '', /is not a time/],
    [parseTime, '1.2.3ms', /is not a time/],
    [parseTime, '-1ms', /negative/],
    [parseRate, '500', /has no unit; write a rate .* 500\/s/],
    [parseSize, '64', /has no unit; write a size .* 64B/],
    [parseSize, '0.5B', /whole number of bytes/],
    [parseBandwidth, '1G', /unknown unit 'G'/],
    [parseNumber, '5ms', /without a unit/],
    [parseNumber, '', /is no number/],
  ])('%o refuses %j with a sentence that shows how to write it', (parse, text, message) => {
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(message);
  });
});

const ms = fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0.5);
const distribution: fc.Arbitrary<Distribution> = fc.oneof(
  ms.map((value) => ({ type: 'constant' as const, value })),
  fc.tuple(ms, ms).map(([min, more]) => ({ type: 'uniform' as const, min, max: min + more })),
  fc.tuple(ms, ms).map(([mean, sd]) => ({ type: 'normal' as const, mean, sd })),
  fc.tuple(ms, ms).map(([median, sigma]) => ({ type: 'lognormal' as const, median, sigma })),
  ms.map((mean) => ({ type: 'exponential' as const, mean })),
  fc.tuple(ms, ms).map(([min, alpha]) => ({ type: 'pareto' as const, min, alpha })),
  fc.tuple(ms, ms, ms).map(([mean, offset, cap]) => ({ type: 'exponential' as const, mean, offset, cap })),
);

describe('distributions as text', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(distribution, (given) => {
        expect(parseDistribution(formatDistribution(given))).toEqual(given);
      }),
      { seed: 1 },
    );
  });

  it.each([
    ['10ms', { type: 'constant', value: 10 }],
    ['constant:10ms', { type: 'constant', value: 10 }],
    ['uniform:1ms:3ms', { type: 'uniform', min: 1, max: 3 }],
    ['normal:213.6us:33.7us', { type: 'normal', mean: 0.2136, sd: 0.0337 }],
    ['lognormal:10ms:0.5', { type: 'lognormal', median: 10, sigma: 0.5 }],
    ['exponential:1s', { type: 'exponential', mean: 1000 }],
    ['pareto:1ms:2.5', { type: 'pareto', min: 1, alpha: 2.5 }],
    ['exponential:5ms:offset=0.3ms:cap=12ms', { type: 'exponential', mean: 5, offset: 0.3, cap: 12 }],
    ['normal:5ms:1ms:cap=6ms', { type: 'normal', mean: 5, sd: 1, cap: 6 }],
  ])('reads %s', (text, expected) => {
    expect(parseDistribution(text)).toEqual(expected);
  });

  it.each([
    ['10', /has no unit/],
    ['normal:10ms', /has 1 of 2 fields; write normal:MEAN:SD, such as normal:10ms:1ms/],
    ['normal:10:1ms', /'10' has no unit/],
    ['lognormal:10ms:0.5ms', /without a unit/],
    ['exponental:10ms', /did you mean exponential\?/],
    ['cauchy:1ms', /take one of constant, uniform/],
    ['exponential:5ms:max=12ms', /has max=, which is not known; take cap=TIME or offset=TIME/],
    ['exponential:5ms:cap=12ms:cap=13ms', /has cap= twice/],
    ['exponential:cap=12ms', /has 0 of 1 fields/],
    ['constant:5ms:cap=6ms', /bounds a constant/],
  ])('refuses %s', (text, message) => {
    expect(() => parseDistribution(text)).toThrow(UserError);
    expect(() => parseDistribution(text)).toThrow(message);
  });
});

describe('distributions of keys', () => {
  it('reads what it writes', () => {
    for (const text of ['uniform', 'hot', 'zipf:0.99'])
      expect(formatKeyDistribution(parseKeyDistribution(text))).toBe(text);
    expect(parseKeyDistribution('zipf:0.990')).toEqual({ kind: 'zipf', theta: 0.99 });
  });

  it('refuses what it does not know', () => {
    for (const text of ['zipf', 'zipf:0', 'zipf:-1', 'zipf:1:2', 'gauss', 'zipf:x']) {
      expect(() => parseKeyDistribution(text), text).toThrow(UserError);
    }
  });
});
