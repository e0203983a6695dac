/**
 * Load, capacity and strategies (Naor, Wool 1998; quoracle, Whittaker et al. 2021): with which probability to ask which
 * quorum so that the busiest node is as little busy as possible, or fewest nodes are asked, or answers come soonest.
 */
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import { MinimalQuorums } from '../../algorithms/quorum/minimal-quorums.ts';
import { resilient } from '../../algorithms/quorum/paths.ts';
import {
  add,
  divide,
  fraction,
  multiply,
  ONE,
  subtract,
  ZERO,
  type Rational,
} from '../../algorithms/quorum/rational.ts';
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import { solve, type Column, type LinearProgram, type Row } from './linear-program.ts';
import { PHASES, type AnalysedSystem, type PhaseName } from './system.ts';

/** What one node can do. */
export interface NodeCosts {
  /** Operations of phase 1, and of phase 2, per unit of time. */
  readonly readCapacity: Rational;
  readonly writeCapacity: Rational;
  /** Time to its answer. */
  readonly latency: Rational | undefined;
}

/** Shares of phase-1 operations and how often each occurs; the weights add up to 1. */
export type Workload = readonly { readonly reads: Rational; readonly weight: Rational }[];

export type Objective = 'load' | 'network' | 'latency';

export interface StrategyQuestion {
  readonly workload: Workload;
  readonly optimize: Objective;
  /** Only sets that remain quorums after losing any `f` members are asked. */
  readonly f: number;
  readonly limits: Partial<Readonly<Record<Objective, Rational>>>;
}

/** A set that may be asked. */
export interface Choice {
  readonly members: readonly number[];
  /** Until the answers hold a quorum; `undefined` if latencies are not known. */
  readonly latency: Rational | undefined;
}

export type Choices = Readonly<Record<PhaseName, readonly Choice[]>>;

/** Probabilities of the choices of each phase, in their order. */
export type Probabilities = Readonly<Record<PhaseName, readonly Rational[]>>;

export interface Strategy {
  readonly choices: Choices;
  readonly probabilities: Probabilities;
  readonly value: Rational;
  /** Proven optimal in fractions, and not only within the solver's tolerance. */
  readonly exact: boolean;
}

/** Quorums beyond so many are not put into a linear program. */
export const MAX_CHOICES = 8000;

/**
 * The sets worth asking: minimal quorums, or minimal f-resilient ones.
 * @returns the phase that has none, if one has none
 */
export function choicesOf(system: AnalysedSystem, costs: readonly NodeCosts[], f: number): Choices | PhaseName {
  const choices: Partial<Record<PhaseName, Choice[]>> = {};
  for (const name of PHASES) {
    const { root, formula, report } = system[name];
    const minimal = f === 0 ? report.minimal : new MinimalQuorums(system.diagrams, resilient(system.diagrams, root, f));
    if (minimal.count === 0n) return name;
    if (minimal.count > BigInt(MAX_CHOICES)) {
      throw new InvalidQuorum(
        `${name} has ${minimal.count} minimal sets to choose from, more than the ${MAX_CHOICES} that a strategy is sought ` +
          'among: use fewer nodes, or leave load out',
      );
    }
    const latencies = costs.map((cost) => cost.latency);
    choices[name] = minimal.list().map((members) => ({ members, latency: latencyOf(formula, members, latencies) }));
  }
  return choices as Choices;
}

function latencyOf(
  formula: AnalysedSystem['phase1']['formula'],
  members: readonly number[],
  latencies: readonly (Rational | undefined)[],
): Rational | undefined {
  if (members.some((node) => latencies[node] === undefined)) return undefined;
  const order = [...members].sort((a, b) => Number(rank(latencies[a]!, latencies[b]!)) || a - b);
  // Ranks stand for times, so that the fraction itself can be given back.
  const answers = latencies.map(() => Infinity);
  order.forEach((node, i) => (answers[node] = i));
  return latencies[order[timeToQuorum(formula, answers)]!];
}

function rank(a: Rational, b: Rational): bigint {
  return a.num * b.den - b.num * a.den;
}

/** The best strategy; `undefined` if none meets the limits. */
export async function bestStrategy(
  question: StrategyQuestion,
  choices: Choices,
  costs: readonly NodeCosts[],
): Promise<Strategy | undefined> {
  const optimum = await solve(programOf(question, choices, costs));
  if (optimum === undefined) return undefined;
  const split = choices.phase1.length;
  const probabilities = {
    phase1: optimum.values.slice(0, split),
    phase2: optimum.values.slice(split, split + choices.phase2.length),
  };
  // Loads are sought for a busiest node of capacity 1 in the slowest node's unit.
  const unit = question.optimize === 'load' ? slowest(costs) : ONE;
  return { choices, probabilities, value: divide(optimum.cost, unit), exact: optimum.exact };
}

/**
 * Columns: one per choice of phase 1, of phase 2, then the load of the busiest node at each mix of the workload.
 * Rows: each phase's probabilities add up to 1; at each mix each node is at most as busy as the busiest; the limits.
 */
function programOf(
  { workload, optimize, limits }: StrategyQuestion,
  choices: Choices,
  costs: readonly NodeCosts[],
): LinearProgram {
  const unit = slowest(costs);
  const nodes = costs.length;
  const rows: Row[] = [
    { sense: '=', bound: ONE },
    { sense: '=', bound: ONE },
  ];
  const busyRow = (mix: number, node: number): number => 2 + mix * nodes + node;
  for (let i = 0; i < workload.length * nodes; i++) rows.push({ sense: '<=', bound: ZERO });
  const limited = (Object.keys(limits) as Objective[]).sort().filter((objective) => limits[objective] !== undefined);
  const limitRow = new Map(limited.map((objective, i) => [objective, rows.length + i]));
  for (const objective of limited) {
    const bound = limits[objective]!;
    rows.push({ sense: '<=', bound: objective === 'load' ? multiply(bound, unit) : bound });
  }
  const meanReads = workload.reduce((sum, { reads, weight }) => add(sum, multiply(reads, weight)), ZERO);

  const columns: Column[] = [];
  const addColumn = (measures: Partial<Record<Objective, Rational>>, entries: [number, Rational][]): void => {
    for (const [objective, row] of limitRow) entries.push([row, measures[objective] ?? ZERO]);
    columns.push({ cost: measures[optimize] ?? ZERO, entries: entries.filter(([, value]) => value.num !== 0n) });
  };
  PHASES.forEach((phase, p) => {
    const share = (reads: Rational): Rational => (phase === 'phase1' ? reads : subtract(ONE, reads));
    for (const { members, latency } of choices[phase]) {
      const entries: [number, Rational][] = [[p, ONE]];
      workload.forEach(({ reads }, mix) => {
        for (const node of members) {
          const capacity = phase === 'phase1' ? costs[node]!.readCapacity : costs[node]!.writeCapacity;
          entries.push([busyRow(mix, node), divide(multiply(share(reads), unit), capacity)]);
        }
      });
      const often = share(meanReads);
      addColumn(
        { network: multiply(often, fraction(BigInt(members.length))), latency: multiply(often, latency ?? ZERO) },
        entries,
      );
    }
  });
  workload.forEach(({ weight }, mix) =>
    addColumn(
      { load: weight },
      costs.map((_, node) => [busyRow(mix, node), fraction(-1n)]),
    ),
  );
  return { columns, rows };
}

/** The smallest capacity: loads in its unit are near 1, which suits the solver. */
function slowest(costs: readonly NodeCosts[]): Rational {
  const capacities = costs.flatMap((cost) => [cost.readCapacity, cost.writeCapacity]);
  return capacities.reduce((a, b) => (rank(a, b) <= 0n ? a : b));
}
