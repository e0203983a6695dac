/** The law of a time as weighted points, and how far the mean of independent looks at it may lie from its mean. */
import { exp, log } from '../sim/exact-math.ts';

/** Weights sum to 1. */
export type Law = readonly { readonly weight: number; readonly value: number }[];

export function meanOfLaw(law: Law): number {
  return law.reduce((sum, { weight, value }) => sum + weight * value, 0);
}

/** Of what happens with this probability, as 0 and 1. */
export function lawOfChance(probability: number): Law {
  return [
    { weight: 1 - probability, value: 0 },
    { weight: probability, value: 1 },
  ];
}

const SLOPES = 400;
const SLOPE_STEP = 1.05;

/**
 * The mean of `looks` independent values lies so far from the mean of the law at most, but for a probability of `error`:
 * Chernoff's bound, P(mean - m > t) <= exp(-looks (θt - log E exp(θ(X - m)))) for any θ > 0, either way, at the best of many θ.
 */
export function meanWithin(law: Law, looks: number, error: number): number {
  const mean = meanOfLaw(law);
  const centred = law.filter(({ weight }) => weight > 0).map(({ weight, value }) => ({ weight, value: value - mean }));
  const reach = Math.max(...centred.map(({ value }) => Math.abs(value)));
  if (reach === 0) return 0;
  const surprise = log(2 / error) / looks;
  const oneWay = (sign: number): number => {
    let least = reach;
    let slope = 1e-4 / reach;
    for (let i = 0; i < SLOPES; i++, slope *= SLOPE_STEP) {
      least = Math.min(least, (logMoment(centred, sign * slope) + surprise) / slope);
    }
    return least;
  };
  return Math.max(oneWay(1), oneWay(-1));
}

/** log E exp(θX). The largest exponent is taken out lest anything overflow, or all vanish. */
function logMoment(law: Law, slope: number): number {
  const exponents = law.map(({ value }) => slope * value);
  const most = Math.max(...exponents);
  return most + log(law.reduce((sum, { weight }, i) => sum + weight * exp(exponents[i]! - most), 0));
}
