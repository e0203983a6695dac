/** Paxos Made Simple §2.3: how a learner finds out that a value was chosen; the option `learners`. */
import { describe, expect, it } from 'vitest';
import { multiPaxos } from '../../algorithms/multi-paxos/multi-paxos.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { membersOf } from '../../algorithms/quorum/quorum-system.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { resolveOptions } from '../../harness/trial/options.ts';
import { Cluster } from './cluster.ts';
import { calm, isWhole, optionsFor, runSchedule } from './schedule.ts';

const SCHEDULES = 40;

describe('"have each acceptor, whenever it accepts a proposal, respond to all learners"', () => {
  it(`keeps the invariants and becomes whole again in ${SCHEDULES} schedules under faults`, { timeout: 60_000 }, () => {
    let told = 0;
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const { cluster, stuck } = runSchedule({ seed, learners: 'all' });
      expect(stuck, `seed ${seed}`).toBe('');
      told += cluster.sent['acceptedValue'] ?? 0;
    }
    expect(told).toBeGreaterThan(100 * SCHEDULES);
  });

  it('lets a node that is no acceptor learn in three message delays, without being asked to accept', () => {
    const five = { kind: 'count', q: 3, of: ['0', '1', '2', '3', '4'] } as const;
    const quorums = systemFromSpec(6, five, five);
    expect(membersOf(quorums.phase2)).toBe(0b11111);
    const options = optionsFor(quorums, { firstLeader: 0, learners: 'all', heartbeatMs: 140 });
    const cluster = new Cluster(calm(options, { delayMs: [10, 10], fsyncMs: [0, 0] }));
    cluster.run(150);
    const before = cluster.machines[5]!.executed.length;
    const sent = { ...cluster.sent };
    cluster.request(0);
    cluster.run(19.9);
    expect(cluster.machines[5]!.executed).toHaveLength(before);
    cluster.run(0.2);
    expect(cluster.machines[5]!.executed).toHaveLength(before + 1);
    const during = (type: string): number => (cluster.sent[type] ?? 0) - (sent[type] ?? 0);
    expect(during('accept')).toBe(4);
    expect(during('accepted')).toBe(4);
    // The leader tells 5, each other acceptor the 4 that are neither the leader nor itself.
    expect(during('acceptedValue')).toBe(5 + 4 * 4);
    expect(isWhole(cluster)).toBe(true);
  });

  it('executes the same as with a distinguished learner, also where only a quorum is asked', () => {
    for (const learners of ['leader', 'all'] as const) {
      const quorums = countingSystem(5, 4, 2);
      const cluster = new Cluster(calm(optionsFor(quorums, { firstLeader: 0, learners, thrifty: true })));
      cluster.run(100);
      for (let i = 0; i < 50; i++) {
        cluster.request(0);
        cluster.run(1);
      }
      expect(cluster.run(2000, () => isWhole(cluster))).toBe(true);
      expect(cluster.machines[4]!.executed.filter((seq) => seq > 0)).toEqual(
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
      // Who is told by the acceptors has nothing to ask for.
      if (learners === 'all') expect(cluster.counts['catch-up']).toBe(0);
      else expect(cluster.counts['catch-up']).toBeGreaterThan(0);
    }
  });
});

describe('An option that is newer than published specs', () => {
  it('is named only where it is not at its default, so that old specs keep their ids', () => {
    expect(resolveOptions(multiPaxos, {})).toEqual({ failureDetector: 'ballot' });
    expect(resolveOptions(multiPaxos, { learners: 'leader' })).toEqual({ failureDetector: 'ballot' });
    expect(resolveOptions(multiPaxos, { learners: 'all' })).toEqual({ failureDetector: 'ballot', learners: 'all' });
    expect(() => resolveOptions(multiPaxos, { learners: 'none' })).toThrow(/learners is "none".*"leader" or "all"/);
  });
});

describe('The nodes that are in some quorum', () => {
  it('are those that the family names', () => {
    expect(membersOf(majoritySystem(4).phase1)).toBe(0b1111);
  });
});
