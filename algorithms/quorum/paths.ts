/** What a walk through a diagram tells: probabilities, smallest quorums and cuts, sets counted by size. */
import type { NodeId } from '../contract.ts';
import { FALSE, TRUE, type Diagram, type Diagrams } from './decision-diagram.ts';

/** Both sides of a probability, each a sum of positive terms, so that the small one keeps its digits. */
export interface Chance {
  readonly yes: number;
  readonly no: number;
}

/**
 * Probability that the function is true when node i is up with probability `1 - down[i]`, independently.
 */
export function chanceOf(diagrams: Diagrams, root: Diagram, down: ArrayLike<number>): Chance {
  const { low, high } = diagrams;
  const yes = new Float64Array(root + 1);
  const no = new Float64Array(root + 1);
  if (root >= TRUE) yes[TRUE] = 1;
  no[FALSE] = 1;
  for (const d of diagrams.reachable(root)) {
    const fails = down[diagrams.nodeOf(d)]!;
    yes[d] = fails * yes[low[d]!]! + (1 - fails) * yes[high[d]!]!;
    no[d] = fails * no[low[d]!]! + (1 - fails) * no[high[d]!]!;
  }
  return { yes: yes[root]!, no: no[root]! };
}

/** The cheapest way to make the function true (nodes that are up cost) or false (nodes that are down cost). */
export interface Cheapest {
  readonly cost: number;
  /** The nodes paid for on one such way, ascending. */
  readonly example: NodeId[];
}

/** A smallest quorum: fewest nodes, or the least sum of `cost`. `undefined` if there is none. */
export function cheapestQuorum(
  diagrams: Diagrams,
  root: Diagram,
  cost: (node: NodeId) => number = () => 1,
): Cheapest | undefined {
  return cheapest(diagrams, root, TRUE, cost);
}

/** A smallest set of nodes whose crash leaves no quorum; who costs infinitely much does not crash. */
export function smallestCut(
  diagrams: Diagrams,
  root: Diagram,
  cost: (node: NodeId) => number = () => 1,
): Cheapest | undefined {
  return cheapest(diagrams, root, FALSE, cost);
}

function cheapest(
  diagrams: Diagrams,
  root: Diagram,
  goal: Diagram,
  cost: (node: NodeId) => number,
): Cheapest | undefined {
  const costs = new Float64Array(root + 2).fill(Infinity);
  costs[goal] = 0;
  const [paid, free] = goal === TRUE ? [diagrams.high, diagrams.low] : [diagrams.low, diagrams.high];
  const paying = (d: Diagram): number => costs[paid[d]!]! + cost(diagrams.nodeOf(d));
  for (const d of diagrams.reachable(root)) costs[d] = Math.min(paying(d), costs[free[d]!]!);
  if (costs[root] === Infinity) return undefined;
  const example: NodeId[] = [];
  for (let d = root; d !== goal;) {
    const pays = paying(d) <= costs[free[d]!]!;
    if (pays) example.push(diagrams.nodeOf(d));
    d = pays ? paid[d]! : free[d]!;
  }
  return { cost: costs[root]!, example: example.sort((a, b) => a - b) };
}

/** How many sets of `size` nodes there are whose crash leaves no quorum, `size` being the least. */
export function countSmallestCuts(diagrams: Diagrams, root: Diagram): bigint {
  const cuts = new Map<Diagram, { size: number; count: bigint }>([
    [FALSE, { size: 0, count: 1n }],
    [TRUE, { size: Infinity, count: 0n }],
  ]);
  for (const d of diagrams.reachable(root)) {
    const down = cuts.get(diagrams.low[d]!)!;
    const up = cuts.get(diagrams.high[d]!)!;
    const size = Math.min(down.size + 1, up.size);
    cuts.set(d, { size, count: (down.size + 1 === size ? down.count : 0n) + (up.size === size ? up.count : 0n) });
  }
  return cuts.get(root)!.count;
}

/** Number of sets of each size that are quorums, of the diagram's variables; index = size. */
export function quorumsBySize(diagrams: Diagrams, root: Diagram): bigint[] {
  const total = diagrams.order.length;
  // Sets of the variables from the diagram's own level on.
  const counts = new Map<Diagram, readonly bigint[]>([
    [FALSE, [0n]],
    [TRUE, [1n]],
  ]);
  for (const d of diagrams.reachable(root)) {
    const level = diagrams.level[d]!;
    const below = (child: Diagram): readonly bigint[] => freely(counts.get(child)!, diagrams.level[child]! - level - 1);
    const [without, withNode] = [below(diagrams.low[d]!), below(diagrams.high[d]!)];
    counts.set(
      d,
      Array.from({ length: total - level + 1 }, (_, size) => (without[size] ?? 0n) + (withNode[size - 1] ?? 0n)),
    );
  }
  const all = freely(counts.get(root)!, diagrams.level[root]!);
  return Array.from({ length: total + 1 }, (_, size) => all[size] ?? 0n);
}

/** With `skipped` more variables that may be either way. */
function freely(counts: readonly bigint[], skipped: number): readonly bigint[] {
  let result = counts;
  for (let i = 0; i < skipped; i++) {
    result = Array.from({ length: result.length + 1 }, (_, size) => (result[size] ?? 0n) + (result[size - 1] ?? 0n));
  }
  return result;
}

/** Nodes on which the function depends. */
export function supportOf(diagrams: Diagrams, root: Diagram): Set<NodeId> {
  return new Set(diagrams.reachable(root).map((d) => diagrams.nodeOf(d)));
}

/**
 * Sets that remain quorums after losing any `f` of their members (quoracle's f-resilience): what is contacted so that no
 * second round is needed when up to `f` of those do not answer.
 */
export function resilient(diagrams: Diagrams, root: Diagram, f: number): Diagram {
  const memo = new Map<string, Diagram>();
  const walk = (d: Diagram, losses: number): Diagram => {
    if (losses === 0 || d === FALSE || d === TRUE) return d;
    const key = `${d} ${losses}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const without = walk(diagrams.low[d]!, losses);
    const withNode = diagrams.and(walk(diagrams.high[d]!, losses), walk(diagrams.low[d]!, losses - 1));
    const result = diagrams.make(diagrams.level[d]!, without, withNode);
    memo.set(key, result);
    return result;
  };
  return walk(root, f);
}
