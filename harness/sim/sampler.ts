/** Draws from the distributions of a spec: integer nanoseconds out of milliseconds. */
import type { Distribution } from '../trial/distribution.ts';
import { cos, exp, log, pow } from './exact-math.ts';
import { RandomStream } from './random.ts';
import { NS_PER_MS } from './simulator.ts';

const TWO_PI = 6.283185307179586;

/** The longest draw, about 11 days, so that nanoseconds stay exact. */
const MOST_NS = 1e15;

/**
 * One value in ns; a negative draw counts as 0, one beyond the longest as the longest. The number of draws from the stream
 * depends on the distribution alone.
 */
export function drawNs(distribution: Distribution, random: RandomStream): number {
  const ns = Math.round(boundedMs(distribution, random) * NS_PER_MS);
  return ns > 0 ? (ns < MOST_NS ? ns : MOST_NS) : 0;
}

function boundedMs(distribution: Distribution, random: RandomStream): number {
  const ms = drawMs(distribution, random);
  if (distribution.type === 'constant') return ms;
  const { offset, cap } = distribution;
  if (offset === undefined && cap === undefined) return ms;
  const positive = ms > 0 ? ms : 0;
  return (cap !== undefined && positive > cap ? cap : positive) + (offset ?? 0);
}

function drawMs(distribution: Distribution, random: RandomStream): number {
  switch (distribution.type) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * random.next();
    case 'normal':
      return distribution.mean + distribution.sd * standardNormal(random);
    case 'lognormal':
      return distribution.median * exp(distribution.sigma * standardNormal(random));
    case 'exponential':
      return -distribution.mean * log(1 - random.next());
    case 'pareto':
      // Inverse of P(X > x) = (min / x)^alpha.
      return distribution.min * pow(1 - random.next(), -1 / distribution.alpha);
  }
}

/** Box and Muller 1958; the second value of the pair is not kept, so that the n-th draw does not depend on who drew before. */
function standardNormal(random: RandomStream): number {
  const radius = Math.sqrt(-2 * log(1 - random.next()));
  return radius * cos(TWO_PI * random.next());
}

/** Draws that the mean of a capped distribution is taken over: it is known to about a percent of the spread. */
const MEAN_DRAWS = 10_000;

/** The mean in ms; Infinity where a Pareto distribution has none. A negative normal draw counts as 0: ignored here. */
export function meanMs(distribution: Distribution): number {
  if (distribution.type === 'constant') return distribution.value;
  const { offset = 0, cap } = distribution;
  return offset + (cap === undefined ? plainMeanMs(distribution) : cappedMeanMs({ ...distribution, offset: 0 }, cap));
}

function cappedMeanMs(distribution: Distribution, cap: number): number {
  if (distribution.type === 'exponential') return distribution.mean * (1 - exp(-cap / distribution.mean));
  const random = new RandomStream(1, 'capped mean');
  let sum = 0;
  for (let i = 0; i < MEAN_DRAWS; i++) sum += boundedMs(distribution, random);
  return sum / MEAN_DRAWS;
}

function plainMeanMs(distribution: Distribution): number {
  switch (distribution.type) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'normal':
    case 'exponential':
      return distribution.mean;
    case 'lognormal':
      return distribution.median * exp((distribution.sigma * distribution.sigma) / 2);
    case 'pareto':
      return distribution.alpha > 1 ? (distribution.min * distribution.alpha) / (distribution.alpha - 1) : Infinity;
  }
}
