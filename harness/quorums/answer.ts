/** The exact answers for one quorum system, under the names of the JSON contract. */
import { diagramsOf } from '../../algorithms/quorum/decision-diagram.ts';
import { disjointWitness, type Witness } from '../../algorithms/quorum/disjoint.ts';
import { faultToleranceBeside, familyReport, type FamilyReport } from '../../algorithms/quorum/family.ts';
import { fastLegality } from '../../algorithms/quorum/fast.ts';
import { dual } from '../../algorithms/quorum/formula.ts';
import { formulaOf } from '../../algorithms/quorum/spec.ts';
import { availabilityAnswer } from './availability-answer.ts';
import { namesOf, parseInput, type QuorumInput } from './input.ts';
import { latencyAnswer } from './latency-answer.ts';
import { loadAnswer } from './load-answer.ts';
import { orderStatsAnswer, randomAnswer } from './random-answer.ts';
import { slackAnswer } from './slack-answer.ts';
import { AnalysedSystem, PHASES, type Phase, type PhaseName } from './system.ts';

/** Minimal quorums beyond so many are counted and not listed. */
const MAX_LISTED = 5000n;

/**
 * @param value an INPUT of the quorum language, as parsed from JSON
 * @throws UserError or InvalidQuorum: one sentence on what is wrong
 */
export async function answer(value: unknown): Promise<Record<string, unknown>> {
  const input = parseInput(value);
  const names = namesOf(input);
  const system = new AnalysedSystem(names, input);
  return {
    ...structure(system),
    ...(input.availability && { availability: availabilityAnswer(system, input) }),
    ...(input.load && { load: await inOrder(input.load, (question) => loadAnswer(system, input, question)) }),
    ...(input.latency && { latency: latencyAnswer(system, input.latency) }),
    ...(input.random && { random: input.random.map((question) => randomAnswer(system, question)) }),
    ...(input.orderStats && { orderStats: input.orderStats.map(orderStatsAnswer) }),
    ...(input.fast && { fast: fastAnswer(system, input) }),
  };
}

/** Legality, tightness, both families and fault tolerance. */
export function structure(system: AnalysedSystem): Record<string, unknown> {
  const witness = disjointPair(system, system.phase1, system.phase2);
  const [one, two] = PHASES.map((phase) => system[phase].report.faultTolerance) as [number, number];
  return {
    valid: witness === undefined,
    counterexample: witness === undefined ? null : witness.map((quorum) => system.idsOf(quorum)),
    disjointMinimalPairs: witness === undefined ? 0 : disjointMinimalPairs(system),
    tight: system.tight,
    slack: slackAnswer(system),
    electionQuorumsIntersect: system.diagrams.implies(system.phase1.root, system.phase1.rootOfDual),
    phase1: phaseAnswer(system, 'phase1'),
    phase2: phaseAnswer(system, 'phase2'),
    faultTolerance: {
      phase1: one,
      phase2: two,
      both: Math.min(one, two),
      steadyState: two,
      recovery: Math.min(one, two),
      steadyStateByLeader: Object.fromEntries(
        system.names.ids.map((id, leader) => [id, faultToleranceBeside(system.diagrams, system.phase2.root, leader)]),
      ),
    },
  };
}

function phaseAnswer(system: AnalysedSystem, name: PhaseName): Record<string, unknown> {
  const phase = system[name];
  return familyAnswer(system, phase.report, disjointPair(system, phase, phase));
}

function familyAnswer(
  system: AnalysedSystem,
  report: FamilyReport,
  selfDisjoint: Witness | undefined,
): Record<string, unknown> {
  const { minimal, minCut } = report;
  return {
    minimalCount: numberOf(minimal.count),
    minSize: report.minSize,
    maxSize: report.maxSize,
    sizes: Object.fromEntries(
      minimal.bySize.flatMap((count, size) => (count > 0n ? [[String(size), numberOf(count)]] : [])),
    ),
    faultTolerance: report.faultTolerance,
    minCut: { size: minCut.size, count: numberOf(minCut.count), example: system.idsOf(minCut.example) },
    vetoNodes: system.idsOf(report.vetoNodes),
    dummyNodes: system.idsOf(report.dummyNodes),
    selfIntersecting: selfDisjoint === undefined,
    ...(selfDisjoint && { selfDisjointPair: selfDisjoint.map((quorum) => system.idsOf(quorum)) }),
    minimalQuorums: minimal.count > MAX_LISTED ? null : minimal.list().map((quorum) => system.idsOf(quorum)),
  };
}

function fastAnswer(system: AnalysedSystem, input: QuorumInput): Record<string, unknown> {
  const fast = formulaOf(input.fast!, system.names, input);
  const legality = fastLegality(system.nodes, system.phase1.formula, system.phase2.formula, fast);
  const { diagrams, roots } = diagramsOf(system.nodes, [fast, dual(fast)]);
  const selfDisjoint = disjointWitness(system.nodes, fast, fast, diagrams, roots[0]!, roots[1]!);
  return {
    ...legality,
    counterexample: legality.counterexample?.map((quorum) => system.idsOf(quorum)) ?? null,
    fast: familyAnswer(system, familyReport(diagrams, roots[0]!), selfDisjoint),
  };
}

function disjointPair(system: AnalysedSystem, a: Phase, b: Phase): Witness | undefined {
  return disjointWitness(system.nodes, a.formula, b.formula, system.diagrams, a.root, b.rootOfDual);
}

/** Pairs of minimal quorums, one of each phase, without a common node; `null` if there are too many to go through. */
function disjointMinimalPairs(system: AnalysedSystem): number | null {
  const [one, two] = [system.phase1.report.minimal, system.phase2.report.minimal];
  if (one.count > MAX_LISTED || two.count > MAX_LISTED) return null;
  const others = two.list();
  let pairs = 0;
  for (const quorum of one.list()) {
    const members = new Set(quorum);
    for (const other of others) if (!other.some((node) => members.has(node))) pairs++;
  }
  return pairs;
}

/** Exact as a number where it can be, else its digits. */
function numberOf(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);
}

async function inOrder<Q, A>(questions: readonly Q[], ask: (question: Q) => Promise<A>): Promise<A[]> {
  const answers: A[] = [];
  for (const question of questions) answers.push(await ask(question));
  return answers;
}
