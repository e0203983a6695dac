/** The distributions of delays and durations, in milliseconds: the data, without how one draws from them (`sim/`). */
import { z } from 'zod';

const positive = z.number().gt(0);
const nonNegative = z.number().min(0);

const distributionObject = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant'), value: nonNegative }),
  z.strictObject({ type: z.literal('uniform'), min: nonNegative, max: nonNegative }),
  /** A negative draw counts as 0. */
  z.strictObject({ type: z.literal('normal'), mean: nonNegative, sd: nonNegative }),
  /** exp(N(ln median, sigma)); sigma has no unit. */
  z.strictObject({ type: z.literal('lognormal'), median: positive, sigma: nonNegative }),
  z.strictObject({ type: z.literal('exponential'), mean: positive }),
  /** P(X > x) = (min / x)^alpha; alpha has no unit. */
  z.strictObject({ type: z.literal('pareto'), min: positive, alpha: positive }),
]);

/** A distribution of times in ms, as in specs and result sets. */
export type Distribution = z.infer<typeof distributionObject>;

export const distributionSchema = distributionObject.refine((d) => d.type !== 'uniform' || d.min <= d.max, {
  error: 'a uniform distribution needs min <= max; swap them',
});
