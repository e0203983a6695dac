/** Can two quorums fail to meet? Exact, for any number of nodes. */
import type { NodeId } from '../contract.ts';
import { diagramsOf, type Diagram, type Diagrams } from './decision-diagram.ts';
import { cheapestQuorum } from './paths.ts';
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
  // Most that can miss each other show it at once: look at a smallest quorum and at what it leaves.
  const smallest = cheapestQuorum(diagrams, rootOfA)!.example;
  if (!diagrams.evaluate(rootOfDual, membership(nodes, smallest))) return apart(nodes, b, smallest);
  const found = diagrams.counterexample(rootOfA, rootOfDual);
  return found === undefined ? undefined : apart(nodes, b, shrink(a, membership(nodes, found)));
}

/** `first` and a minimal quorum of `b` among all others. */
function apart(nodes: number, b: Formula, first: NodeId[]): Witness {
  return [
    first,
    shrink(
      b,
      membership(nodes, first).map((member) => 1 - member),
    ),
  ];
}

function membership(nodes: number, members: readonly NodeId[]): Uint8Array {
  const live = new Uint8Array(nodes);
  for (const node of members) live[node] = 1;
  return live;
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
