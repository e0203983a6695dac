/** The distributions of delays and durations, in milliseconds: the data, without how one draws from them (`sim/`). */
import { z } from 'zod';
import { parseDistribution } from './distribution-text.ts';
import { orText } from './text-input.ts';

/** As for every time of a spec: nanoseconds stay exact. */
const mostRule = 'a time is at most 1e9 ms, about 11 days, so that nanoseconds stay exact; take a shorter one';
const positive = z.number().gt(0).max(1e9, mostRule);
const nonNegative = z.number().min(0).max(1e9, mostRule);

/** Of what is drawn, `cap` at the most counts, and `offset` is added to it. */
const bounds = { offset: positive.exactOptional(), cap: positive.exactOptional() };

const distributionObject = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant'), value: nonNegative }),
  z.strictObject({ type: z.literal('uniform'), min: nonNegative, max: nonNegative, ...bounds }),
  /** A negative draw counts as 0. */
  z.strictObject({ type: z.literal('normal'), mean: nonNegative, sd: nonNegative, ...bounds }),
  /** exp(N(ln median, sigma)); sigma has no unit. */
  z.strictObject({ type: z.literal('lognormal'), median: positive, sigma: nonNegative, ...bounds }),
  z.strictObject({ type: z.literal('exponential'), mean: positive, ...bounds }),
  /** P(X > x) = (min / x)^alpha; alpha has no unit. */
  z.strictObject({ type: z.literal('pareto'), min: positive, alpha: positive, ...bounds }),
]);

/** A distribution of times in ms, as in specs and result sets. */
export type Distribution = z.infer<typeof distributionObject>;

/** What bounds a distribution that is not constant, ms. */
export interface Bounds {
  readonly offset?: number;
  readonly cap?: number;
}

/** Takes the data, or its text as on the command line. */
export const distributionSchema = orText(
  parseDistribution,
  distributionObject.refine((d) => d.type !== 'uniform' || d.min <= d.max, {
    error: 'the lower end of a uniform distribution is at most the upper one; swap them',
  }),
);
