/**
 * How long clients wait for a leader's commit: a distribution in steps, exact for the matrix of round trips, the places of
 * the clients, and the nodes that happen to be down. Whoever is down answers never, all others after a fixed time.
 */
import type { Availability } from '../../algorithms/quorum/availability.ts';

/** `chances[i]` is the probability of exactly `timesMs[i]`; they add up to 1. */
export interface Steps {
  readonly timesMs: readonly number[];
  readonly chances: readonly number[];
}

/**
 * Time until the family at `position` has a quorum at a leader that is up, given that it ever has.
 * @param answersMs by node: when its answer is there
 */
export function stepsToQuorum(
  availability: Availability,
  position: number,
  leader: number,
  answersMs: readonly number[],
): Steps {
  const ever = availability.givenAnswers(leader, position, () => true).yes;
  const timesMs: number[] = [];
  const chances: number[] = [];
  let before = 0;
  for (const time of [...new Set(answersMs)].sort((a, b) => a - b)) {
    const by = availability.givenAnswers(leader, position, (node) => answersMs[node]! <= time).yes;
    if (by > before && time >= answersMs[leader]!) {
      timesMs.push(time);
      chances.push((by - before) / ever);
      before = by;
    }
  }
  return { timesMs, chances };
}

/** Each of `delaysMs` equally often, on top of the steps. */
export function delayed({ timesMs, chances }: Steps, delaysMs: readonly number[]): Steps {
  return {
    timesMs: delaysMs.flatMap((delay) => timesMs.map((time) => time + delay)),
    chances: delaysMs.flatMap(() => chances.map((chance) => chance / delaysMs.length)),
  };
}

export function meanOf({ timesMs, chances }: Steps): number {
  return timesMs.reduce((sum, time, i) => sum + time * chances[i]!, 0);
}

/** Smallest time by which a share `q` is over. */
export function quantileOf({ timesMs, chances }: Steps, q: number): number {
  const order = timesMs.map((_, i) => i).sort((a, b) => timesMs[a]! - timesMs[b]!);
  let sum = 0;
  for (const i of order) {
    sum += chances[i]!;
    // 1e-12: sums of decimals fall a little short.
    if (sum >= q - 1e-12) return timesMs[i]!;
  }
  return timesMs[order.at(-1)!]!;
}
