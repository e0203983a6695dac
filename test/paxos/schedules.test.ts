/** Safety under faults, and progress after them, over random schedules. */
import { describe, expect, it } from 'vitest';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { logsAgree, optionsOf, runSchedule, swarmWorld } from './random-schedules.ts';

const SYSTEMS = [
  majoritySystem(3),
  majoritySystem(5),
  countingSystem(4, 3, 2),
  countingSystem(5, 4, 2),
  countingSystem(3, 1, 3),
];

describe('random schedules with loss, duplication, reordering, partitions, crashes and lagging disks', () => {
  for (const thrifty of [false, true]) {
    for (const quorums of SYSTEMS) {
      it(`agree and make progress after heal: ${quorums.label} of ${quorums.nodes}, thrifty ${thrifty}`, () => {
        for (let seed = 1; seed <= 300; seed++) {
          const world = swarmWorld(seed, optionsOf(quorums, { thrifty }));
          const outcome = runSchedule(world, 12, 1500);
          const where = `seed ${seed}`;
          expect(logsAgree(outcome.cluster), where).toBe(true);
          expect(outcome.open, `open requests, ${where}`).toBe(0);
          expect(outcome.converged, `lagging replica, ${where}`).toBe(true);
        }
      });
    }
  }
});
