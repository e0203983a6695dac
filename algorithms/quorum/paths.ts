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
  yes[TRUE] = root >= TRUE ? 1 : 0;
  no[FALSE] = 1;
  for (let d = 2; d <= root; d++) {
    const fails = down[diagrams.nodeOf(d)]!;
    yes[d] = fails * yes[low[d]!]! + (1 - fails) * yes[high[d]!]!;
    no[d] = fails * no[low[d]!]! + (1 - fails) * no[high[d]!]!;
  }
  return { yes: yes[root]!, no: no[root]! };
}

/** The cheapest way to make the function true (`high` edges cost) or false (`low` edges cost), and how many there are. */
export interface Cheapest {
  readonly cost: number;
  readonly count: bigint;
  /** The nodes on one such way. */
  readonly example: NodeId[];
}

/** A smallest quorum: fewest nodes, or the least sum of `cost` per node. `undefined` if there is none. */
export function cheapestQuorum(
  diagrams: Diagrams,
  root: Diagram,
  cost: (node: NodeId) => number = () => 1,
): Cheapest | undefined {
  return cheapest(diagrams, root, TRUE, cost);
}

/** A smallest set of nodes whose crash leaves no quorum. `undefined` if nothing does. */
export function smallestCut(diagrams: Diagrams, root: Diagram): Cheapest | undefined {
  return cheapest(diagrams, root, FALSE, () => 1);
}

function cheapest(
  diagrams: Diagrams,
  root: Diagram,
  goal: Diagram,
  cost: (node: NodeId) => number,
): Cheapest | undefined {
  const costs: number[] = [];
  const counts: bigint[] = [];
  const [paid, free] = goal === TRUE ? [diagrams.high, diagrams.low] : [diagrams.low, diagrams.high];
  for (let d = 0; d <= root; d++) {
    if (d === FALSE || d === TRUE) {
      costs.push(d === goal ? 0 : Infinity);
      counts.push(d === goal ? 1n : 0n);
      continue;
    }
    const pay = costs[paid[d]!]! + cost(diagrams.nodeOf(d));
    const skip = costs[free[d]!]!;
    costs.push(Math.min(pay, skip));
    counts.push((pay <= skip ? counts[paid[d]!]! : 0n) + (skip <= pay ? counts[free[d]!]! : 0n));
  }
  if (costs[root] === Infinity) return undefined;
  const example: NodeId[] = [];
  for (let d = root; d !== goal;) {
    const node = diagrams.nodeOf(d);
    if (costs[paid[d]!]! + cost(node) <= costs[free[d]!]!) {
      example.push(node);
      d = paid[d]!;
    } else d = free[d]!;
  }
  return { cost: costs[root]!, count: counts[root]!, example: example.sort((a, b) => a - b) };
}

/** Number of sets of each size that are quorums, of the diagram's variables; index = size. */
export function quorumsBySize(diagrams: Diagrams, root: Diagram): bigint[] {
  const total = diagrams.order.length;
  // Sets of the variables from the diagram's own level on.
  const counts: bigint[][] = [[0n], [1n]];
  for (let d = 2; d <= root; d++) {
    const level = diagrams.level[d]!;
    const without = freely(counts[diagrams.low[d]!]!, diagrams.level[diagrams.low[d]!]! - level - 1);
    const withNode = freely(counts[diagrams.high[d]!]!, diagrams.level[diagrams.high[d]!]! - level - 1);
    counts.push(
      Array.from({ length: total - level + 1 }, (_, size) => (without[size] ?? 0n) + (withNode[size - 1] ?? 0n)),
    );
  }
  const all = freely(counts[root]!, diagrams.level[root]!);
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
  const support = new Set<NodeId>();
  const seen = new Set<Diagram>();
  const walk = (d: Diagram): void => {
    if (d === FALSE || d === TRUE || seen.has(d)) return;
    seen.add(d);
    support.add(diagrams.nodeOf(d));
    walk(diagrams.low[d]!);
    walk(diagrams.high[d]!);
  };
  walk(root);
  return support;
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
