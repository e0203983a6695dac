import { describe, expect, it } from 'vitest';
import { Timeline } from '../../harness/record/timeline.ts';
import { Agenda } from '../../harness/sim/agenda.ts';
import { Simulator } from '../../harness/sim/simulator.ts';
import { Trial } from '../../harness/trial/trial.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const MS = 1_000_000;

describe('a time line', () => {
  it('counts what completed in each interval, and leaves out a last one that is shorter', () => {
    const timeline = new Timeline(10 * MS, () => 0);
    timeline.start(5 * MS);
    timeline.onComplete(2 * MS);
    timeline.onComplete(3 * MS);
    expect(timeline.closeUntil(15 * MS)).toBe(25 * MS);
    timeline.onComplete(1 * MS);
    timeline.end(27 * MS);
    const empty = { p99_ms: null, p50_ms: null, leader: 0 };
    expect(timeline.points).toEqual([
      { t_ms: 0, completed: 2, max_ms: 3, ...empty },
      { t_ms: 10, completed: 1, max_ms: 1, ...empty },
    ]);
  });

  it('gives a percentile where ten values lie above it', () => {
    const timeline = new Timeline(MS, () => undefined);
    timeline.start(0);
    for (let i = 1; i <= 1000; i++) timeline.onComplete(i * MS);
    timeline.end(MS);
    expect(timeline.points).toEqual([
      { t_ms: 0, completed: 1000, p99_ms: 990, leader: null, p50_ms: 500, max_ms: 1000 },
    ]);
  });

  it('names who led when the interval ended, though nothing completes for many of them', () => {
    const simulator = new Simulator();
    const agenda = new Agenda(simulator);
    let leader = 0;
    const timeline = new Timeline(10 * MS, () => leader);
    agenda.at(0, () => simulator.lookOn(timeline.start(0), () => timeline.closeUntil(simulator.now)));
    agenda.at(15 * MS, () => (leader = 1));
    agenda.at(30 * MS, () => (leader = 2));
    agenda.at(41 * MS, () => timeline.end(simulator.now));
    simulator.run();
    expect(timeline.points.map((point) => point.leader)).toEqual([0, 1, 1, 2]);
  });

  it('changes nothing in the run that it looks at', () => {
    const spec = resolveSpec({
      algorithm: 'raft',
      nodes: 3,
      faults: { crashLeaderAtMs: [100] },
      phases: { warmupMs: 50, durationMs: 500 },
    });
    const plain = new Trial(spec);
    plain.run();
    const watched = new Trial(spec, { intervalMs: 7 });
    watched.run();
    expect(watched.timeline!.points).toHaveLength(71);
    expect(watched.simulator.hash.toString()).toBe(plain.simulator.hash.toString());
    expect(watched.simulator.events).toBe(plain.simulator.events);
  });
});
