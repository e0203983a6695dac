/** One election, watched: what it says is what the world was built to give. */
import { describe, expect, it } from 'vitest';
import { election } from '../../harness/reproduce/election.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const world = (more: object) =>
  resolveSpec({
    algorithm: 'raft',
    nodes: 5,
    network: { delay: '10ms', bandwidthBitPerS: null },
    costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: '0ms' },
    policy: { electionMs: [1000, 2000], heartbeatMs: 500 },
    workload: { kind: 'open', ratePerS: 1e-6, arrivals: 'constant' },
    phases: { warmupMs: 0, durationMs: 30_000 },
    start: { cold: true },
    ...more,
  });

describe('an election', () => {
  it('is won a round trip after the first time-out, and heard of one way later', () => {
    const { firstWonIn, firstWonMs, firstHeardMs, stableWonMs, stableHeardMs } = election(world({}))!;
    expect(firstWonIn).toBe(1);
    expect(firstWonMs).toBeGreaterThan(1020);
    expect(firstWonMs).toBeLessThan(2020);
    expect(firstHeardMs - firstWonMs).toBeCloseTo(10, 6);
    expect([stableWonMs, stableHeardMs]).toEqual([firstWonMs, firstHeardMs]);
  });

  it('counts from the ballot in which the logs were written', () => {
    const elections = Array.from({ length: 30 }, (_, seed) =>
      election(world({ seed, start: { cold: true, entries: [9, 1, 1, 1, 1] } })),
    );
    // Whoever lacks an entry that all others lack too can win; only its time-out decides.
    expect(elections.filter((each) => each!.firstWonIn === 1).length).toBeGreaterThan(20);
  });

  it('of servers whose time-outs are all the same is never won: they campaign in step', () => {
    const policy = { electionMs: [1000, 1000], heartbeatMs: 500 };
    expect(election(world({ policy, phases: { warmupMs: 0, durationMs: 5000 } }))).toBeNull();
  });

  it('is the same again, and another with another seed', () => {
    expect(election(world({ seed: 3 }))).toEqual(election(world({ seed: 3 })));
    expect(election(world({ seed: 4 }))).not.toEqual(election(world({ seed: 3 })));
  });
});
