/** A state of the Paxos specification, as the golden sets write it. */
import type { PaxosSpecification } from '../../harness/explore/models/paxos-specification.ts';

/** The specification's variables. Acceptors are numbered from 1; none is -1. */
export interface SpecificationState {
  readonly maxBal: readonly number[];
  readonly maxVBal: readonly number[];
  readonly maxVal: readonly number[];
  readonly sent1a: readonly number[];
  readonly sent1b: readonly (readonly number[])[];
  readonly sent2a: readonly (readonly number[])[];
  readonly sent2b: readonly (readonly number[])[];
}

export function lineOf({ maxBal, maxVBal, maxVal, sent1a, sent1b, sent2a, sent2b }: SpecificationState): string {
  const numbers = [...sent1a].sort((a, b) => a - b);
  const [b1, a2, b2] = [sent1b, sent2a, sent2b].map((set) => [...set].sort(compareTuples));
  return JSON.stringify({ maxBal, maxVBal, maxVal, '1a': numbers, '1b': b1, '2a': a2, '2b': b2 });
}

function compareTuples(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, index) => value !== b[index]);
  return i === -1 ? 0 : a[i]! - b[i]!;
}

export function specificationLine(model: PaxosSpecification, state: Int32Array): string {
  const { acceptors, ballots, values } = model;
  const from = (base: number): number[] => [...state.subarray(base, base + acceptors)];
  const sent1a: number[] = [];
  const sent1b: number[][] = [];
  const sent2a: number[][] = [];
  const sent2b: number[][] = [];
  for (let ballot = 0; ballot < ballots; ballot++) {
    const value = state[model.sent2a + ballot]!;
    if (state[model.sent1a + ballot] === 1) sent1a.push(ballot);
    if (value !== -1) sent2a.push([ballot, value]);
    for (let acceptor = 0; acceptor < acceptors; acceptor++) {
      const code = state[model.sent1b + acceptor * ballots + ballot]! - 1;
      const vote = [Math.floor(code / (values + 1)) - 1, (code % (values + 1)) - 1];
      if (code !== -1) sent1b.push([acceptor + 1, ballot, ...vote]);
      if ((state[model.sent2b + ballot]! & (1 << acceptor)) !== 0) sent2b.push([acceptor + 1, ballot, value]);
    }
  }
  return lineOf({
    maxBal: from(model.maxBal),
    maxVBal: from(model.maxVBal),
    maxVal: from(model.maxVal),
    sent1a,
    sent1b,
    sent2a,
    sent2b,
  });
}
