import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answer } from '../../harness/quorums/answer.ts';
import { differences } from './agreement.ts';

interface Case {
  readonly id: string;
  readonly title: string;
  readonly input: unknown;
  readonly expected: { readonly error?: unknown; readonly valid?: boolean; readonly counterexample?: unknown };
}

const file = new URL('../reference/quorum/cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

describe('the reference cases', () => {
  it.each(cases.filter(({ expected }) => expected.error === undefined).map((c) => [c.id, c.title, c] as const))(
    '%s, %s: every value agrees',
    async (_id, _title, { input, expected }) => {
      const actual = await answer(input);
      const asked = expected.valid === false ? { valid: false, counterexample: expected.counterexample } : expected;
      expect(differences(asked, actual)).toEqual([]);
    },
  );

  it.each(cases.filter(({ expected }) => expected.error !== undefined).map((c) => [c.id, c.title, c] as const))(
    '%s, %s: is refused with a sentence',
    async (_id, _title, { input }) => {
      await expect(answer(input)).rejects.toThrow(/\w+.*[;:]/);
    },
  );
});
