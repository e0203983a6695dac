import { describe, expect, it } from 'vitest';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { explore } from '../../harness/explore/explorer.ts';
import { PaxosSpecification } from '../../harness/explore/models/paxos-specification.ts';
import { StaterightPaxos } from '../../harness/explore/models/stateright-paxos.ts';
import { goldenStates } from './golden-states.ts';
import { specificationLine } from './specification-line.ts';

function specification(acceptors: number, values: number, ballots: number, q1: number, q2: number): PaxosSpecification {
  return new PaxosSpecification({ acceptors, values, ballots }, countingSystem(acceptors, q1, q2));
}

describe('the explorer, on published models', () => {
  it.each([
    [
      "Lamport's Paxos, 3 acceptors, 2 values, 2 ballots",
      new PaxosSpecification({ acceptors: 3, values: 2, ballots: 2 }, majoritySystem(3)),
      3_921,
      17,
    ],
    ['Flexible Paxos, 3 acceptors, majorities, 3 ballots', specification(3, 2, 3, 2, 2), 185_369, 25],
    ['Flexible Paxos, 4 acceptors, q1 = 3, q2 = 2', specification(4, 2, 2, 3, 2), 20_609, 21],
    ['Flexible Paxos, 4 acceptors, q1 = 2, q2 = 3', specification(4, 2, 2, 2, 3), 97_793, 21],
  ])('finds as many states as TLC does: %s', (_, model, states, depth) => {
    expect(explore(model)).toMatchObject({ end: 'complete', states, depth });
  });

  it("finds stateright's 16,668 states of its Paxos example, and generates as many", () => {
    expect(explore(new StaterightPaxos())).toEqual({ end: 'complete', states: 16_668, generated: 32_971, depth: 21 });
  });

  it.each([
    [3, 1, 2, 9],
    [3, 2, 1, 10],
    [4, 2, 2, 11],
  ])(
    'finds the violation of %i acceptors with q1 = %i and q2 = %i at its least depth, %i',
    (acceptors, q1, q2, depth) => {
      const result = explore(specification(acceptors, 2, 2, q1, q2));
      expect(result).toMatchObject({ end: 'violation', depth, violation: { invariant: 'SafeValue' } });
      expect(result.violation?.path).toHaveLength(depth - 1);
    },
  );

  it.each([
    ['N3_majority_V2_B2', 2, 2],
    ['N3_q1-3_q2-1_V2_B2', 3, 1],
  ] as const)('reaches the very states that TLC reached: %s', (name, q1, q2) => {
    const model = specification(3, 2, 2, q1, q2);
    const lines: string[] = [];
    explore(model, {}, { onState: (state) => lines.push(specificationLine(model, state)) });
    expect(lines.sort()).toEqual(goldenStates(name));
  });

  it('says which bound ended it', () => {
    const model = specification(3, 2, 2, 2, 2);
    expect(explore(model, { depth: 5 })).toMatchObject({ end: 'bound', bound: 'depth', depth: 5 });
    expect(explore(model, { states: 1_000 })).toMatchObject({ end: 'bound', bound: 'states' });
    expect(explore(model, { memoryBytes: 1 })).toMatchObject({ end: 'bound', bound: 'memoryBytes', states: 1 });
  });
});
