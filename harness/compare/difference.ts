/** By how much one configuration differs from its counterpart in one figure, and how sure that is. */
import { BOOTSTRAP_SEEDS, bootstrapInterval, drawn, type Interval } from './bootstrap.ts';
import type { Metric } from './metrics.ts';
import { pairedContrast, pValue, twoSampleContrast, welchContrast, type Contrast } from './sample.ts';
import { twoSidedQuantile } from './student.ts';

/** `paired`: the same seeds on both sides, compared within each. `two-sample`: different seeds. */
export type Method = 'paired' | 'two-sample';

/** `ratio`: of logarithms, the difference is a factor. `plain`: of the values themselves. */
export type Scale = 'ratio' | 'plain';

/** The values of the seeds of both sides; if paired, in the same order. */
export interface Samples {
  readonly method: Method;
  readonly base: readonly number[];
  readonly candidate: readonly number[];
}

/** How the interval was made; `none` for fewer than two seeds. */
export type IntervalKind = 'student' | 'bootstrap' | 'none';

export interface Difference {
  readonly scale: Scale;
  readonly method: Method;
  readonly seeds: readonly [base: number, candidate: number];
  /** Merged over the seeds that are compared. */
  readonly base: number;
  readonly candidate: number;
  /** Relative to the base (0.05 is 5 % more) on the scale `ratio`; candidate less base on the scale `plain`. */
  readonly change: number;
  /** 95 % interval of `change`, not corrected for many comparisons. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly interval: IntervalKind;
  /** Standard error of the difference of the seeds' means, on its scale; `undefined` for fewer than two seeds. */
  readonly error: number | undefined;
  readonly degreesOfFreedom: number | undefined;
  /** `undefined` for fewer than two seeds, and where all values are the same: there is nothing to test. */
  readonly p: number | undefined;
}

/** Level of intervals and verdicts. */
export const LEVEL = 0.05;

/** Zero has no logarithm, and shares are compared in points. */
export function scaleOf({ isShare }: Metric, { base, candidate }: Samples): Scale {
  return !isShare && base.every((value) => value > 0) && candidate.every((value) => value > 0) ? 'ratio' : 'plain';
}

/**
 * @param pooled the figure of each side, merged over its seeds
 * @param name of the configuration and figure, which the resamples are drawn for
 */
export function differenceOf(
  metric: Metric,
  samples: Samples,
  pooled: readonly [number, number],
  name: string,
): Difference {
  const scale = pooled[0] > 0 && pooled[1] > 0 ? scaleOf(metric, samples) : 'plain';
  const on = onScale(scale, samples);
  const [base, candidate] = pooled;
  const centre = scale === 'ratio' ? Math.log(candidate / base) : candidate - base;
  const resolution = scale === 'ratio' ? metric.resolution : metric.resolution * Math.abs(base);
  const known = {
    scale,
    method: samples.method,
    seeds: [samples.base.length, samples.candidate.length] as const,
    base,
    candidate,
    change: scale === 'ratio' ? candidate / base - 1 : centre,
  };
  if (Math.min(...known.seeds) < 2)
    return {
      ...known,
      low: undefined,
      high: undefined,
      interval: 'none',
      error: undefined,
      degreesOfFreedom: undefined,
      p: undefined,
    };
  const contrast = contrastOf(on);
  const { kind, ends } = intervalOf(on, contrast, name);
  // As in `summary.csv`: about the merged figure, as wide as the values of the seeds are apart.
  const shift = centre - contrast.difference;
  const told = (end: number) => (scale === 'ratio' ? Math.exp(end + shift) - 1 : end + shift);
  const constant = new Set([...samples.base, ...samples.candidate]).size === 1;
  return {
    ...known,
    low: told(ends.low),
    high: told(ends.high),
    interval: kind,
    error: contrast.error,
    degreesOfFreedom: contrast.degreesOfFreedom,
    p: constant ? undefined : pValue(contrast, resolution),
  };
}

export function onScale(scale: Scale, { method, base, candidate }: Samples): Samples {
  if (scale === 'plain') return { method, base, candidate };
  return { method, base: base.map(Math.log), candidate: candidate.map(Math.log) };
}

export function contrastOf({ method, base, candidate }: Samples): Contrast {
  return method === 'paired' ? pairedContrast(base, candidate) : twoSampleContrast(base, candidate);
}

function intervalOf(samples: Samples, contrast: Contrast, name: string): { kind: IntervalKind; ends: Interval } {
  const { method, base, candidate } = samples;
  const { difference, error, degreesOfFreedom } = contrast;
  if (error === 0 || Math.min(base.length, candidate.length) < BOOTSTRAP_SEEDS) {
    const half = error === 0 ? 0 : twoSidedQuantile(LEVEL, degreesOfFreedom) * error;
    return { kind: 'student', ends: { low: difference - half, high: difference + half } };
  }
  const resample =
    method === 'paired'
      ? (below: (bound: number) => number) => {
          const which = drawn([...base.keys()], below);
          return pairedContrast(
            which.map((i) => base[i]!),
            which.map((i) => candidate[i]!),
          );
        }
      : (below: (bound: number) => number) => welchContrast(drawn(base, below), drawn(candidate, below));
  // Resamples are measured as the sample is.
  const observed = method === 'paired' ? contrast : welchContrast(base, candidate);
  return { kind: 'bootstrap', ends: bootstrapInterval(observed, resample, name) };
}
