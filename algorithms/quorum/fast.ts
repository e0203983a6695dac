/**
 * Fast rounds: a client's proposal goes to all acceptors at once. Fast Flexible Paxos needs phase 1 to meet phase 2 and
 * to meet the intersection of any two fast quorums; Fast Paxos (Lamport 2006, §2.2) asks it of any two quorums of any
 * kind.
 */
import type { NodeId } from '../contract.ts';
import { diagramsOf } from './decision-diagram.ts';
import { disjointQuorums, shrink, type Witness } from './disjoint.ts';
import { allOf, dual, type Formula } from './formula.ts';

/** A quorum and two fast quorums without a node common to all three. */
export type FastWitness = readonly [NodeId[], NodeId[], NodeId[]];

export interface FastLegality {
  readonly phase1MeetsPhase2: boolean;
  readonly phase1MeetsFastPairs: boolean;
  readonly valid: boolean;
  /** Disjoint quorums of phase 1 and 2, or a phase-1 quorum and two fast ones. */
  readonly counterexample: Witness | FastWitness | undefined;
  readonly originalFastPaxos: boolean;
}

export function fastLegality(nodes: number, phase1: Formula, phase2: Formula, fast: Formula): FastLegality {
  const across = disjointQuorums(nodes, phase1, phase2);
  const pair = missedFastPair(nodes, phase1, fast);
  const kinds = [phase1, phase2, fast];
  const anyTwoMeet = kinds.every((a, i) => kinds.slice(i).every((b) => disjointQuorums(nodes, a, b) === undefined));
  return {
    phase1MeetsPhase2: across === undefined,
    phase1MeetsFastPairs: pair === undefined,
    valid: across === undefined && pair === undefined,
    counterexample: across ?? pair,
    originalFastPaxos: anyTwoMeet && kinds.every((kind) => missedFastPair(nodes, kind, fast) === undefined),
  };
}

/** A quorum that misses the intersection of two fast quorums. */
export function missedFastPair(nodes: number, quorums: Formula, fast: Formula): FastWitness | undefined {
  // Two fast quorums are two sets of variables, side by side: node i is 2i in the one and 2i + 1 in the other.
  const first = rename(fast, (node) => 2 * node);
  const second = rename(fast, (node) => 2 * node + 1);
  const intersection = rename(dual(quorums), (node) => allOf([2 * node, 2 * node + 1]));
  const interleaved = allOf(Array.from({ length: nodes }, (_, node) => allOf([2 * node, 2 * node + 1])));
  const { diagrams, roots } = diagramsOf(2 * nodes, [interleaved, first, second, intersection]);
  const found = diagrams.counterexample(diagrams.and(roots[1]!, roots[2]!), roots[3]!);
  if (found === undefined) return undefined;
  const [one, other] = [0, 1].map((side) => {
    const live = new Uint8Array(nodes);
    for (const variable of found) if (variable % 2 === side) live[(variable - side) / 2] = 1;
    return shrink(fast, live);
  }) as [NodeId[], NodeId[]];
  const outside = new Uint8Array(nodes).fill(1);
  for (const node of one) if (other.includes(node)) outside[node] = 0;
  return [shrink(quorums, outside), one, other];
}

function rename(formula: Formula, to: (node: NodeId) => Formula): Formula {
  if (typeof formula === 'number') return to(formula);
  return { ...formula, parts: formula.parts.map((part) => rename(part, to)) };
}
