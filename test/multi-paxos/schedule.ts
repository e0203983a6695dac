/** Random schedules: a time of faults, then everything heals and the cluster must become whole again. */
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import type { MultiPaxosOptions } from '../../algorithms/multi-paxos/roles.ts';
import { Cluster, randomFrom, type World } from './cluster.ts';

export const ELECTION_MS: readonly [number, number] = [150, 300];

export function optionsFor(quorums: QuorumSystem, others: Partial<MultiPaxosOptions> = {}): MultiPaxosOptions {
  return {
    quorums,
    electionMs: ELECTION_MS,
    heartbeatMs: 50,
    thrifty: false,
    firstLeader: undefined,
    failureDetector: 'ballot',
    ...others,
  };
}

/** A calm network on one seed. */
export function calm(options: MultiPaxosOptions, others: Partial<World> = {}): World {
  return {
    options,
    seed: 1,
    fifo: true,
    delayMs: [0.5, 1],
    fsyncMs: [0.2, 0.3],
    loss: 0,
    duplicate: 0,
    snapshotSlots: 1000,
    ...others,
  };
}

export interface Schedule {
  readonly seed: number;
  /** Drawn, 3 to 5, when left out. */
  readonly nodes?: number;
  readonly quorums?: (nodes: number, random: () => number) => QuorumSystem;
  readonly create?: World['create'];
  readonly learners?: 'leader' | 'all';
  readonly faultsMs?: number;
}

export interface Outcome {
  readonly cluster: Cluster;
  /** What did not come right within 30 election time-outs after the faults; empty if all did. */
  readonly stuck: string;
}

/** Draws a legal system of Flexible Paxos. */
export function flexibleQuorums(nodes: number, random: () => number): QuorumSystem {
  const q2 = 1 + Math.floor(random() * nodes);
  return random() < 0.5 ? majoritySystem(nodes) : countingSystem(nodes, nodes + 1 - q2, q2);
}

/** One schedule: who takes part, what goes wrong and when is drawn from the seed. Throws what the observer throws. */
export function runSchedule({ seed, quorums = flexibleQuorums, create, faultsMs = 3000, ...given }: Schedule): Outcome {
  const random = randomFrom(seed);
  const drawn = 3 + Math.floor(random() * 3);
  const nodes = given.nodes ?? drawn;
  const options = optionsFor(quorums(nodes, random), {
    thrifty: random() < 0.3,
    firstLeader: random() < 0.5 ? Math.floor(random() * nodes) : undefined,
    failureDetector: random() < 0.2 ? 'alive' : 'ballot',
    ...(given.learners === undefined ? {} : { learners: given.learners }),
  });
  const cluster = new Cluster({
    options,
    seed: seed + 1_000_000,
    fifo: random() < 0.5,
    delayMs: random() < 0.3 ? [1, 100] : [1, 20],
    fsyncMs: random() < 0.5 ? [0.1, 1] : [1, 60],
    loss: random() < 0.5 ? 0.2 * random() : 0,
    duplicate: random() < 0.5 ? 0.2 * random() : 0,
    snapshotSlots: 4 + Math.floor(random() * 40),
    ...(create === undefined ? {} : { create }),
  });
  while (cluster.now < faultsMs) {
    cluster.run(40 * random());
    disturb(cluster, random);
  }
  cluster.heal();
  return { cluster, stuck: whatIsStuck(cluster) };
}

function disturb(cluster: Cluster, random: () => number): void {
  const node = Math.floor(random() * cluster.size);
  const dice = random();
  if (dice < 0.06) {
    if (cluster.machines[node]!.replica !== undefined) cluster.machines[node]!.crash();
  } else if (dice < 0.16) {
    const down = cluster.machines.find(({ replica }) => replica === undefined);
    down?.start();
  } else if (dice < 0.18) {
    cluster.reach[node] = Math.floor(random() * 2 ** cluster.size);
  } else if (dice < 0.2) {
    for (let other = 0; other < cluster.size; other++) cluster.reach[other]! &= ~(1 << node);
  } else if (dice < 0.24) {
    cluster.reach.fill(-1);
  } else {
    const [leader = node] = cluster.leaders();
    for (let i = Math.floor(3 * random()); i >= 0; i--) cluster.request(random() < 0.8 ? leader : node);
  }
}

function whatIsStuck(cluster: Cluster): string {
  const limitMs = 30 * ELECTION_MS[0];
  if (!cluster.run(limitMs, () => cluster.open.size === 0)) return `${cluster.open.size} requests are open`;
  if (!cluster.run(limitMs, () => isWhole(cluster))) return 'replicas lag';
  // A candidate of the time of faults may still depose the leader: clients then ask again.
  const end = cluster.now + limitMs;
  const goal = cluster.log.length + 5;
  while (cluster.log.length < goal && cluster.now < end) {
    for (const leader of cluster.leaders()) cluster.request(leader);
    cluster.run(50);
  }
  const fresh = cluster.run(limitMs, () => cluster.log.length >= goal && cluster.open.size === 0 && isWhole(cluster));
  return fresh ? '' : 'fresh requests do not commit';
}

/** A leader, and all nodes have executed the same. */
export function isWhole(cluster: Cluster): boolean {
  const slots = cluster.machines.map((machine) => machine.replica?.view().nextSlot);
  return cluster.leaders().length > 0 && slots.every((slot) => slot === slots[0]);
}
