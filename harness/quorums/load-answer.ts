/** The `load` part of an answer: best strategies under limits, and what a given one costs. */
import type { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { evaluate } from '../../algorithms/quorum/formula.ts';
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import {
  add,
  compare,
  divide,
  formatRational,
  fraction,
  fromDecimal,
  ONE,
  parseRational,
  toNumber,
  ZERO,
  type Rational,
} from '../../algorithms/quorum/rational.ts';
import { UserError } from '../user-error.ts';
import type { LoadInput, QuorumInput } from './input.ts';
import { figuresOf } from './strategy-figures.ts';
import {
  bestStrategy,
  choicesOf,
  type Choice,
  type Choices,
  type NodeCosts,
  type Objective,
  type Probabilities,
  type Strategy,
  type Workload,
} from './strategy.ts';
import { PHASES, type AnalysedSystem, type PhaseName } from './system.ts';

export interface LoadAnswer {
  load?: number;
  capacity?: number;
  expectedCapacity?: number;
  loadExact?: string;
  network?: number;
  networkExact?: string;
  latency?: number;
  latencyExact?: string;
  nodeLoads?: Record<string, number>;
  exampleStrategy?: Record<PhaseName, { quorum: string[]; probability: number }[]>;
  infeasible?: true;
  reason?: string;
}

export async function loadAnswer(system: AnalysedSystem, input: QuorumInput, question: LoadInput): Promise<LoadAnswer> {
  const costs = costsOf(input);
  const workload = workloadOf(question.readFraction);
  if (question.strategy !== undefined) return givenAnswer(system, costs, workload, question);
  const f = question.f ?? 0;
  const optimize = question.optimize ?? 'load';
  const limits = limitsOf(question);
  if ((optimize === 'latency' || limits.latency !== undefined) && costs.some((cost) => cost.latency === undefined)) {
    throw new UserError('latency is asked for, but some node has none; give each node a latency');
  }
  const choices = choicesOf(system, costs, f);
  if (typeof choices === 'string') return { infeasible: true, reason: `no ${f}-resilient ${choices} quorum` };
  const strategy = await bestStrategy({ workload, optimize, f, limits }, choices, costs);
  if (strategy === undefined) return { infeasible: true, reason: 'no strategy meets the limits' };
  const answer = bestAnswer(optimize, strategy, workload, costs);
  answer.exampleStrategy = exampleOf(system.names, strategy);
  return answer;
}

function bestAnswer(
  optimize: Objective,
  strategy: Strategy,
  workload: Workload,
  costs: readonly NodeCosts[],
): LoadAnswer {
  const value = toNumber(strategy.value);
  const exact = strategy.exact ? { [`${optimize}Exact`]: formatRational(strategy.value) } : {};
  if (optimize !== 'load') return { [optimize]: value, ...exact };
  const answer: LoadAnswer = { load: value, capacity: toNumber(divide(ONE, strategy.value)) };
  if (workload.length > 1) {
    answer.expectedCapacity = toNumber(
      figuresOf(strategy.choices, strategy.probabilities, workload, costs).expectedCapacity,
    );
  }
  return { ...answer, ...exact };
}

function exampleOf(names: NodeNames, { choices, probabilities }: Strategy): NonNullable<LoadAnswer['exampleStrategy']> {
  const used = (phase: PhaseName) =>
    choices[phase].flatMap(({ members }, i) => {
      const probability = probabilities[phase][i]!;
      if (probability.num === 0n) return [];
      return [{ quorum: members.map((node) => names.ids[node]!), probability: toNumber(probability) }];
    });
  return { phase1: used('phase1'), phase2: used('phase2') };
}

function givenAnswer(
  system: AnalysedSystem,
  costs: readonly NodeCosts[],
  workload: Workload,
  question: LoadInput,
): LoadAnswer {
  const [choices, probabilities] =
    question.strategy === 'uniform' ? uniform(system, costs) : spelledOut(system, costs, question);
  const figures = figuresOf(choices, probabilities, workload, costs);
  return {
    load: toNumber(figures.load),
    capacity: toNumber(divide(ONE, figures.load)),
    expectedCapacity: toNumber(figures.expectedCapacity),
    nodeLoads: Object.fromEntries(figures.nodeLoads.map((load, node) => [system.names.ids[node]!, toNumber(load)])),
    network: toNumber(figures.network),
    ...(figures.latency === undefined ? {} : { latency: toNumber(figures.latency) }),
    loadExact: formatRational(figures.load),
  };
}

/** Each minimal quorum equally often. */
function uniform(system: AnalysedSystem, costs: readonly NodeCosts[]): [Choices, Probabilities] {
  const choices = choicesOf(system, costs, 0) as Choices;
  const equal = (phase: PhaseName): Rational[] => choices[phase].map(() => fraction(1n, BigInt(choices[phase].length)));
  return [choices, { phase1: equal('phase1'), phase2: equal('phase2') }];
}

function spelledOut(
  system: AnalysedSystem,
  costs: readonly NodeCosts[],
  question: LoadInput,
): [Choices, Probabilities] {
  const given = question.strategy as Exclude<LoadInput['strategy'], 'uniform' | undefined>;
  const choices: Partial<Record<PhaseName, Choice[]>> = {};
  const probabilities: Partial<Record<PhaseName, Rational[]>> = {};
  for (const phase of PHASES) {
    const { formula } = system[phase];
    choices[phase] = given[phase].map(({ quorum }) => {
      const members = system.names.list(quorum, `the strategy for ${phase}`);
      const answers = costs.map((cost, node) => (members.includes(node) ? toNumber(cost.latency ?? ZERO) : Infinity));
      if (
        !evaluate(
          formula,
          Uint8Array.from(answers, (time) => (time < Infinity ? 1 : 0)),
        )
      ) {
        throw new UserError(`{${quorum.join(',')}} is no quorum of ${phase}; a strategy asks quorums only`);
      }
      const known = members.every((node) => costs[node]!.latency !== undefined);
      return { members, latency: known ? fromDecimal(timeToQuorum(formula, answers)) : undefined };
    });
    probabilities[phase] = normalised(
      given[phase].map(({ weight }) => fromDecimal(weight)),
      `the strategy for ${phase}`,
    );
  }
  return [choices as Choices, probabilities as Probabilities];
}

/** @throws UserError if all weights are 0 */
function normalised(weights: readonly Rational[], where: string): Rational[] {
  const total = weights.reduce(add, ZERO);
  if (total.num === 0n) throw new UserError(`all weights of ${where} are 0; give one a weight above 0`);
  return weights.map((weight) => divide(weight, total));
}

function workloadOf(readFraction: LoadInput['readFraction']): Workload {
  if (typeof readFraction === 'number') return [{ reads: fromDecimal(readFraction), weight: ONE }];
  const entries = Object.entries(readFraction).map(([share, weight]) => {
    const reads = parseRational(share);
    if (reads === undefined || compare(reads, ZERO) < 0 || compare(reads, ONE) > 0) {
      throw new UserError(`read fraction ${share} is no number between 0 and 1; give 0.25 for a quarter`);
    }
    return { reads, weight: fromDecimal(weight) };
  });
  // The order of the keys must not matter.
  entries.sort((a, b) => compare(a.reads, b.reads));
  const weights = normalised(
    entries.map(({ weight }) => weight),
    'readFraction',
  );
  return entries.map(({ reads }, i) => ({ reads, weight: weights[i]! }));
}

function limitsOf(question: LoadInput): Partial<Record<Objective, Rational>> {
  const limits: Partial<Record<Objective, Rational>> = {};
  for (const objective of ['load', 'network', 'latency'] as const) {
    const limit = question[`${objective}Limit`];
    if (limit !== undefined) limits[objective] = typeof limit === 'number' ? fromDecimal(limit) : parseRational(limit)!;
  }
  return limits;
}

/** A node without a stated capacity does one operation per unit of time. */
export function costsOf(input: QuorumInput): NodeCosts[] {
  return input.nodes.map((node) => {
    if (typeof node === 'string') return { readCapacity: ONE, writeCapacity: ONE, latency: undefined };
    const { capacity, readCapacity = capacity, writeCapacity = capacity, latency } = node;
    return {
      readCapacity: readCapacity === undefined ? ONE : fromDecimal(readCapacity),
      writeCapacity: writeCapacity === undefined ? ONE : fromDecimal(writeCapacity),
      latency: latency === undefined ? undefined : fromDecimal(latency),
    };
  });
}
