/** Counting quorums: any `q` of the nodes. The simple quorums of the Flexible Paxos paper, §4. */
import type { NodeSet } from '../contract.ts';
import { atLeast, majority, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import { allNodes, members } from './node-set.ts';
import { quorumsOf, quorumSystem, type Quorums, type QuorumSystem } from './quorum-system.ts';
import type { NodeNames } from './node-names.ts';

/** Any `q` of the nodes, or of those in `of`. */
export interface CountSpec {
  readonly kind: 'count';
  readonly q: number;
  readonly of?: readonly string[];
}

/** More than half of the nodes, or of those in `of`: floor(m/2) + 1. */
export interface MajoritySpec {
  readonly kind: 'majority';
  readonly of?: readonly string[];
}

export function countFormula(spec: CountSpec, names: NodeNames): Formula {
  const of = spec.of === undefined ? names.all() : names.list(spec.of, 'of');
  if (!Number.isInteger(spec.q) || spec.q < 1 || spec.q > of.length) {
    throw new InvalidQuorum(`quorum size ${spec.q} of ${of.length} nodes: give a whole number from 1 to ${of.length}`);
  }
  return atLeast(spec.q, of);
}

export function majorityFormula(spec: MajoritySpec, names: NodeNames): Formula {
  const of = spec.of === undefined ? names.all() : names.list(spec.of, 'of');
  return atLeast(majority(of.length), of);
}

/** Any `q` of the nodes in `of` (of all when left out). */
export function count(q: number, nodes: number, of: NodeSet = allNodes(nodes)): Quorums {
  const choices = members(of);
  return quorumsOf(atLeast(q, choices), `${q} of ${choices.length}`);
}

/** More than half: floor(n/2) + 1. */
export function majorityOf(nodes: number, of: NodeSet = allNodes(nodes)): Quorums {
  const choices = members(of);
  return quorumsOf(atLeast(majority(choices.length), choices), 'majority');
}

/** `Q1/Q2` of `nodes`. Not checked for legality: that is asked per protocol. */
export function countingSystem(nodes: number, q1: number, q2: number): QuorumSystem {
  return quorumSystem(nodes, count(q1, nodes), count(q2, nodes), `${q1}/${q2}`);
}

export function majoritySystem(nodes: number): QuorumSystem {
  return quorumSystem(nodes, majorityOf(nodes), majorityOf(nodes), 'majority');
}
