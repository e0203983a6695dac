/** What a given strategy costs: load per node, capacity, nodes asked, time to the answer. In fractions where it can be. */
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  subtract,
  ZERO,
  fraction,
  type Rational,
} from '../../algorithms/quorum/rational.ts';
import type { Choices, NodeCosts, Probabilities, Workload } from './strategy.ts';
import { PHASES, type PhaseName } from './system.ts';

export interface StrategyFigures {
  /** Mean over the mixes of the busiest node's load. */
  readonly load: Rational;
  /** Mean over the mixes of 1 / load: what quoracle calls capacity. */
  readonly expectedCapacity: Rational;
  /** Mean over the mixes, by node. */
  readonly nodeLoads: readonly Rational[];
  readonly network: Rational;
  /** `undefined` if latencies are not known. */
  readonly latency: Rational | undefined;
}

export function figuresOf(
  choices: Choices,
  probabilities: Probabilities,
  workload: Workload,
  costs: readonly NodeCosts[],
): StrategyFigures {
  const visits = {
    phase1: visitsOf(choices, probabilities, 'phase1', costs.length),
    phase2: visitsOf(choices, probabilities, 'phase2', costs.length),
  };
  let load = ZERO;
  let expectedCapacity = ZERO;
  let nodeLoads = costs.map(() => ZERO);
  let meanReads = ZERO;
  for (const { reads, weight } of workload) {
    const loads = costs.map(({ readCapacity, writeCapacity }, node) =>
      add(
        divide(multiply(reads, visits.phase1[node]!), readCapacity),
        divide(multiply(subtract(ONE, reads), visits.phase2[node]!), writeCapacity),
      ),
    );
    const busiest = loads.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
    load = add(load, multiply(weight, busiest));
    expectedCapacity = add(expectedCapacity, divide(weight, busiest));
    nodeLoads = nodeLoads.map((sum, node) => add(sum, multiply(weight, loads[node]!)));
    meanReads = add(meanReads, multiply(weight, reads));
  }
  const mean = (measure: (phase: PhaseName, i: number) => Rational | undefined): Rational | undefined => {
    let sum: Rational | undefined = ZERO;
    for (const phase of PHASES) {
      const share = phase === 'phase1' ? meanReads : subtract(ONE, meanReads);
      probabilities[phase].forEach((probability, i) => {
        const value = measure(phase, i);
        sum =
          value === undefined || sum === undefined
            ? undefined
            : add(sum, multiply(multiply(share, probability), value));
      });
    }
    return sum;
  };
  return {
    load,
    expectedCapacity,
    nodeLoads,
    network: mean((phase, i) => fraction(BigInt(choices[phase][i]!.members.length)))!,
    latency: mean((phase, i) => choices[phase][i]!.latency),
  };
}

/** With which probability each node is asked. */
function visitsOf(choices: Choices, probabilities: Probabilities, phase: PhaseName, nodes: number): Rational[] {
  const visits = Array.from({ length: nodes }, () => ZERO);
  choices[phase].forEach(({ members }, i) => {
    for (const node of members) visits[node] = add(visits[node]!, probabilities[phase][i]!);
  });
  return visits;
}
