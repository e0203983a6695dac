/** How long one node takes to answer, at random, and what is known of many alike. Times in one unit, that of the input. */
import {
  add,
  divide,
  fraction,
  fromDecimal,
  multiply,
  subtract,
  ZERO,
  type Rational,
} from '../../algorithms/quorum/rational.ts';
import { exp, log } from '../sim/exact-math.ts';

export type ResponseTime =
  | { readonly type: 'exponential'; readonly mean: number }
  | { readonly type: 'uniform'; readonly min: number; readonly max: number };

/** P(no answer by `time`). */
export function notYet(response: ResponseTime, time: number): number {
  if (response.type === 'exponential') return time <= 0 ? 1 : exp(-time / response.mean);
  if (time >= response.max) return 0;
  return time <= response.min ? 1 : (response.max - time) / (response.max - response.min);
}

/** An upper bound of what matters: P(no answer by then) is 0, or at most `odds`. */
export function latest(response: ResponseTime, odds: number): number {
  return response.type === 'uniform' ? response.max : -response.mean * log(odds);
}

/** Mean time between the k-th and the next answer of `n` alike, k from 0. Order statistics: David, Nagaraja 2003, §3. */
export function meanGap(response: ResponseTime, n: number, k: number): Rational {
  if (response.type === 'exponential') return divide(fromDecimal(response.mean), fraction(BigInt(n - k)));
  const gap = divide(subtract(fromDecimal(response.max), fromDecimal(response.min)), fraction(BigInt(n + 1)));
  return k === 0 ? add(fromDecimal(response.min), gap) : gap;
}

/** Mean time to the k-th of `n` answers; 0 if none is awaited. */
export function meanOfKth(response: ResponseTime, n: number, k: number): Rational {
  let sum = ZERO;
  for (let answered = 0; answered < k; answered++) sum = add(sum, meanGap(response, n, answered));
  return sum;
}

/** Sum of `weight[k]` × mean gap after the k-th answer. */
export function weightedGaps(response: ResponseTime, n: number, weights: readonly Rational[]): Rational {
  return weights.reduce((sum, weight, k) => add(sum, multiply(weight, meanGap(response, n, k))), ZERO);
}
