/** Can two quorums fail to meet? Exact, for any number of nodes; refuses where no symmetry helps. */
import type { NodeId } from '../contract.ts';
import { quorumWays, someQuorum } from './each-quorum.ts';
import { dual, evaluate, isCounting, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import { someTwinSet, twinClasses, twinVectors } from './twins.ts';

/** Sets looked at before we give up: a second or two. */
const MAX_SETS = 2 ** 21;

export type Witness = readonly [NodeId[], NodeId[]];

/**
 * A quorum of `a` and one of `b` without a common node, both minimal; `undefined` if any two meet.
 * @throws InvalidQuorum if that would take too many sets to decide
 */
export function disjointQuorums(nodes: number, a: Formula, b: Formula): Witness | undefined {
  if (isCounting(a) && isCounting(b) && sameNodes(a.parts, b.parts) && a.need + b.need > a.total) return undefined;
  // A set meets every quorum of b exactly if it is a quorum of the dual of b.
  const chosen = new Uint8Array(nodes);
  const meetsB = dual(b);
  const meetsA = dual(a);
  const classes = twinClasses(nodes, [a, b]);
  const costs = [quorumWays(a), quorumWays(b), twinVectors(classes)];
  const least = Math.min(...costs);
  if (least > MAX_SETS) {
    throw new InvalidQuorum(
      `whether these quorums of ${nodes} nodes always meet would take ${least.toPrecision(2)} sets to decide, ` +
        `more than ${MAX_SETS}: use fewer nodes, or a family with more symmetry`,
    );
  }
  let found: Witness | undefined;
  if (costs[2] === least) {
    someTwinSet(classes, chosen, () => {
      if (evaluate(a, chosen) && !evaluate(meetsB, chosen)) found = split(nodes, a, b, chosen);
      return found !== undefined;
    });
  } else if (costs[0] === least) {
    someQuorum(a, chosen, () => {
      if (!evaluate(meetsB, chosen)) found = split(nodes, a, b, chosen);
      return found !== undefined;
    });
  } else {
    someQuorum(b, chosen, () => {
      if (!evaluate(meetsA, chosen)) found = split(nodes, b, a, chosen);
      return found !== undefined;
    });
    if (found !== undefined) found = [found[1], found[0]];
  }
  return found;
}

/** Minimal quorums of `a` inside the chosen nodes and of `b` outside of them. */
function split(nodes: number, a: Formula, b: Formula, chosen: Uint8Array): Witness {
  const inside = Uint8Array.from(chosen, (times) => (times > 0 ? 1 : 0));
  const outside = inside.map((member) => 1 - member);
  return [shrink(nodes, a, inside), shrink(nodes, b, outside)];
}

/** A minimal quorum among the live nodes, which hold one: whoever is not needed leaves, the last first. */
function shrink(nodes: number, formula: Formula, live: Uint8Array): NodeId[] {
  for (let node = nodes - 1; node >= 0; node--) {
    if (live[node] === 0) continue;
    live[node] = 0;
    if (!evaluate(formula, live)) live[node] = 1;
  }
  return Array.from(live.keys()).filter((node) => live[node] !== 0);
}

function sameNodes(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  const nodes = new Set(a);
  return a.length === b.length && b.every((node) => nodes.has(node));
}
