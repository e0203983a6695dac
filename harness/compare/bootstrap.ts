/**
 * The studentised bootstrap (Efron, Tibshirani 1993, An Introduction to the Bootstrap, §12.5): how the t of a difference is
 * spread, from the sample itself, where it need not be symmetric. Deterministic: resamples are drawn from a named stream.
 */
import { RandomStream } from '../sim/random.ts';
import type { Contrast } from './sample.ts';

/** With fewer seeds there are too few different resamples: of three, ten. Then Student's t is used. */
export const BOOTSTRAP_SEEDS = 10;

const RESAMPLES = 1999;

/** Ends of the 95 % interval of a difference. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Draws samples, with the contrast of each. */
export type Resample = (below: (bound: number) => number) => Contrast;

/** @param name of the stream that resamples are drawn from */
export function bootstrapInterval(observed: Contrast, resample: Resample, name: string): Interval {
  const stream = new RandomStream(1, `bootstrap/${name}`);
  const below = (bound: number) => stream.below(bound);
  const ts: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const { difference, error } = resample(below);
    // All of one value drawn again and again: the resample has no spread to measure by.
    if (error > 0) ts.push((difference - observed.difference) / error);
  }
  ts.sort((a, b) => a - b);
  if (ts.length === 0) return { low: observed.difference, high: observed.difference };
  const at = (share: number) => ts[Math.min(ts.length - 1, Math.floor(share * ts.length))]!;
  return {
    low: observed.difference - at(0.975) * observed.error,
    high: observed.difference - at(0.025) * observed.error,
  };
}

/** A sample of the same size, with repetition. */
export function drawn(values: readonly number[], below: (bound: number) => number): number[] {
  return values.map(() => values[below(values.length)]!);
}
