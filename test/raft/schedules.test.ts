import { describe, expect, test } from 'vitest';
import { raft } from '../../algorithms/raft/raft.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { Cluster } from './cluster.ts';
import { optionsFor, runSchedule, worldFor } from './schedule.ts';

const CALM = { fifo: true, delayMs: [1, 1], fsyncMs: [0.25, 0.25], loss: 0, duplicate: 0 } as const;

describe('Raft under random schedules', () => {
  test('keeps every invariant, settles after the faults and agrees everywhere', () => {
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 1_500; seed++) {
      for (const [what, count] of runSchedule(worldFor(seed), 1_500).counts)
        seen.set(what, (seen.get(what) ?? 0) + count);
    }
    // Sometimes: no pass on nothing.
    for (const what of ['leader', 'contention', 'catch-up', 'retransmission', 'installSnapshot']) {
      expect(seen.get(what), what).toBeGreaterThan(10);
    }
  });

  test('forgets: neither logs, disks nor ghosts grow with the run', () => {
    const world = worldFor(1, {
      ...CALM,
      options: optionsFor(majoritySystem(5), { firstLeader: 0 }),
      snapshotSlots: 100,
    });
    const cluster = new Cluster(world);
    cluster.run(100);
    for (let i = 0; i < 3_000; i++) {
      cluster.request(0);
      cluster.run(1);
    }
    for (const machine of cluster.machines) {
      expect(machine.executed.length).toBeGreaterThan(2_900);
      expect(machine.replica!.log.entries.length).toBeLessThan(300);
      expect(machine.records.length).toBeLessThan(300);
    }
    expect(JSON.stringify(cluster.observer).length).toBeLessThan(200_000);
  });

  test('a request costs one serialisation for all followers, and one answer each', () => {
    const world = worldFor(1, {
      ...CALM,
      options: optionsFor(majoritySystem(5), { firstLeader: 0 }),
      snapshotSlots: 100,
    });
    const cluster = new Cluster(world);
    cluster.run(60);
    cluster.counts.clear();
    for (let i = 0; i < 40; i++) cluster.request(0);
    cluster.run(30);
    expect(cluster.counts.get('serialised appendEntries')).toBe(40);
    expect(cluster.counts.get('appendEntriesReply')).toBe(160);
  });

  test('thrifty: goes on when a member of the quorum stops', () => {
    const options = optionsFor(countingSystem(5, 4, 2), { firstLeader: 0, thrifty: true });
    const cluster = new Cluster(worldFor(1, { ...CALM, options, snapshotSlots: 100 }));
    cluster.run(60);
    cluster.request(0);
    expect(cluster.run(10, () => cluster.machines[0]!.open.size === 0)).toBe(true);
    cluster.machines[1]!.crash();
    cluster.request(0);
    expect(cluster.run(110, () => cluster.machines[0]!.open.size === 0)).toBe(true);
    cluster.run(100);
    cluster.request(0);
    expect(cluster.run(10, () => cluster.machines[0]!.open.size === 0)).toBe(true);
  });

  test('is legal where elections meet each other and every commit', () => {
    expect(raft.legality(countingSystem(6, 4, 3))).toBeUndefined();
    expect(raft.legality(countingSystem(6, 3, 4))?.rule).toMatch(/election/);
    expect(raft.legality(countingSystem(5, 3, 2))).toBeDefined();
  });
});
