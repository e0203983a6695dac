/** Negative controls: Paxos with one rule broken is caught, by the invariant that stands for the rule. */
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { optionsOf, runSchedule, swarmWorld } from './random-schedules.ts';

const MOST_SCHEDULES = 4000;

/** The first violation, and the number of schedules that it took. */
function kill(mutant: Mutant): { violation: InvariantViolation; schedules: number } | undefined {
  const options = optionsOf(majoritySystem(mutant.nodes));
  for (let seed = 1; seed <= MOST_SCHEDULES; seed++) {
    const world = swarmWorld(seed, options, { create: (own, env) => mutant.create(own, env) });
    try {
      runSchedule(world, 12, 1500);
    } catch (error) {
      if (error instanceof InvariantViolation) return { violation: error, schedules: seed };
      throw error;
    }
  }
  return undefined;
}

describe('a seeded bug is caught', () => {
  for (const mutant of MUTANTS) {
    it(`${mutant.id}: ${mutant.about}`, () => {
      const killed = kill(mutant);
      expect(killed, `survived ${MOST_SCHEDULES} schedules`).toBeDefined();
      expect(mutant.caughtBy).toContain(killed?.violation.invariant);
    });
  }
});
