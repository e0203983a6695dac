/** A failure that steps cannot tell becomes a short schedule, which a file holds and replay runs. */
import { describe, expect, it } from 'vitest';
import { emptyReport, playSaved, runSeed, shrinkSeed, type ShortSchedule } from '../../harness/fuzz/fuzz.ts';
import { drawSchedule } from '../../harness/fuzz/nemesis.ts';
import { formatSchedule, parseSaved, parseSchedule, type SavedSchedule } from '../../harness/fuzz/saved-schedule.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';

/** The first failure under disks that lie, which no stage has. */
function shortened(): { seed: number; short: ShortSchedule } {
  for (let seed = 1; ; seed++) {
    if (runSeed('raft', seed, 'break', emptyReport()).invariant === undefined) continue;
    const short = shrinkSeed('raft', seed, 'break');
    if (short !== undefined && !('steps' in short)) return { seed, short };
  }
}

describe('a failing schedule', () => {
  const { seed, short } = shortened();
  const saved: SavedSchedule = { schedule: short.schedule, expected: short.invariant, mutant: undefined };
  const text = formatSchedule(saved, short.message);

  it('is made short as long as the same rule breaks', () => {
    const long = drawSchedule(algorithmNamed('raft')!, seed, 'break');
    expect(short.schedule.spec.faults.plan.length).toBeLessThan(long.spec.faults.plan.length);
    expect(short.schedule.events).toBeLessThanOrEqual(long.events);
    expect(short.schedule.spec.nodes).toBeLessThanOrEqual(long.spec.nodes);
  });

  it('is the same once it is written and read, and breaks the same rule', () => {
    const read = parseSchedule(text, 'x');
    expect(parseSchedule(formatSchedule(read, short.message), 'x')).toEqual(read);
    expect(read.schedule.spec.faults).toEqual(short.schedule.spec.faults);
    expect(playSaved(read)).toMatchObject({ invariant: short.invariant, message: short.message });
  });

  it('is told: its faults, its steps, and how each node is left', () => {
    const { story } = playSaved(parseSaved(text, 'x'));
    for (const { kind } of short.schedule.spec.faults.plan) expect(story).toContain(` ms: ${kind}`);
    expect(story).toContain('everything heals');
    expect(story).toMatch(/node 0 (is down|has executed all slots below \d+)/);
  });

  it('is refused with a sentence where it was spoilt', () => {
    expect(() => parseSchedule(text.replace(/^events:.*\n/m, ''), 'x.scenario')).toThrow(
      'x.scenario: events is missing',
    );
    expect(() => parseSchedule(text.replace('progress: ', 'progres: '), 'x.scenario')).toThrow('x.scenario: progress');
    expect(() => parseSchedule(`${text}\n- 1`, 'x.scenario')).toThrow('x.scenario is no YAML');
  });
});
