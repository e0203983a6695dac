import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { equivalents, mutants, withLeader, type Mutant } from './mutants.ts';
import { runSchedule } from './schedule.ts';

const BUDGET = 3000;

/** What caught the mutant first, and after how many schedules; `undefined` if nothing did. */
function hunt(mutant: Mutant): { readonly by: string; readonly schedules: number } | undefined {
  for (let seed = 1; seed <= BUDGET; seed++) {
    const verdict = oneSchedule(mutant, seed);
    if (verdict !== undefined) return { by: verdict, schedules: seed };
  }
  return undefined;
}

function oneSchedule(mutant: Mutant, seed: number): string | undefined {
  try {
    const { create } = mutant;
    const { stuck } = runSchedule({ seed, quorums: majoritySystem, ...(create === undefined ? {} : { create }) });
    return stuck === '' ? undefined : 'progress';
  } catch (error) {
    if (error instanceof InvariantViolation) return error.invariant;
    throw error;
  }
}

describe('A seeded bug of Multi-Paxos is caught', () => {
  for (const mutant of mutants) {
    it(`${mutant.id}: ${mutant.bug}`, { timeout: 60_000 }, () => {
      withLeader(mutant, () => {
        const caught = hunt(mutant);
        if (process.env['KILLS'] !== undefined) console.log(mutant.id, caught);
        expect(caught, `within ${BUDGET} schedules`).toBeDefined();
        expect(mutant.caughtBy).toContain(caught!.by);
      });
    });
  }
});

describe('A change that breaks no rule raises no alarm', () => {
  for (const mutant of equivalents) {
    it(`${mutant.id}: ${mutant.bug}`, { timeout: 60_000 }, () => {
      for (let seed = 1; seed <= 200; seed++) expect(oneSchedule(mutant, seed), `seed ${seed}`).toBeUndefined();
    });
  }
});
