/** Safety and liveness under crashes, loss, duplication and reordering. A short version of the hour that `fuzz` runs. */
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { checkLiveness } from '../../harness/trial/liveness.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';

const SEEDS = 8;

function spec(algorithm: string, seed: number) {
  const nodes = [3, 4, 5, 6, 7][seed % 5]!;
  return resolveSpec({
    algorithm,
    seed,
    nodes,
    quorums: algorithm === 'flexible-paxos' && seed % 2 === 1 ? `${nodes - 1}/2` : 'majority',
    network: { loss: 0.1, duplicate: 0.05, fifo: false, reorder: seed % 3 === 0 ? 0.05 : 0 },
    policy: { thrifty: seed % 4 === 0, batch: seed % 3 === 1 ? 4 : 1, batchDelayMs: seed % 3 === 1 ? 2 : 0 },
    workload: { kind: 'open', ratePerS: 50, keys: 20 },
    faults: { perNodeMinute: 60, repair: { type: 'exponential', mean: 300 } },
    phases: { durationMs: 8000 },
  });
}

describe.each(algorithms.map(({ name }) => name))('%s under crashes, loss, duplication and reordering', (algorithm) => {
  it('breaks no rule; what was open ends, five fresh operations commit, and every node learns them', () => {
    let sent = 0;
    let inFault = 0;
    let crashes = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const trial = new Trial(spec(algorithm, seed));
      trial.run();
      const liveness = checkLiveness(trial);
      expect(liveness, `seed ${seed}`).toEqual({ stuck: 0, freshFailed: 0, lagging: [] });
      const states = trial.machines.map(({ node }) => JSON.stringify([...node!.stateEntries()].sort()));
      expect(new Set(states).size, `seed ${seed}: equal states`).toBe(1);
      sent += trial.recorder.sent;
      inFault += trial.recorder.inFault;
      crashes += trial.counts!.crashes;
    }
    // Sometimes: the faults have mattered.
    expect(crashes).toBeGreaterThan(SEEDS * 10);
    expect(inFault / sent).toBeGreaterThan(0.1);
  });
});

describe('a fault plan', () => {
  it.each(['multi-paxos', 'raft'])('that cuts the leader off makes %s elect another, and heals', (algorithm) => {
    const trial = new Trial(
      resolveSpec({
        algorithm,
        workload: { kind: 'open', ratePerS: 100, timeoutMs: 200 },
        policy: { leader: 0 },
        faults: { plan: [{ kind: 'partition', groups: [[0], [1, 2, 3, 4]], atMs: 1000, forMs: 2000 }] },
        phases: { durationMs: 5000 },
      }),
    );
    const leaders: (number | undefined)[] = [];
    trial.agenda.after(3_500_000_000, () => leaders.push(trial.leader()));
    trial.run();
    expect(leaders[0]).not.toBe(undefined);
    expect(leaders[0]).not.toBe(0);
    expect(checkLiveness(trial)).toEqual({ stuck: 0, freshFailed: 0, lagging: [] });
  });

  it('that crashes the leader at set times is counted, with the time to the next commit', () => {
    const trial = new Trial(
      resolveSpec({ algorithm: 'raft', faults: { crashLeaderAtMs: [1000, 4000] }, phases: { durationMs: 7000 } }),
    );
    trial.run();
    expect(trial.counts!.leaderCrashes).toBe(2);
    expect(trial.counters.failoversNs.length).toBe(2);
    for (const ns of trial.counters.failoversNs) expect(ns / 1e6).toBeGreaterThan(50);
    for (const ns of trial.counters.failoversNs) expect(ns / 1e6).toBeLessThan(2000);
  });

  it('that crashes every node at once has crashed one leader', () => {
    const plan = [0, 1, 2, 3, 4].map((node) => ({ kind: 'crash', node, atMs: 1000, forMs: 500 }));
    const trial = new Trial(resolveSpec({ algorithm: 'raft', faults: { plan }, phases: { durationMs: 4000 } }));
    trial.run();
    expect(trial.counts!.crashes).toBe(5);
    expect(trial.counts!.leaderCrashes).toBe(1);
  });
});

describe('paxos where nothing takes time', () => {
  it('comes to an end with five contending proposers', () => {
    const trial = new Trial(
      resolveSpec({
        algorithm: 'paxos',
        network: { delay: { type: 'constant', value: 0 }, bandwidthBitPerS: null },
        costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: { type: 'constant', value: 0 } },
        workload: { clients: 5 },
        phases: { warmupMs: 10, ops: 100 },
      }),
    );
    trial.run();
    expect(trial.recorder.completed).toBeGreaterThanOrEqual(100);
  });
});
