/** A short campaign of each protocol: no alarm, the same every time, and not on nothing. */
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { emptyReport, runSeed, runSeeds } from '../../harness/fuzz/fuzz.ts';
import { drawSchedule } from '../../harness/fuzz/nemesis.ts';
import { Schedule, SOMETIMES } from '../../harness/fuzz/schedule.ts';

const SCHEDULES = 250;
/** Only protocols with a leader come there. */
const LEADERS_ONLY = ['election', 'leader', 'redirect'];

describe.each(algorithms)('$name under random schedules', (algorithm) => {
  const report = runSeeds(algorithm.name, 1, SCHEDULES, 'bear');

  it('breaks no invariant, and becomes whole after the faults', () => {
    expect(report.failures).toEqual([]);
  });

  it('reaches every state of interest', () => {
    const expected = SOMETIMES.filter((state) => algorithm.leader || !LEADERS_ONLY.includes(state));
    expect(expected.filter((state) => (report.reached[state] ?? 0) === 0)).toEqual([]);
  });

  it('goes the same way from the same seed', () => {
    const hash = () => {
      const schedule = new Schedule(drawSchedule(algorithm, 7), algorithm);
      schedule.run();
      return schedule.simulator.hash.toString();
    };
    expect(hash()).toBe(hash());
  });

  it('is found out when an assumption is broken: disks that lie or forget', () => {
    const broken = emptyReport();
    for (let seed = 1; seed <= 2000 && broken.failures.length === 0; seed++) {
      runSeed(algorithm.name, seed, 'break', broken);
    }
    expect(broken.failures.length).toBe(1);
  });
});
