/**
 * A quorum system as the protocols use it: two predicates on sets of nodes.
 *
 * Phase-1 quorum = election = prepare; phase-2 quorum = replication = accept. Whether a system is legal is asked per
 * protocol (see `legality.ts`): a Paxos ballot belongs to one proposer, so Flexible Paxos needs only that phase 1 meets
 * phase 2 (Howard, Malkhi, Spiegelman 2016, §5); Raft's terms are shared by candidates, so Raft also needs any two
 * election quorums to meet.
 */
import type { NodeId, NodeSet } from '../contract.ts';
import { eachNode, type Formula } from './formula.ts';
import { maskTest } from './mask-test.ts';

/** A monotone family of node sets: whoever contains a quorum is one. */
export interface Quorums {
  /** Does `set` contain a quorum? On the hot path: allocates nothing. */
  test(set: NodeSet): boolean;
  /** As people write it: `majority`, `3 of 5`, `row of 2x3`. */
  readonly label: string;
  /** What the test tests, for the analysis. */
  readonly formula: Formula;
}

/** A family from its formula; of at most 31 nodes. */
export function quorumsOf(formula: Formula, label: string): Quorums {
  return { test: maskTest(formula), label, formula };
}

export interface QuorumSystem {
  readonly nodes: number;
  readonly phase1: Quorums;
  readonly phase2: Quorums;
  /** As on the command line: `majority`, `4/2`, `grid:2x3`. */
  readonly label: string;
  isPhase1(set: NodeSet): boolean;
  isPhase2(set: NodeSet): boolean;
}

/** The nodes that are in some quorum. */
export function membersOf({ formula }: Quorums): NodeSet {
  let set = 0;
  eachNode(formula, (node) => {
    set |= 1 << node;
  });
  return set;
}

/** Joins two families over `nodes` nodes into a system. */
export function quorumSystem(nodes: number, phase1: Quorums, phase2: Quorums, label: string): QuorumSystem {
  return {
    nodes,
    phase1,
    phase2,
    label,
    isPhase1: (set) => phase1.test(set),
    isPhase2: (set) => phase2.test(set),
  };
}

/**
 * A minimal quorum made of the nodes that come first in `preference`: taken greedily until they suffice, then whoever is
 * not needed is left out, the least preferred first. `undefined` if all of them together are no quorum.
 */
export function chooseQuorum(quorums: Quorums, preference: readonly NodeId[]): NodeSet | undefined {
  let set = 0;
  let taken = 0;
  while (taken < preference.length && !quorums.test(set)) set |= 1 << preference[taken++]!;
  if (!quorums.test(set)) return undefined;
  for (let i = taken - 1; i >= 0; i--) {
    const smaller = set & ~(1 << preference[i]!);
    if (quorums.test(smaller)) set = smaller;
  }
  return set;
}
