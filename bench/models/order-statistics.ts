/**
 * Mean time until the k-th of n independent, identically distributed round trips is over (David and Nagaraja, Order
 * Statistics, 2003, §2.3 and §3). A leader waits for the (|Q2| - 1)-th of N - 1: its own vote is free. Times in one unit, that
 * of the input; k from 1 to n, and 0 for "waits for nobody".
 */
import { orderStatistic } from '../../harness/quorums/completion.ts';
import { exp } from '../../harness/sim/exact-math.ts';
import { choose } from './binomial.ts';

/** mean × (1/n + 1/(n-1) + … + 1/(n-k+1)). */
export function kthExponential(mean: number, n: number, k: number): number {
  return orderStatistic({ type: 'exponential', mean }, n, k).value;
}

/** min + (max - min) k / (n + 1). */
export function kthUniform(min: number, max: number, n: number, k: number): number {
  return orderStatistic({ type: 'uniform', min, max }, n, k).value;
}

/** mean + sd × E[the k-th smallest of n standard normals]. Exact only where the normal is so far from 0 that none is negative. */
export function kthNormal(mean: number, sd: number, n: number, k: number): number {
  return k === 0 ? 0 : mean + sd * kthStandardNormal(n, k);
}

const REACH = 9;
const STEP = 0.002;
const INVERSE_ROOT_OF_TWO_PI = 0.3989422804014327;

/** ∫ z k C(n,k) Φ(z)^(k-1) (1-Φ(z))^(n-k) φ(z) dz by the trapezoid rule, good to six digits. */
function kthStandardNormal(n: number, k: number): number {
  const scale = k * choose(n, k);
  let below = 0;
  let sum = 0;
  let before = density(-REACH);
  for (let i = 1; i <= (2 * REACH) / STEP; i++) {
    const z = -REACH + i * STEP;
    const here = density(z);
    below += (STEP * (before + here)) / 2;
    before = here;
    sum += STEP * z * scale * product(below, k - 1) * product(1 - below, n - k) * here;
  }
  return sum;
}

function density(z: number): number {
  return INVERSE_ROOT_OF_TWO_PI * exp((-z * z) / 2);
}

function product(factor: number, times: number): number {
  let result = 1;
  for (let i = 0; i < times; i++) result *= factor;
  return result;
}
