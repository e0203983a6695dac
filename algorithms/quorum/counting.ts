/** Counting quorums: any `q` of the nodes. The simple quorums of the Flexible Paxos paper, §4. */
import type { NodeSet } from '../contract.ts';
import { allNodes, sizeOfSet } from './node-set.ts';
import { quorumSystem, type Quorums, type QuorumSystem } from './quorum-system.ts';

/** Any `q` of the nodes in `of` (of all when left out). */
export function count(q: number, nodes: number, of: NodeSet = allNodes(nodes)): Quorums {
  return { test: (set) => sizeOfSet(set & of) >= q, label: `${q} of ${sizeOfSet(of)}` };
}

/** More than half: floor(n/2) + 1. */
export function majorityOf(nodes: number, of: NodeSet = allNodes(nodes)): Quorums {
  return { ...count(Math.floor(sizeOfSet(of) / 2) + 1, nodes, of), label: 'majority' };
}

/** `Q1/Q2` of `nodes`. Not checked for legality: that is asked per protocol. */
export function countingSystem(nodes: number, q1: number, q2: number): QuorumSystem {
  return quorumSystem(nodes, count(q1, nodes), count(q2, nodes), `${q1}/${q2}`);
}

export function majoritySystem(nodes: number): QuorumSystem {
  return quorumSystem(nodes, majorityOf(nodes), majorityOf(nodes), 'majority');
}
