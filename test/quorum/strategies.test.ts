/** Strategies that come with an answer: are they distributions over quorums, and do they attain the value? */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer } from '../../harness/quorums/answer.ts';
import type { LoadAnswer } from '../../harness/quorums/load-answer.ts';
import { minimalCountingQuorums } from '../../algorithms/quorum/minimal-counting.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import { classicLegality, paxosLegality, raftLegality } from '../../algorithms/quorum/legality.ts';

interface Case {
  readonly id: string;
  readonly input: {
    readonly load?: readonly { readonly f?: number; readonly strategy?: unknown; readonly optimize?: string }[];
  };
  readonly expected: { readonly valid?: boolean };
}

const file = new URL('../reference/quorum/cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

describe('the example strategies of the reference cases', () => {
  const loaded = cases.filter(({ input, expected }) => input.load !== undefined && expected.valid === true);

  it.each(loaded.map((c) => [c.id, c] as const))(
    '%s: played as given, they cost what is claimed',
    async (_id, { input }) => {
      const { load } = (await answer(input)) as { load: LoadAnswer[] };
      const replayed = input.load!.flatMap((question, i) => {
        const { exampleStrategy, infeasible } = load[i]!;
        if (infeasible || exampleStrategy === undefined) return [];
        const phase = (choices: { quorum: string[]; probability: number }[]): object[] =>
          choices.map(({ quorum, probability }) => ({ quorum, weight: probability }));
        const strategy = { phase1: phase(exampleStrategy.phase1), phase2: phase(exampleStrategy.phase2) };
        for (const choices of [exampleStrategy.phase1, exampleStrategy.phase2]) {
          expect(choices.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
        }
        const { readFraction } = question as { readFraction: unknown };
        return [{ claimed: load[i]!, question: { readFraction, strategy } }];
      });
      const played = (await answer({ ...input, load: replayed.map(({ question }) => question) })) as {
        load: LoadAnswer[];
      };
      replayed.forEach(({ claimed }, i) => {
        for (const measure of ['load', 'network', 'latency'] as const) {
          if (claimed[measure] !== undefined) expect(played.load[i]![measure]! / claimed[measure]).toBeCloseTo(1, 9);
        }
      });
    },
  );
});

describe('minimal counting quorums', () => {
  const rules = { paxos: paxosLegality, raft: raftLegality, classic: classicLegality };

  it.each(Object.keys(rules) as (keyof typeof rules)[])(
    'of %s are all legal ones that cannot be made smaller',
    (rule) => {
      for (let nodes = 1; nodes <= 8; nodes++) {
        const legal = (q1: number, q2: number): boolean =>
          q1 >= 1 && q2 >= 1 && rules[rule](countingSystem(nodes, q1, q2)) === undefined;
        const expected: string[] = [];
        for (let q1 = 1; q1 <= nodes; q1++) {
          for (let q2 = 1; q2 <= nodes; q2++) {
            if (legal(q1, q2) && !legal(q1 - 1, q2) && !legal(q1, q2 - 1)) expected.push(`${q1}/${q2}`);
          }
        }
        expect(minimalCountingQuorums(nodes, rule).map(({ q1, q2 }) => `${q1}/${q2}`)).toEqual(expected);
      }
    },
  );
});
