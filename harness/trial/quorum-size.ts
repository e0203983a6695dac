/** How many nodes the smallest quorum has: the `q1` and `q2` of a row, for any family. */
import type { NodeSet } from '../../algorithms/contract.ts';
import type { Formula } from '../../algorithms/quorum/formula.ts';
import { sizeOfSet } from '../../algorithms/quorum/node-set.ts';

/** Number of nodes of the smallest quorum; `Infinity` if there is none. Of at most 31 nodes. */
export function smallestQuorum(formula: Formula): number {
  return namesANodeTwice(formula) ? smallestByTrying(formula) : smallestReadOnce(formula);
}

function namesANodeTwice(formula: Formula): boolean {
  const nodes = nodesOf(formula);
  return new Set(nodes).size < nodes.length;
}

function nodesOf(formula: Formula): number[] {
  return typeof formula === 'number' ? [formula] : formula.parts.flatMap(nodesOf);
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

/** Tries every way to fulfil the formula, as long as it may beat the best so far. */
function smallestByTrying(formula: Formula): number {
  let best = Infinity;
  const fulfil = (part: Formula, chosen: NodeSet, then: (chosen: NodeSet) => void): void => {
    if (typeof part === 'number') return then(chosen | (1 << part));
    const from = (i: number, weight: number, soFar: NodeSet): void => {
      if (sizeOfSet(soFar) >= best) return;
      if (weight >= part.need) return then(soFar);
      if (i === part.parts.length) return;
      fulfil(part.parts[i]!, soFar, (after) => from(i + 1, weight + part.weights[i]!, after));
      from(i + 1, weight, soFar);
    };
    from(0, 0, chosen);
  };
  fulfil(formula, 0, (chosen) => {
    best = Math.min(best, sizeOfSet(chosen));
  });
  return best;
}
