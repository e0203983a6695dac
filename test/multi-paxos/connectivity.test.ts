/** Partial connectivity (OmniPaxos, EuroSys 2023): who is stuck is as much an expectation as who recovers. */
import { describe, expect, it } from 'vitest';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { Cluster } from './cluster.ts';
import { calm, ELECTION_MS, optionsFor } from './schedule.ts';

const [A, B, C, D, E] = [0, 1, 2, 3, 4] as const;
const SEEDS = 20;

/** Slots chosen within ten election time-outs of the cut, while clients ask every node. */
function chosenAfterCut(
  detector: 'alive' | 'ballot',
  nodes: number,
  firstLeader: number,
  seed: number,
  cut: (cluster: Cluster) => void,
) {
  const options = optionsFor(majoritySystem(nodes), { firstLeader, failureDetector: detector });
  const cluster = new Cluster(calm(options, { seed }));
  cluster.run(200);
  expect(cluster.leaders()).toEqual([firstLeader]);
  cut(cluster);
  // What was under way at the cut.
  cluster.run(20);
  const before = { slots: cluster.log.length, leader: cluster.counts.leader };
  for (let ms = 0; ms < 10 * ELECTION_MS[1]; ms += 10) {
    for (let node = 0; node < nodes; node++) cluster.request(node);
    cluster.run(10);
  }
  return { slots: cluster.log.length - before.slots, leaders: cluster.counts.leader - before.leader, cluster };
}

const quorumLoss = (cluster: Cluster): void =>
  cluster.connect([
    [A, B],
    [A, C],
    [A, D],
    [A, E],
  ]);

const constrained = (cluster: Cluster): void =>
  cluster.connect([
    [A, B],
    [A, D],
    [A, E],
  ]);

describe('Multi-Paxos under partial connectivity', () => {
  it('quorum loss, alive: is deadlocked, for the hub hears that its leader lives', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      expect(chosenAfterCut('alive', 5, C, seed, quorumLoss).slots, `seed ${seed}`).toBe(0);
    }
  });

  it('quorum loss, ballot: the hub sees that no quorum supports its leader, and takes over', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { slots, cluster } = chosenAfterCut('ballot', 5, C, seed, quorumLoss);
      expect(slots, `seed ${seed}`).toBeGreaterThan(100);
      expect(cluster.leaders()).toContain(A);
    }
  });

  for (const detector of ['alive', 'ballot'] as const) {
    it(`constrained, ${detector}: recovers, for any node may lead, whatever its log`, () => {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { slots, cluster } = chosenAfterCut(detector, 5, C, seed, constrained);
        expect(slots, `seed ${seed}`).toBeGreaterThan(100);
        expect(cluster.leaders()).toContain(A);
      }
    });
  }

  it('chained: the ends overtake each other, and it commits in between', () => {
    const chain = (cluster: Cluster): void =>
      cluster.connect([
        [A, B],
        [A, C],
      ]);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { slots, leaders } = chosenAfterCut('ballot', 3, B, seed, chain);
      expect(slots, `seed ${seed}`).toBeGreaterThan(20);
      expect(leaders, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  it('a deaf leader, ballot: keeps still when nothing is chosen for long, and another takes over', () => {
    const deafen = (cluster: Cluster): void => {
      for (let node = 0; node < 5; node++) if (node !== C) cluster.reach[node]! &= ~(1 << C);
    };
    for (let seed = 1; seed <= SEEDS; seed++) {
      expect(chosenAfterCut('ballot', 5, C, seed, deafen).slots, `seed ${seed}`).toBeGreaterThan(20);
      expect(chosenAfterCut('alive', 5, C, seed, deafen).slots, `seed ${seed}`).toBe(0);
    }
  });
});
