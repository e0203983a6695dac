/** Can two quorums fail to meet? Exact, for any number of nodes. */
import type { NodeId } from '../contract.ts';
import { diagramsOf, type Diagram, type Diagrams } from './decision-diagram.ts';
import { dual, evaluate, isCounting, type Formula } from './formula.ts';

/** Two quorums without a common node. */
export type Witness = readonly [NodeId[], NodeId[]];

/**
 * A quorum of `a` and one of `b` without a common node, both minimal; `undefined` if any two meet.
 * @throws InvalidQuorum if the formulas are too irregular to decide
 */
export function disjointQuorums(nodes: number, a: Formula, b: Formula): Witness | undefined {
  if (isCounting(a) && isCounting(b) && sameNodes(a.parts, b.parts) && a.need + b.need > a.total) return undefined;
  const { diagrams, roots } = diagramsOf(nodes, [a, dual(b)]);
  return disjointWitness(nodes, a, b, diagrams, roots[0]!, roots[1]!);
}

/**
 * The same with the diagrams at hand: a set that is a quorum of `a` and does not meet every quorum of `b` leaves one out.
 * @param rootOfA diagram of `a`; @param rootOfDual diagram of the dual of `b`
 */
export function disjointWitness(
  nodes: number,
  a: Formula,
  b: Formula,
  diagrams: Diagrams,
  rootOfA: Diagram,
  rootOfDual: Diagram,
): Witness | undefined {
  const found = diagrams.counterexample(rootOfA, rootOfDual);
  if (found === undefined) return undefined;
  const inside = new Uint8Array(nodes);
  for (const node of found) inside[node] = 1;
  const first = shrink(a, inside);
  const outside = new Uint8Array(nodes).fill(1);
  for (const node of first) outside[node] = 0;
  return [first, shrink(b, outside)];
}

/** A minimal quorum among the live nodes, which hold one: whoever is not needed leaves, the last first. */
export function shrink(formula: Formula, live: Uint8Array): NodeId[] {
  for (let node = live.length - 1; node >= 0; node--) {
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
