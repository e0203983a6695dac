/**
 * May a running system go from one pair of families to another, node by node, without stopping? While it moves, a leader
 * of either kind may be elected and may commit, so every phase-1 quorum of the one must meet every phase-2 quorum of the
 * other (and in Raft, whose terms are shared, any two election quorums). Where that does not hold, steps that do.
 */
import type { Refusal } from '../contract.ts';
import { diagramsOf } from './decision-diagram.ts';
import { allOf } from './formula.ts';
import { disjointQuorums } from './disjoint.ts';
import { paxosLegality, raftLegality } from './legality.ts';
import { formatSet, setOf } from './node-set.ts';
import { quorumsOf, quorumSystem, type Quorums, type QuorumSystem } from './quorum-system.ts';

export type Shared = 'paxos' | 'raft';

export interface Reconfiguration {
  /** Is going directly safe? */
  readonly direct: boolean;
  /** Why not, with two disjoint quorums. */
  readonly reason: string | undefined;
  /**
   * Systems from the old to the new, each step safe. Before phase 2 shrinks to the new family alone, a new phase-2 quorum
   * must hold all that was chosen under the old one (in Raft: an entry of the new configuration committed by it).
   */
  readonly steps: readonly QuorumSystem[];
}

/**
 * @param from and @param to: systems over the same nodes, the union of both memberships
 * @returns a refusal if one of the two is itself illegal
 */
export function reconfigure(from: QuorumSystem, to: QuorumSystem, protocol: Shared): Reconfiguration | Refusal {
  const legality = protocol === 'raft' ? raftLegality : paxosLegality;
  const illegal = legality(from) ?? legality(to);
  if (illegal !== undefined) return illegal;
  const reason = conflict(from, to, protocol);
  if (reason === undefined) return { direct: true, reason: undefined, steps: [from, to] };
  // Elections first ask for both: then either phase 2 may follow. No commit ever waits for two quorums, as it does in
  // joint consensus (Raft §6), because commits are many and elections are few.
  const phase1 = both(from.nodes, from.phase1, to.phase1);
  const steps = [from, named(from.nodes, phase1, from.phase2), named(to.nodes, phase1, to.phase2), to];
  const changes = steps.filter((step, i) => i === 0 || !same(step, steps[i - 1]!));
  return { direct: false, reason, steps: changes };
}

function named(nodes: number, phase1: Quorums, phase2: Quorums): QuorumSystem {
  return quorumSystem(nodes, phase1, phase2, `${phase1.label} / ${phase2.label}`);
}

function same(a: QuorumSystem, b: QuorumSystem): boolean {
  return a.phase1 === b.phase1 && a.phase2 === b.phase2;
}

/** Why two systems must not be in force at once; `undefined` if they may. */
export function conflict(a: QuorumSystem, b: QuorumSystem, protocol: Shared): string | undefined {
  return (
    apart(a.nodes, 'old phase-1', a.phase1, 'new phase-2', b.phase2) ??
    apart(a.nodes, 'new phase-1', b.phase1, 'old phase-2', a.phase2) ??
    (protocol === 'raft' ? apart(a.nodes, 'old election', a.phase1, 'new election', b.phase1) : undefined)
  );
}

function apart(nodes: number, nameA: string, a: Quorums, nameB: string, b: Quorums): string | undefined {
  const found = disjointQuorums(nodes, a.formula, b.formula);
  if (found === undefined) return undefined;
  const [first, second] = found.map((members) => formatSet(setOf(members)));
  return `${nameA} quorum ${first} and ${nameB} quorum ${second} need not meet`;
}

/** A quorum of each; where the one always holds one of the other, it alone. */
function both(nodes: number, a: Quorums, b: Quorums): Quorums {
  const { diagrams, roots } = diagramsOf(nodes, [a.formula, b.formula]);
  const joint = diagrams.and(roots[0]!, roots[1]!);
  if (joint === roots[0]) return a;
  if (joint === roots[1]) return b;
  return quorumsOf(allOf([a.formula, b.formula]), `${a.label} and ${b.label}`);
}
