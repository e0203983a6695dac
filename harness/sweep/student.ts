/** Intervals over seeds: Student's t, as there are few of them. */

/** 97.5 % quantiles of Student's t by degrees of freedom, from 1 (any table of the distribution). */
const QUANTILES = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

const NORMAL_QUANTILE = 1.959964;

/** The 97.5 % quantile; beyond the table by Cornish and Fisher's expansion, good to four digits there. */
export function studentQuantile(degreesOfFreedom: number): number {
  const listed = QUANTILES[degreesOfFreedom - 1];
  if (listed !== undefined) return listed;
  const z = NORMAL_QUANTILE;
  const z3 = z * z * z;
  const second = (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * degreesOfFreedom * degreesOfFreedom);
  return z + (z3 + z) / (4 * degreesOfFreedom) + second;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Half of the width of the 95 % interval of the mean of `values`; `null` for fewer than two. */
export function halfWidth(values: readonly number[]): number | null {
  const { length } = values;
  if (length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return studentQuantile(length - 1) * Math.sqrt(squares / (length - 1) / length);
}
