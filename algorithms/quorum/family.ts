/** What one phase's quorums are like: how many, how large, what kills them, who counts for too much or for nothing. */
import type { NodeId } from '../contract.ts';
import type { Diagram, Diagrams } from './decision-diagram.ts';
import { MinimalQuorums } from './minimal-quorums.ts';
import { countSmallestCuts, smallestCut, supportOf } from './paths.ts';

export interface FamilyReport {
  readonly minimal: MinimalQuorums;
  readonly minSize: number;
  readonly maxSize: number;
  /** Largest f such that after any f crashes some quorum is alive. */
  readonly faultTolerance: number;
  /** A smallest set of nodes whose crash leaves no quorum, and how many there are. */
  readonly minCut: { readonly size: number; readonly count: bigint; readonly example: readonly NodeId[] };
  /** In every quorum: the crash of one of them stops the phase. */
  readonly vetoNodes: readonly NodeId[];
  /** In no minimal quorum: they never help. */
  readonly dummyNodes: readonly NodeId[];
}

export function familyReport(diagrams: Diagrams, root: Diagram): FamilyReport {
  const minimal = new MinimalQuorums(diagrams, root);
  const cut = smallestCut(diagrams, root)!;
  const support = supportOf(diagrams, root);
  const nodes = [...diagrams.order].sort((a, b) => a - b);
  return {
    minimal,
    minSize: minimal.sizes.min,
    maxSize: minimal.sizes.max,
    faultTolerance: cut.cost - 1,
    minCut: { size: cut.cost, count: countSmallestCuts(diagrams, root), example: cut.example },
    vetoNodes: nodes.filter(
      (node) =>
        !diagrams.evaluate(
          root,
          nodes.map((other) => (other === node ? 0 : 1)),
        ),
    ),
    dummyNodes: nodes.filter((node) => !support.has(node)),
  };
}

/** Fault tolerance if `leader` does not crash; at most all the others. */
export function faultToleranceBeside(diagrams: Diagrams, root: Diagram, leader: NodeId): number {
  const cut = smallestCut(diagrams, root, (node) => (node === leader ? Infinity : 1));
  return cut === undefined ? diagrams.order.length - 1 : cut.cost - 1;
}
