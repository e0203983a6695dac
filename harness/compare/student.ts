/** Student's t for any degrees of freedom, as Welch's are no whole numbers: tail and quantile. */

/** Lanczos' approximation of log Γ(x), x > 0, good to 15 digits (Press et al., Numerical Recipes, 3rd ed., §6.1). */
const LANCZOS = [
  57.1562356658629235, -59.5979603554754912, 14.1360979747417471, -0.491913816097620199, 0.339946499848118887e-4,
  0.465236289270485756e-4, -0.983744753048795646e-4, 0.158088703224912494e-3, -0.210264441724104883e-3,
  0.217439618115212643e-3, -0.16431810653676389e-3, 0.844182239838527433e-4, -0.261908384015814087e-4,
  0.368991826595316234e-5,
];

function logGamma(x: number): number {
  const shifted = x + 5.2421875;
  let series = 0.999999999999997092;
  LANCZOS.forEach((coefficient, i) => (series += coefficient / (x + 1 + i)));
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310005 * series) / x);
}

const MOST_TERMS = 10_000;
const PRECISION = 1e-15;
const TINY = 1e-300;

/** The continued fraction of the incomplete beta function by Lentz's method (ibid., §6.4); for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return fraction;
}

/** The regularised incomplete beta function I_x(a, b). */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const factor = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return (factor * betaFraction(a, b, x)) / a;
  return 1 - (factor * betaFraction(b, a, 1 - x)) / b;
}

/** Probability that |T| is at least |t|. */
export function twoSidedTail(t: number, degreesOfFreedom: number): number {
  return incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t));
}

const HALVINGS = 200;

/** The t that |T| exceeds with probability `level`, such as 0.05. */
export function twoSidedQuantile(level: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (twoSidedTail(high, degreesOfFreedom) > level) high *= 2;
  for (let i = 0; i < HALVINGS && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (twoSidedTail(middle, degreesOfFreedom) > level) low = middle;
    else high = middle;
  }
  return high;
}
