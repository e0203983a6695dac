/** Walks through the quorums that a formula spells out, one by one, without keeping them. */
import type { Formula, Gate } from './formula.ts';

/**
 * Calls `visit` with `chosen` counting how often each node is asked for, once for each way to fulfil the formula without
 * a part to spare. Every minimal quorum is among them; if each node stands once in the formula, nothing else is.
 * @returns true if `visit` did, which ends the walk
 */
export function someQuorum(formula: Formula, chosen: Uint8Array, visit: () => boolean): boolean {
  if (typeof formula === 'number') {
    chosen[formula]!++;
    const stop = visit();
    chosen[formula]!--;
    return stop;
  }
  const order = heaviestFirst(formula);
  const rest = new Float64Array(order.length + 1);
  for (let i = order.length - 1; i >= 0; i--) rest[i] = rest[i + 1]! + formula.weights[order[i]!]!;
  // The part added last is the lightest, so a choice that lacked weight before it has no part to spare.
  const from = (i: number, weight: number): boolean => {
    if (weight >= formula.need) return visit();
    if (weight + rest[i]! < formula.need) return false;
    const part = order[i]!;
    const taken = someQuorum(formula.parts[part]!, chosen, () => from(i + 1, weight + formula.weights[part]!));
    return taken || from(i + 1, weight);
  };
  return from(0, 0);
}

/** How many times {@link someQuorum} would call `visit`; the number of minimal quorums if each node stands once. */
export function quorumWays(formula: Formula): number {
  if (typeof formula === 'number') return 1;
  // ways[s] = choices of parts so far that weigh s, less than needed.
  let ways = new Map<number, number>([[0, 1]]);
  let complete = 0;
  for (const part of heaviestFirst(formula)) {
    const inner = quorumWays(formula.parts[part]!);
    const next = new Map(ways);
    for (const [weight, choices] of ways) {
      const sum = weight + formula.weights[part]!;
      if (sum >= formula.need) complete += choices * inner;
      else next.set(sum, (next.get(sum) ?? 0) + choices * inner);
    }
    ways = next;
  }
  return complete;
}

function heaviestFirst(gate: Gate): number[] {
  return gate.parts.map((_, i) => i).sort((a, b) => gate.weights[b]! - gate.weights[a]! || a - b);
}
