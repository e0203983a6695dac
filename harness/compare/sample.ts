/** One value per seed, and what a few of them tell: mean, spread, and by how much two samples differ. */
import { mean } from '../sweep/student.ts';
import { twoSidedTail } from './student.ts';

/** A difference of means with its standard error, and how many degrees of freedom the error has. */
export interface Contrast {
  readonly difference: number;
  readonly error: number;
  readonly degreesOfFreedom: number;
}

/** Sum of squares about the mean, over n - 1. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (values.length - 1);
}

/** Of pairs: by the differences within them. At least two. */
export function pairedContrast(base: readonly number[], candidate: readonly number[]): Contrast {
  const differences = candidate.map((value, i) => value - base[i]!);
  const { length } = differences;
  return {
    difference: mean(differences),
    error: Math.sqrt(variance(differences) / length),
    degreesOfFreedom: length - 1,
  };
}

/** Of independent samples, of at least two each, that need not spread alike (Welch 1947). */
export function welchContrast(base: readonly number[], candidate: readonly number[]): Contrast {
  const [a, b] = [variance(base) / base.length, variance(candidate) / candidate.length];
  const sum = a + b;
  const degreesOfFreedom =
    sum === 0
      ? base.length + candidate.length - 2
      : (sum * sum) / ((a * a) / (base.length - 1) + (b * b) / (candidate.length - 1));
  return { difference: mean(candidate) - mean(base), error: Math.sqrt(sum), degreesOfFreedom };
}

/**
 * Of independent samples, by the more cautious of two tests: Welch's, which errs too often where one sample is much smaller than
 * the other, and Student's with one spread for both, which errs too often where they spread unalike as well.
 */
export function twoSampleContrast(base: readonly number[], candidate: readonly number[]): Contrast {
  const welch = welchContrast(base, candidate);
  const student = pooledContrast(base, candidate);
  return pValue(student, 0) > pValue(welch, 0) ? student : welch;
}

function pooledContrast(base: readonly number[], candidate: readonly number[]): Contrast {
  const [m, n] = [base.length, candidate.length];
  const spread = ((m - 1) * variance(base) + (n - 1) * variance(candidate)) / (m + n - 2);
  return {
    difference: mean(candidate) - mean(base),
    error: Math.sqrt(spread * (1 / m + 1 / n)),
    degreesOfFreedom: m + n - 2,
  };
}

/**
 * How likely so great a difference is where there is none.
 * @param resolution of the instrument: two values so near are the same to it
 */
export function pValue({ difference, error, degreesOfFreedom }: Contrast, resolution: number): number {
  if (Math.abs(difference) <= resolution) return 1;
  if (error === 0) return 0;
  return twoSidedTail(difference / error, degreesOfFreedom);
}
