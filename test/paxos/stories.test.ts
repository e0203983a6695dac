/** Stories of several nodes. */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../algorithms/contract.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { logsAgree, optionsOf } from './random-schedules.ts';
import { Cluster, type World } from './schedule.ts';

const ELECTION_MS = 300;

function start(more: Partial<World> = {}): Cluster {
  const options = optionsOf(majoritySystem(5));
  const world = { nodes: 5, seed: 1, options, loss: 0, duplication: 0, delayMs: 1, fsyncMs: 0.5, ...more };
  const cluster = new Cluster(world);
  for (let id = 0; id < 5; id++) cluster.start(id);
  return cluster;
}

const batchOf = (client: number, seq = 1): Batch => [{ client, seq, op: { bytes: 8 } }];
const lengths = (cluster: Cluster): number[] => cluster.nodes.map((node) => node.log.length - 1);

/** Node 0 brings `count` batches through, 50 at a time. */
function fill(cluster: Cluster, count: number): void {
  let asked = 0;
  const next = (): void => {
    if (asked < count) cluster.request(0, batchOf(asked++));
  };
  cluster.onCommit = (node) => {
    if (node === 0) cluster.after(0, next);
  };
  for (let i = 0; i < 50; i++) next();
  cluster.run(cluster.time + 60_000, () => cluster.nodes[0]!.log.length - 1 >= count);
}

describe('a cluster of five', () => {
  it('chooses what one proposer wants in two round trips, 25 messages with those to oneself', () => {
    const cluster = start({ delayMs: 0, fsyncMs: 0 });
    cluster.run(49);
    cluster.messageCount = 0;
    cluster.request(0, batchOf(1));
    cluster.run(49.1);
    expect(lengths(cluster)).toEqual([1, 1, 1, 1, 1]);
    expect(cluster.messageCount).toBe(20);
  });

  it('lets a replica that missed 1,000 slots catch up without any traffic of clients', () => {
    const cluster = start();
    cluster.crash(4);
    fill(cluster, 1000);
    cluster.start(4);
    cluster.run(cluster.time + ELECTION_MS);
    expect(lengths(cluster)).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  it('lets one that was cut off, and asks nobody, hear of what it missed', () => {
    const cluster = start();
    for (let id = 0; id < 4; id++) cluster.cut[id] = 0b10000;
    fill(cluster, 300);
    cluster.run(cluster.time + 10_000);
    for (let id = 0; id < 4; id++) cluster.cut[id] = 0;
    cluster.run(cluster.time + 3 * ELECTION_MS);
    expect(lengths(cluster)).toEqual([300, 300, 300, 300, 300]);
  });

  it('finds all chosen values again after every node has crashed, without traffic', () => {
    const cluster = start();
    fill(cluster, 500);
    cluster.run(cluster.time + 10);
    const before = cluster.nodes[0]!.log.slice();
    for (let id = 0; id < 5; id++) cluster.crash(id);
    for (let id = 0; id < 5; id++) cluster.start(id);
    expect(lengths(cluster)).toEqual([0, 0, 0, 0, 0]);
    cluster.run(cluster.time + 15 * ELECTION_MS);
    expect(lengths(cluster)).toEqual([500, 500, 500, 500, 500]);
    expect(cluster.nodes[3]!.log).toEqual(before);
  });

  it('applies what a proposer had chosen and told nobody, even if it never comes back', () => {
    const cluster = start();
    cluster.onCommit = (node) => {
      if (node === 0 && cluster.nodes[0]!.isUp) cluster.after(0, () => cluster.crash(0));
    };
    cluster.request(0, batchOf(7));
    cluster.run(3);
    cluster.world.loss = 1;
    cluster.run(100, () => !cluster.nodes[0]!.isUp);
    cluster.world.loss = 0;
    cluster.run(5 * ELECTION_MS);
    expect(cluster.nodes.slice(1).map((node) => node.log[1])).toEqual([batchOf(7), batchOf(7), batchOf(7), batchOf(7)]);
  });

  it('closes the gap that a dead proposer leaves with a no-op, and executes what is above it', () => {
    const cluster = start();
    cluster.cut[0] = 0b11110;
    cluster.request(0, batchOf(1));
    cluster.run(5);
    cluster.cut[0] = 0;
    cluster.request(0, batchOf(2));
    cluster.run(20, () => cluster.nodes[1]!.replica!.learner.isChosen(2));
    cluster.crash(0);
    cluster.run(10 * ELECTION_MS);
    expect(cluster.nodes[2]!.log.slice(1)).toEqual([[], batchOf(2)]);
    expect(logsAgree(cluster)).toBe(true);
  });

  it('starves nobody when all five propose without a pause: the oldest batch prevails', () => {
    const cluster = start();
    const since = [0, 0, 0, 0, 0];
    const seq = [0, 0, 0, 0, 0];
    let longest = 0;
    const ask = (node: number): void => {
      since[node] = cluster.time;
      cluster.request(node, batchOf(node, ++seq[node]!));
    };
    cluster.onCommit = (node, _slot, batch) => {
      if (batch[0]?.client !== node || batch[0].seq !== seq[node]) return;
      longest = Math.max(longest, cluster.time - since[node]!);
      cluster.after(0, () => ask(node));
    };
    for (let node = 0; node < 5; node++) ask(node);
    cluster.run(5000);
    expect(longest).toBeLessThan(2 * ELECTION_MS);
    const least = Math.min(...seq);
    expect(least * 5).toBeGreaterThan(0.8 * seq.reduce((sum, each) => sum + each, 0));
    expect(cluster.counted.get('contention')).toBeGreaterThan(least);
  });

  it('holds state for what is not forgotten, and no more', () => {
    const cluster = start();
    fill(cluster, 1000);
    cluster.run(cluster.time + 10);
    for (let id = 0; id < 5; id++) cluster.snapshot(id);
    cluster.run(cluster.time + 10);
    for (const { replica, durable } of cluster.nodes) {
      expect(replica!.acceptor.slots.items.length).toBe(0);
      expect(replica!.proposer.proposals.items.length).toBe(0);
      expect(replica!.learner.chosen.items.length).toBe(0);
      expect(durable.length).toBe(2);
    }
    expect(cluster.observer.slots.items.length).toBe(0);
  });

  it('is quiet when nothing is asked: one announcement per election time-out, for all', () => {
    const cluster = start();
    fill(cluster, 10);
    cluster.run(cluster.time + 1000);
    cluster.messageCount = 0;
    cluster.run(cluster.time + 15_000);
    expect(cluster.messageCount).toBeLessThan((15_000 / 150) * 4 * 2);
  });
});
