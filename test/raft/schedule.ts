/** Random schedules: some seconds of faults, then a healed world in which everything must come to a good end. */
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import type { RaftOptions } from '../../algorithms/raft/raft.ts';
import { Cluster, randomFrom, type World } from './cluster.ts';

export const ELECTION_MS = [150, 300] as const;

export function optionsFor(quorums: QuorumSystem, other: Partial<RaftOptions> = {}): RaftOptions {
  return {
    quorums,
    electionMs: ELECTION_MS,
    heartbeatMs: 50,
    thrifty: false,
    firstLeader: undefined,
    preVote: false,
    checkQuorum: false,
    ...other,
  };
}

const SYSTEMS = [
  () => majoritySystem(3),
  () => majoritySystem(4),
  () => majoritySystem(5),
  () => countingSystem(4, 3, 2),
  () => countingSystem(5, 4, 2),
  () => countingSystem(3, 3, 1),
  () => countingSystem(3, 2, 3),
];

/** A world drawn from `seed`; the swarm: each kind of trouble is there or not. */
export function worldFor(seed: number, other: Partial<World> = {}): World {
  const random = randomFrom(seed * 2 + 1);
  const quorums = SYSTEMS[Math.floor(random() * SYSTEMS.length)]!();
  const often = (): boolean => random() < 0.5;
  return {
    options: optionsFor(quorums, {
      thrifty: often(),
      firstLeader: often() ? 0 : undefined,
      // As the seed has it, so that the world of a seed stays what it was.
      preVote: seed % 2 === 0,
      checkQuorum: seed % 3 === 0,
    }),
    seed,
    fifo: often(),
    delayMs: often() ? [0.1, 1] : [1, 60],
    fsyncMs: often() ? [0.1, 2] : [1, 80],
    loss: often() ? 0 : 0.2,
    duplicate: often() ? 0 : 0.2,
    snapshotSlots: often() ? 4 : 30,
    snapshotAhead: often(),
    ...other,
  };
}

/** Crashes, restarts, broken links and requests for `ms`. */
export function disturb(cluster: Cluster, ms: number): void {
  const { size } = cluster;
  const node = (): number => Math.floor(cluster.random() * size);
  const end = cluster.now + ms;
  const crashes = cluster.random() < 0.7 ? 0.08 : 0;
  const cuts = cluster.random() < 0.5 ? 0.05 : 0;
  while (cluster.now < end) {
    cluster.run(20 * cluster.random());
    const draw = cluster.random();
    const machine = cluster.machines[node()]!;
    if (draw < crashes) {
      if (machine.replica === undefined) machine.start();
      else machine.crash();
    } else if (draw < crashes + cuts) {
      if (cluster.random() < 0.5) cluster.reach.fill(-1);
      else cluster.reach[machine.self] = Math.floor(cluster.random() * (1 << size));
    } else {
      const [leader] = cluster.leaders();
      cluster.request(leader !== undefined && cluster.random() < 0.8 ? leader : node());
    }
  }
}

/** After the faults: what must hold within 30 election time-outs. Throws what does not. */
export function settle(cluster: Cluster): void {
  cluster.heal();
  const limit = 30 * ELECTION_MS[1];
  const stable = (): boolean => {
    const [leader, second] = cluster.leaders();
    if (leader === undefined || second !== undefined) return false;
    const { executed } = cluster.machines[leader]!;
    return cluster.machines.every(
      (m) => m.open.size === 0 && m.executed.length === executed.length && executed.length > 0,
    );
  };
  if (!cluster.run(limit, stable)) throw new Error(`seed ${cluster.world.seed}: not settled after the faults stopped`);
  for (let i = 0; i < 5; i++) commitEverywhere(cluster, limit);
  const [first, ...rest] = cluster.machines;
  for (const { executed, self } of rest) {
    if (executed.join() !== first!.executed.join()) throw new Error(`nodes 0 and ${self} differ`);
  }
}

/** As a client does it: a request that is redirected is put to the next leader. */
function commitEverywhere(cluster: Cluster, limit: number): void {
  const end = cluster.now + limit;
  while (cluster.now < end) {
    const [leader] = cluster.leaders();
    if (leader === undefined) {
      cluster.run(10);
      continue;
    }
    const fresh = cluster.request(leader);
    const { open } = cluster.machines[leader]!;
    const everywhere = (): boolean => cluster.machines.every((m) => m.executed.includes(fresh));
    if (cluster.run(end - cluster.now, () => !open.has(fresh)) && cluster.run(200, everywhere)) return;
  }
  throw new Error(`seed ${cluster.world.seed}: a fresh request does not commit everywhere`);
}

export function runSchedule(world: World, ms = 2_000): Cluster {
  const cluster = new Cluster(world);
  disturb(cluster, ms);
  settle(cluster);
  return cluster;
}
