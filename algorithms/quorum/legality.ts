/**
 * May a protocol run with these quorums? The answer depends on the protocol: a Paxos ballot belongs to one proposer, a
 * Raft term is shared by all candidates. A refusal shows two disjoint quorums and the smallest repair.
 */
import type { NodeSet, Refusal } from '../contract.ts';
import { disjointQuorums } from './disjoint.ts';
import { isCounting, majority } from './formula.ts';
import { formatSet, setOf } from './node-set.ts';
import type { Quorums, QuorumSystem } from './quorum-system.ts';

type Phase = 'phase1' | 'phase2';

/** Two phases whose quorums must meet, and what to do if they do not. */
interface Rule {
  readonly first: Phase;
  readonly second: Phase;
  readonly rule: string;
  /** Remedy for counting quorums of all `n` nodes. */
  readonly countingRepair: (n: number) => string;
  readonly repair: string;
}

const ACROSS: Rule = {
  first: 'phase1',
  second: 'phase2',
  rule: 'every phase-1 quorum must meet every phase-2 quorum',
  countingRepair: (n) => `make q1 + q2 exceed ${n}`,
  repair: 'let phase 2 be the dual of phase 1',
};

const ELECTIONS: Rule = {
  first: 'phase1',
  second: 'phase1',
  rule: 'any two election quorums must meet',
  countingRepair: (n) => `make q1 at least ${majority(n)}, such as ${majority(n)}/${n + 1 - majority(n)}`,
  repair: 'ask in phase 1 for a majority as well',
};

const ANY_TWO = 'any two quorums must meet';
const USE_MAJORITIES = (n: number): string => `make both at least ${majority(n)}`;

/** Flexible Paxos, §5: every phase-1 quorum meets every phase-2 quorum; nothing else is needed. */
export function paxosLegality(system: QuorumSystem): Refusal | undefined {
  return broken(system, ACROSS);
}

/** Raft: as {@link paxosLegality}, and any two election quorums meet, for candidates share terms (§5.2: one vote a term). */
export function raftLegality(system: QuorumSystem): Refusal | undefined {
  return broken(system, ELECTIONS) ?? broken(system, ACROSS);
}

/** Classic Paxos: any two quorums meet, whatever their phase (*Paxos Made Simple*, §2.2). */
export function classicLegality(system: QuorumSystem): Refusal | undefined {
  return (
    broken(system, { ...ACROSS, rule: ANY_TWO, countingRepair: USE_MAJORITIES }) ??
    broken(system, { ...ELECTIONS, rule: ANY_TWO, countingRepair: USE_MAJORITIES }) ??
    broken(system, {
      first: 'phase2',
      second: 'phase2',
      rule: ANY_TWO,
      countingRepair: USE_MAJORITIES,
      repair: 'ask in phase 2 for a majority as well',
    })
  );
}

function broken(system: QuorumSystem, rule: Rule): Refusal | undefined {
  const { nodes } = system;
  const [first, second] = [system[rule.first], system[rule.second]];
  const found = disjointQuorums(nodes, first.formula, second.formula);
  if (found === undefined) return undefined;
  const witness: readonly [NodeSet, NodeSet] = [setOf(found[0]), setOf(found[1])];
  const counting = sizeOf(system.phase1, nodes) !== undefined && sizeOf(system.phase2, nodes) !== undefined;
  const repair = counting ? rule.countingRepair(nodes) : rule.repair;
  const sets = `${formatSet(witness[0])} and ${formatSet(witness[1])}`;
  const message =
    rule.first === rule.second
      ? `two quorums of ${nameOf(rule.first, first, nodes)} of ${nodes} nodes need not meet (${sets}), but ${rule.rule}; ${repair}`
      : `${nameOf(rule.first, first, nodes)} and ${nameOf(rule.second, second, nodes)} of ${nodes} nodes need not meet (${sets}); ${repair}`;
  return { rule: rule.rule, witness, repair, message };
}

function nameOf(phase: Phase, quorums: Quorums, nodes: number): string {
  const name = phase === 'phase1' ? 'phase-1' : 'phase-2';
  const size = sizeOf(quorums, nodes);
  return size === undefined ? `${name} (${quorums.label})` : `${name} size ${size}`;
}

/** The size of a counting quorum of all nodes. */
function sizeOf({ formula }: Quorums, nodes: number): number | undefined {
  return isCounting(formula) && formula.total === nodes ? formula.need : undefined;
}
