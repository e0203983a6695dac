/**
 * Quorum systems side by side under the same conditions: what a commit and an election cost, and what they survive. Gain
 * and price stand in one row, so that neither is shown without the other.
 */
import { Availability, type Failures } from '../../algorithms/quorum/availability.ts';
import { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { toNumber, ONE, fromDecimal } from '../../algorithms/quorum/rational.ts';
import type { Phases } from '../../algorithms/quorum/spec.ts';
import { Completion } from './completion.ts';
import { latencyAnswer, type LeaderLatency } from './latency-answer.ts';
import type { ResponseTime } from './response-time.ts';
import { bestStrategy, choicesOf, MAX_CHOICES, type NodeCosts } from './strategy.ts';
import { AnalysedSystem } from './system.ts';

/** What all rows share. */
export interface Conditions {
  readonly nodes: number;
  /** Round-trip times, ms. */
  readonly rtt: readonly (readonly number[])[] | undefined;
  /** Node that leads; the best for clients when left out. */
  readonly leader: number | undefined;
  readonly failures: Failures | undefined;
  /** Time of one node to answer, ms. */
  readonly response: ResponseTime | undefined;
  /** Share of phase-1 operations, for the load. */
  readonly readFraction: number;
  /** Only a phase-2 quorum is asked. */
  readonly thrifty: boolean;
}

/** Figures of one system; a figure is missing where its condition was not given, or it cannot be had exactly. */
export interface Figures {
  readonly leader?: number;
  readonly commitMs?: number;
  readonly clientMs?: number;
  readonly electMs?: number;
  readonly commitAfterCrashMs?: number;
  readonly commitMeanMs?: number;
  readonly commitP99Ms?: number;
  readonly noCommit?: number;
  readonly noElection?: number;
  readonly commitTolerates: number;
  readonly electionTolerates: number;
  readonly load?: number;
  readonly messages: number;
}

export interface ComparedRow {
  readonly label: string;
  readonly valid: boolean;
  readonly raft: boolean;
  readonly classic: boolean;
  readonly tight: boolean;
  /** Sizes of the smallest quorums. */
  readonly q1: number;
  readonly q2: number;
  readonly figures: Figures;
}

/** @throws InvalidQuorum if the description makes no sense for so many nodes */
export async function comparedRow(label: string, phases: Phases, conditions: Conditions): Promise<ComparedRow> {
  const system = new AnalysedSystem(NodeNames.numbered(conditions.nodes), phases);
  const { phase1, phase2, diagrams } = system;
  const elections = diagrams.implies(phase1.root, phase1.rootOfDual);
  return {
    label,
    valid: system.valid,
    raft: system.valid && elections,
    classic: system.valid && elections && diagrams.implies(phase2.root, phase2.rootOfDual),
    tight: system.tight,
    q1: phase1.report.minSize,
    q2: phase2.report.minSize,
    figures: {
      ...latencyFigures(system, conditions),
      ...randomFigures(system, conditions),
      ...availabilityFigures(system, conditions),
      commitTolerates: phase2.report.faultTolerance,
      electionTolerates: phase1.report.faultTolerance,
      ...(await loadFigures(system, conditions)),
      messages: messagesPerCommit(system, conditions),
    },
  };
}

function latencyFigures(system: AnalysedSystem, { rtt, leader }: Conditions): Partial<Figures> {
  if (rtt === undefined) return {};
  const { perLeader } = latencyAnswer(system, { rtt: rtt.map((row) => [...row]) });
  const leaders = system.names.ids.map((id) => perLeader[id]!);
  const chosen = leader ?? bestLeader(leaders);
  const { phase1, phase2, clientMean, degraded } = leaders[chosen]!;
  return {
    leader: chosen,
    commitMs: phase2,
    clientMs: clientMean,
    electMs: phase1,
    ...(degraded[0] && { commitAfterCrashMs: degraded[0].worst }),
  };
}

/** The one that serves clients soonest; of equals the one that commits soonest. */
function bestLeader(leaders: readonly LeaderLatency[]): number {
  let best = 0;
  leaders.forEach((leader, i) => {
    const { clientMean, phase2 } = leaders[best]!;
    if (leader.clientMean < clientMean || (leader.clientMean === clientMean && leader.phase2 < phase2)) best = i;
  });
  return best;
}

function randomFigures(system: AnalysedSystem, { response, leader = 0 }: Conditions): Partial<Figures> {
  if (response === undefined) return {};
  const responses = system.names.ids.map(() => response);
  const completion = new Completion(system.diagrams, system.phase2.root, responses, leader);
  const mean = completion.mean();
  return { ...(mean && { commitMeanMs: mean.value }), commitP99Ms: completion.quantile(0.99) };
}

function availabilityFigures(system: AnalysedSystem, { failures }: Conditions): Partial<Figures> {
  if (failures === undefined) return {};
  const availability = new Availability([system.phase1.formula, system.phase2.formula], failures);
  return { noCommit: availability.of(1).no, noElection: availability.of(0).no };
}

const EQUAL: NodeCosts = { readCapacity: ONE, writeCapacity: ONE, latency: undefined };

/** Of the busiest node, with the best strategy, nodes being equal. */
async function loadFigures(system: AnalysedSystem, { readFraction, nodes }: Conditions): Promise<Partial<Figures>> {
  const { phase1, phase2 } = system;
  if (isSymmetric(system)) {
    // Nodes are alike, so all are equally busy with the smallest quorums.
    const asked = readFraction * phase1.report.minSize + (1 - readFraction) * phase2.report.minSize;
    return { load: asked / nodes };
  }
  if ([phase1, phase2].some(({ report }) => report.minimal.count > BigInt(MAX_CHOICES))) return {};
  const costs = Array.from({ length: nodes }, () => EQUAL);
  const choices = choicesOf(system, costs, 0);
  if (typeof choices === 'string') return {};
  const workload = [{ reads: fromDecimal(readFraction), weight: ONE }];
  const strategy = await bestStrategy({ workload, optimize: 'load', f: 0, limits: {} }, choices, costs);
  return strategy === undefined ? {} : { load: toNumber(strategy.value) };
}

/** Are both phases "any q of all nodes"? Then there is one minimal quorum for each choice of q nodes. */
function isSymmetric({ nodes, phase1, phase2 }: AnalysedSystem): boolean {
  return [phase1, phase2].every(({ report }) => report.minimal.count === binomial(nodes, report.minSize));
}

function binomial(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** At the leader: accepts sent and answers received, its own left out. */
function messagesPerCommit(system: AnalysedSystem, { thrifty, nodes }: Conditions): number {
  return 2 * ((thrifty ? system.phase2.report.minSize : nodes) - 1);
}
