/** What a choice is judged by. Each aim is a cost: less is better. */
import type { Predicted } from './predict.ts';

export type ObjectiveName = 'latency' | 'tail' | 'availability' | 'throughput';

export interface Objective {
  readonly name: ObjectiveName;
  /** With its unit, for sentences: `mean client latency`. */
  readonly title: string;
  readonly unit: 'ms' | 'share' | 'per s';
  /** What is minimised. */
  readonly cost: (predicted: Predicted) => number;
  /** As people read it, from the cost. */
  readonly shown: (cost: number) => number;
}

const same = (cost: number): number => cost;

/** In the order in which they break ties. */
export const objectives: readonly Objective[] = [
  { name: 'latency', title: 'mean client latency', unit: 'ms', cost: ({ meanMs }) => meanMs, shown: same },
  { name: 'tail', title: 'client p99', unit: 'ms', cost: ({ p99Ms }) => p99Ms, shown: same },
  {
    name: 'availability',
    title: 'share of operations not answered by the deadline',
    unit: 'share',
    cost: ({ unanswered }) => unanswered,
    shown: same,
  },
  {
    name: 'throughput',
    title: 'operations per second that the leader can take',
    unit: 'per s',
    cost: ({ capacityPerS }) => 1 / capacityPerS,
    shown: (cost) => 1 / cost,
  },
];

export function objectiveNamed(name: string): Objective {
  return objectives.find((objective) => objective.name === name)!;
}
