/** How many nodes the smallest quorum has: the `q1` and `q2` of a row, for any family. */
import { someQuorum } from '../../algorithms/quorum/each-quorum.ts';
import { eachNode, type Formula } from '../../algorithms/quorum/formula.ts';

/** Number of nodes of the smallest quorum of `nodes` nodes. */
export function smallestQuorum(formula: Formula, nodes: number): number {
  return namesANodeTwice(formula, nodes) ? smallestByTrying(formula, nodes) : smallestReadOnce(formula);
}

function namesANodeTwice(formula: Formula, nodes: number): boolean {
  const times = new Uint32Array(nodes);
  eachNode(formula, (node) => times[node]!++);
  return times.some((count) => count > 1);
}

/** A knapsack per gate: the fewest nodes whose parts weigh enough. Exact, as parts share no node. */
function smallestReadOnce(formula: Formula): number {
  if (typeof formula === 'number') return 1;
  // fewest[w] = fewest nodes that weigh at least w.
  const fewest = new Array<number>(formula.need + 1).fill(Infinity);
  fewest[0] = 0;
  formula.parts.forEach((part, i) => {
    const size = smallestReadOnce(part);
    for (let weight = formula.need; weight > 0; weight--) {
      const before = Math.max(0, weight - formula.weights[i]!);
      fewest[weight] = Math.min(fewest[weight]!, fewest[before]! + size);
    }
  });
  return fewest[formula.need]!;
}

function smallestByTrying(formula: Formula, nodes: number): number {
  const chosen = new Uint8Array(nodes);
  let smallest = nodes;
  someQuorum(formula, chosen, () => {
    let size = 0;
    for (const times of chosen) if (times > 0) size++;
    smallest = Math.min(smallest, size);
    return false;
  });
  return smallest;
}
