/** All counting quorums worth comparing under a protocol: legal, and none that could be made smaller. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';

export interface Sizes {
  readonly q1: number;
  readonly q2: number;
}

/** The minimal legal `(q1, q2)` of `nodes` nodes, by rising `q1`; what is legal is the algorithm's to say. */
export function minimalSizes(algorithm: Algorithm, nodes: number): Sizes[] {
  const minimal: Sizes[] = [];
  let smallestSoFar = nodes + 1;
  for (let q1 = 1; q1 <= nodes; q1++) {
    const q2 = smallestLegal(algorithm, nodes, q1);
    // With a larger q1, only a smaller q2 makes it worth comparing.
    if (q2 === undefined || q2 >= smallestSoFar) continue;
    minimal.push({ q1, q2 });
    smallestSoFar = q2;
  }
  return minimal;
}

function smallestLegal(algorithm: Algorithm, nodes: number, q1: number): number | undefined {
  for (let q2 = 1; q2 <= nodes; q2++) {
    if (algorithm.legality(countingSystem(nodes, q1, q2)) === undefined) return q2;
  }
  return undefined;
}
