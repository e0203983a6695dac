/** Figure 8 of the paper, step by step, with Raft as it is and with a leader that counts replicas of old entries. */
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../algorithms/contract.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { lastIndex, termAt } from '../../algorithms/raft/log.ts';
import type { RaftMessage } from '../../algorithms/raft/messages.ts';
import { Raft } from '../../algorithms/raft/raft.ts';
import { Cluster, type World } from './cluster.ts';
import { optionsFor } from './schedule.ts';

/** Commits whatever a quorum holds, of whatever term: what §5.4.2 forbids. */
class CountsOldTerms extends Raft {
  override onMessage(from: number, message: RaftMessage): void {
    super.onMessage(from, message);
    const { role } = this;
    if (role.kind !== 'leader') return;
    for (let index = role.firstIndex - 1; index > this.commitIndex; index--) {
      let holders = 0;
      for (let node = 0; node < this.env.nodes; node++) if (role.matchIndex[node]! >= index) holders |= 1 << node;
      if (this.options.quorums.isPhase2(holders)) this.commitTo(index);
    }
  }
}

/** So large that it travels alone: the no-op behind it comes in a message of its own. */
const LARGE: Batch = [{ client: 1, seq: 1, op: { bytes: 100_000 } }];

/** Elections are held when the story says so. Returns the world after (c), the old leader S1 = node 0 having crashed. */
function untilC(create?: NonNullable<World['create']>): Cluster {
  const cluster = new Cluster({
    options: optionsFor(majoritySystem(5), { electionMs: [1e6, 1e6] }),
    seed: 1,
    fifo: true,
    delayMs: [1, 1],
    fsyncMs: [0.25, 0.25],
    loss: 0,
    duplicate: 0,
    snapshotSlots: 100,
    snapshotAhead: false,
    ...(create && { create }),
  });
  const { reach, machines } = cluster;
  // Index 1 is everywhere.
  elect(cluster, 0);
  cluster.run(60);
  // (a) S1 is leader and partially replicates the log entry at index 2.
  reach[0] = 0b00010;
  machines[0]!.open.add(1);
  machines[0]!.step(() => machines[0]!.replica!.onRequest(LARGE));
  cluster.run(3);
  machines[0]!.crash();
  // (b) S5 is elected with votes from S3, S4 and itself, and accepts a different entry at index 2.
  timeOut(cluster, 4);
  cluster.run(2);
  reach[4] = 0;
  cluster.run(3);
  expect(logOf(cluster, 4)).toEqual([1, 2]);
  machines[4]!.crash();
  // (c) S5 crashes; S1 restarts, is elected leader, and continues replication.
  machines[0]!.start();
  reach[0] = 0b01110;
  timeOut(cluster, 0);
  cluster.run(5);
  elect(cluster, 0);
  reach[0] = 0b00110;
  expect(cluster.run(20, () => lastIndex(machines[2]!.replica!.log) === 2)).toBe(true);
  reach[0] = 0;
  cluster.run(3);
  expect([0, 1, 2, 3].map((node) => logOf(cluster, node))).toEqual([[1, 1, 3], [1, 1, 3], [1, 1], [1]]); // prettier-ignore
  return cluster;
}

/** (d) S1 crashes, S5 is elected with votes from S2, S3 and S4, and overwrites the entry with its own. */
function untilD(cluster: Cluster): void {
  cluster.machines[0]!.crash();
  cluster.machines[4]!.start();
  cluster.reach.fill(-1);
  timeOut(cluster, 4);
  cluster.run(5);
  elect(cluster, 4);
  // Long enough for a heartbeat, which tells what is committed.
  cluster.run(60);
}

function timeOut(cluster: Cluster, node: number): void {
  const machine = cluster.machines[node]!;
  machine.step(() => machine.replica!.onTimer('election'));
}

function elect(cluster: Cluster, node: number): void {
  timeOut(cluster, node);
  expect(cluster.run(20, () => cluster.machines[node]!.replica!.role.kind === 'leader')).toBe(true);
}

/** The terms in a log. */
function logOf(cluster: Cluster, node: number): number[] {
  const { log } = cluster.machines[node]!.replica!;
  return Array.from({ length: lastIndex(log) }, (_, i) => termAt(log, i + 1));
}

describe('Figure 8 (§5.4.2): an entry on a majority can still be overwritten by a future leader', () => {
  test('so a leader does not commit it by counting, and it is overwritten', () => {
    const cluster = untilC();
    const old = cluster.machines[0]!.replica!;
    expect(old.role).toMatchObject({ kind: 'leader', matchIndex: [3, 3, 2, 0, 0] });
    expect(old.commitIndex).toBeLessThan(2);
    untilD(cluster);
    expect(logOf(cluster, 2)).toEqual([1, 2, 4]);
    expect(cluster.machines[2]!.replica!.commitIndex).toBe(3);
  });

  test('a leader that does commit it breaks Leader Completeness', () => {
    const cluster = untilC((options, env) => new CountsOldTerms(options, env));
    expect(cluster.machines[0]!.replica!.commitIndex).toBe(2);
    expect(() => untilD(cluster)).toThrow(/^LeaderCompleteness: node 4 leads term 4 without entry 2 of term 1/);
  });
});
