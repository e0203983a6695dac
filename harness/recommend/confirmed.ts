/** Measured candidates compared: who keeps its promises when run, who is chosen, and what the evidence is. */
import type { Objective, ObjectiveName } from './objectives.ts';
import { meanOf, pairedDifference, type Difference } from './paired.ts';
import type { Profile } from './profile.ts';
import type { Candidate } from './rank.ts';
import type { Measured } from './simulate.ts';

export interface Confirmed {
  readonly candidate: Candidate;
  readonly measured: Measured;
  /** What it broke when it was run; `undefined` if it kept everything. */
  readonly broke: string | undefined;
}

/** A candidate against the choice. */
export interface Against {
  readonly confirmed: Confirmed;
  /** Of the measured cost, other - choice; `undefined` if there is nothing to compare. */
  readonly difference: Difference | undefined;
  readonly verdict: 'worse' | 'better' | 'no evidence of a difference' | 'the same in every run';
}

/** All intervals of one comparison hold together with this. */
export const CONFIDENCE = 0.95;

const COSTS: Readonly<Record<ObjectiveName, (measured: Measured) => readonly number[]>> = {
  latency: ({ meanMs }) => meanMs,
  tail: ({ p99Ms }) => p99Ms,
  availability: ({ unanswered }) => unanswered,
  // Time of the busiest CPU per operation, s: what the capacity is the inverse of.
  throughput: ({ cpu, throughputPerS }) => cpu.map((busy, i) => busy / throughputPerS[i]!),
};

/** The measured cost by seed, in the unit of the prediction. */
export function costsOf({ name }: Objective, measured: Measured): readonly number[] {
  return COSTS[name](measured);
}

export function confirmedOf(candidate: Candidate, measured: Measured, profile: Profile): Confirmed {
  return { candidate, measured, broke: whatBroke(measured, profile) };
}

function whatBroke(measured: Measured, { maxP99Ms, minAvailability, loadPerS }: Profile): string | undefined {
  const { violation, mergedP99Ms, unanswered, throughputPerS } = measured;
  if (violation !== undefined) return violation;
  if (throughputPerS.length > 0 && meanOf(throughputPerS) < loadPerS * LEAST_SERVED) {
    return `served ${Math.round(meanOf(throughputPerS))}/s of ${loadPerS}/s`;
  }
  if (maxP99Ms !== undefined && mergedP99Ms !== undefined && mergedP99Ms > maxP99Ms) {
    return `p99 of ${Number(mergedP99Ms.toPrecision(3))} ms`;
  }
  if (minAvailability !== undefined && unanswered.length > 1) {
    const allowed = unanswered.map(() => 1 - minAvailability);
    const excess = pairedDifference(unanswered, allowed, CONFIDENCE);
    if (excess !== undefined && excess.low > 0) {
      return `${Number(meanOf(unanswered).toPrecision(2))} of the operations not answered`;
    }
  }
  return undefined;
}

/** Arrivals are random: what is served of a load that is borne lies a little beside it. */
const LEAST_SERVED = 0.8;

/**
 * Of those that kept their promises: the first in the order of the analysis that no other is measured to beat.
 * @param ranked in that order
 */
export function choose(ranked: readonly Confirmed[], objective: Objective): Confirmed | undefined {
  const kept = ranked.filter(({ broke }) => broke === undefined);
  return kept.find((one) => !against(one, kept, objective).some(({ verdict }) => verdict === 'better'));
}

/** All others against one, with intervals that hold together. */
export function against(one: Confirmed, all: readonly Confirmed[], objective: Objective): Against[] {
  const others = all.filter((other) => other !== one);
  const reference = costsOf(objective, one.measured);
  return others.map((confirmed): Against => {
    const costs = costsOf(objective, confirmed.measured);
    const difference = pairedDifference(costs, reference, CONFIDENCE, others.length);
    return { confirmed, difference, verdict: verdictOf(difference, costs, reference) };
  });
}

function verdictOf(
  difference: Difference | undefined,
  costs: readonly number[],
  reference: readonly number[],
): Against['verdict'] {
  // Where no operation went without an answer, nothing was seen that could differ.
  if (costs.some((cost) => cost > 0) && costs.every((cost, i) => cost === reference[i])) return 'the same in every run';
  if (difference === undefined || (difference.low <= 0 && difference.high >= 0)) return 'no evidence of a difference';
  return difference.low > 0 ? 'worse' : 'better';
}
