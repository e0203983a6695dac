/**
 * Availability of counting quorums when each of n nodes is down with probability p, independently: sums of binomials
 * (Peleg and Wool, The availability of quorum systems, 1995). For unequal nodes, zones and other families there is
 * `algorithms/quorum/availability.ts`.
 */
import { atLeastOf } from './binomial.ts';

/** P(at least `q` of `n` nodes are up). */
export function quorumUp(q: number, n: number, down: number): number {
  return atLeastOf(q, n, 1 - down);
}

/** Given that the leader is up: P(a commit is possible), which takes q2 - 1 of the others. */
export function commitPossible(q2: number, n: number, down: number): number {
  return atLeastOf(q2 - 1, n - 1, 1 - down);
}

/** Given that the old leader is down: P(another can be elected), which takes q1 of the others. */
export function electionPossible(q1: number, n: number, down: number): number {
  return atLeastOf(q1, n - 1, 1 - down);
}
