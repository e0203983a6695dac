/** A sample of times and its distribution function, beside one that is published as quantiles. */
import type { Datum } from '../report/charts/chart.ts';
import type { Series } from './published-chart.ts';

/** Sorted ascending. */
export type Sample = readonly number[];

export function sampleOf(values: readonly number[]): Sample {
  return [...values].sort((a, b) => a - b);
}

export function meanOf(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}

/** The value below which the share `p` of the sample lies, interpolated between neighbours. */
export function quantileOf(sample: Sample, p: number): number {
  const place = Math.min(Math.max(p * sample.length - 0.5, 0), sample.length - 1);
  const below = sample[Math.floor(place)]!;
  const above = sample[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** The share of the sample that is at most `value`. */
export function shareUpTo(sample: Sample, value: number): number {
  let low = 0;
  let high = sample.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sample[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low / sample.length;
}

/** What share of all values evenly spaced quantiles stand for. */
export function shareOfQuantile(index: number, count: number): number {
  return (index + 0.5) / count;
}

/**
 * Kolmogorov and Smirnov's distance between a sample and a distribution that is known by evenly spaced quantiles: the largest
 * difference of the two distribution functions, seen at the quantiles.
 */
export function distanceTo(sample: Sample, quantiles: readonly number[]): number {
  return quantiles.reduce((most, value, i) => {
    const published = shareOfQuantile(i, quantiles.length);
    return Math.max(most, Math.abs(shareUpTo(sample, value) - published));
  }, 0);
}

/** Points of a curve: one for each of as many evenly spaced quantiles, and one where the tail is still well known. */
const CURVE_POINTS = 200;
const TAIL = 0.999;
const LEAST_BEYOND = 10;

/** A sample's distribution function as rows of a chart: `ms`, `share`. */
export function curveOf(sample: Sample, series: Series, more: Datum): Datum[] {
  const points = Math.min(CURVE_POINTS, sample.length);
  const values = Array.from({ length: points }, (_, i) => quantileOf(sample, shareOfQuantile(i, points)));
  const curve = quantileCurve(values, series, more);
  if ((1 - TAIL) * sample.length < LEAST_BEYOND) return curve;
  return [...curve, { ...more, series, ms: rounded(quantileOf(sample, TAIL)), share: TAIL }];
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The same of what is published as quantiles. */
export function quantileCurve(quantiles: readonly number[], series: Series, more: Datum): Datum[] {
  return quantiles.map((value, i) => ({
    ...more,
    series,
    ms: rounded(value),
    share: shareOfQuantile(i, quantiles.length),
  }));
}
