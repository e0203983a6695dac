/** Differences of two candidates that met the same weather, seed by seed, with an interval (Student's t). */

export interface Difference {
  /** Mean of other - reference. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param confidence such as 0.95, of this interval and `together - 1` others at once (Bonferroni)
 * @returns `undefined` if there are fewer than two pairs
 */
export function pairedDifference(
  other: readonly number[],
  reference: readonly number[],
  confidence: number,
  together = 1,
): Difference | undefined {
  const n = Math.min(other.length, reference.length);
  if (n < 2) return undefined;
  const differences = Array.from({ length: n }, (_, i) => other[i]! - reference[i]!);
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, d) => sum + (d - mean) * (d - mean), 0);
  const half = studentQuantile(n - 1, (1 - confidence) / (2 * together)) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half };
}

/** Mean of `values` with its 95 % interval; the interval is `undefined` for fewer than two. */
export function meanWithInterval(values: readonly number[]): { mean: number; half: number | undefined } | undefined {
  if (values.length === 0) return undefined;
  const difference = pairedDifference(
    values,
    values.map(() => 0),
    0.95,
  );
  return { mean: meanOf(values), half: difference && difference.high - difference.mean };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** The value that Student's t exceeds with probability `tail`; by halving. */
export function studentQuantile(degreesOfFreedom: number, tail: number): number {
  let low = 0;
  let high = 1;
  while (studentTail(high, degreesOfFreedom) > tail) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degreesOfFreedom) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** P(T > t) for t >= 0 and a whole number of degrees of freedom (Abramowitz, Stegun 1964, 26.7.3 and 26.7.4). */
function studentTail(t: number, degreesOfFreedom: number): number {
  const odd = degreesOfFreedom % 2 === 1;
  const angle = Math.atan2(t, Math.sqrt(degreesOfFreedom));
  const square = degreesOfFreedom / (degreesOfFreedom + t * t);
  const sine = t / Math.sqrt(degreesOfFreedom + t * t);
  let term = odd ? Math.sqrt(square) : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
  return (1 - within) / 2;
}
