import { describe, expect, it } from 'vitest';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { Cluster } from './cluster.ts';
import { calm, optionsFor, runSchedule } from './schedule.ts';

const SCHEDULES = 1000;

describe('Multi-Paxos under random faults', () => {
  it(`keeps its invariants and becomes whole again in ${SCHEDULES} schedules`, { timeout: 120_000 }, () => {
    const total = { election: 0, leader: 0, contention: 0, 'catch-up': 0, retransmission: 0, slots: 0 };
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      const { cluster, stuck } = runSchedule({ seed });
      expect(stuck, `seed ${seed}`).toBe('');
      for (const event of ['election', 'leader', 'contention', 'catch-up', 'retransmission'] as const) {
        total[event] += cluster.counts[event];
      }
      total.slots += cluster.log.length;
    }
    // Sometimes: no schedule set that passes on nothing.
    for (const [what, count] of Object.entries(total)) expect(count, what).toBeGreaterThan(SCHEDULES);
  });

  it('gives the same run for the same seed', () => {
    const [one, two] = [runSchedule({ seed: 7 }).cluster, runSchedule({ seed: 7 }).cluster];
    expect(two.log).toEqual(one.log);
    expect(two.now).toBe(one.now);
    expect(two.sent).toEqual(one.sent);
  });
});

describe('Multi-Paxos in steady state', () => {
  it('takes N-1 accepts and N-1 answers per batch, and else only heartbeats', () => {
    const cluster = new Cluster(calm(optionsFor(majoritySystem(5), { firstLeader: 0 })));
    cluster.run(100);
    const before = { ...cluster.sent };
    for (let i = 0; i < 1000; i++) {
      cluster.request(0);
      cluster.run(0.1);
    }
    cluster.run(20);
    expect(cluster.open.size).toBe(0);
    const during = (type: string): number => (cluster.sent[type] ?? 0) - (before[type] ?? 0);
    expect(during('accept')).toBe(4000);
    expect(during('accepted')).toBe(4000);
    for (const type of ['prepare', 'promise', 'rejected', 'learn', 'learned']) expect(during(type), type).toBe(0);
    expect(during('heartbeat')).toBeLessThanOrEqual(4 * 3);
  });
});
