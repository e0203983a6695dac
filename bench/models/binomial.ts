/** The binomial distribution, as sums of positive terms, so that small tails keep their digits. */

/** C(n, k). Exact up to n = 56. */
export function choose(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}

/** P(at least `k` of `n` independent events of probability `p`). */
export function atLeastOf(k: number, n: number, p: number): number {
  let sum = 0;
  for (let j = n; j >= k; j--) sum += choose(n, j) * power(p, j) * power(1 - p, n - j);
  return sum;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}
