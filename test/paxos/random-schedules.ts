/** Random schedules: clients, faults of every kind that the contract names, then peace. */
import type { CommonOptions } from '../../algorithms/contract.ts';
import { sameValue } from '../../algorithms/paxos/messages.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { Cluster, randomStream, type World } from './schedule.ts';

export interface Outcome {
  readonly cluster: Cluster;
  /** Commands that no node ever committed. */
  readonly open: number;
  /** Do all nodes hold the same log? */
  readonly converged: boolean;
  readonly slots: number;
}

export function optionsOf(quorums: QuorumSystem, more: Partial<CommonOptions> = {}): CommonOptions {
  return { quorums, electionMs: [150, 300], heartbeatMs: 50, thrifty: false, firstLeader: undefined, ...more };
}

/** Thirty of the longest election time-outs: by then everything open must be done after faults have stopped. */
const PEACE_MS = 30 * 300;

/** A world whose faults are drawn from the seed (swarm testing: each kind is absent from some schedules). */
export function swarmWorld(seed: number, options: CommonOptions, more: Partial<World> = {}): World {
  const draw = randomStream(seed ^ 0x5eed);
  const some = (most: number): number => (draw() < 0.5 ? 0 : draw() * most);
  return {
    nodes: options.quorums.nodes,
    seed,
    options,
    loss: some(0.3),
    duplication: some(0.3),
    delayMs: 1 + some(40),
    fsyncMs: some(20),
    ...more,
  };
}

/** Runs clients under faults for `faultsMs`, then heals everything and waits until all is done, or for too long. */
export function runSchedule(world: World, commands: number, faultsMs: number): Outcome {
  const cluster = new Cluster(world);
  const draw = randomStream(world.seed ^ 0xc11e47);
  const isDone: boolean[] = [];
  cluster.onCommit = (_node, _slot, batch) => {
    for (const command of batch) isDone[command.client] = true;
  };
  for (let id = 0; id < world.nodes; id++) cluster.start(id);

  const submit = (client: number): void => {
    if (isDone[client] === true) return;
    cluster.request(Math.floor(draw() * world.nodes), [{ client, seq: 1, op: { bytes: 8 } }]);
    cluster.after(400 + draw() * 400, () => submit(client));
  };
  for (let client = 0; client < commands; client++) {
    isDone[client] = false;
    cluster.after(draw() * faultsMs, () => submit(client));
  }
  const crashes = draw() < 0.7;
  const partitions = draw() < 0.5;
  const disturb = (): void => {
    if (cluster.time >= faultsMs) return;
    const id = Math.floor(draw() * world.nodes);
    const kind = draw();
    if (!cluster.nodes[id]!.isUp) cluster.start(id);
    else if (crashes && kind < 0.4) cluster.crash(id);
    else if (partitions && kind < 0.7) cluster.cut[id] = Math.floor(draw() * (1 << world.nodes));
    else if (kind < 0.8) cluster.snapshot(id);
    else cluster.cut[id] = 0;
    cluster.after(draw() * 150, disturb);
  };
  cluster.after(draw() * 100, disturb);
  cluster.run(faultsMs);

  world.loss = 0;
  for (let id = 0; id < world.nodes; id++) {
    cluster.cut[id] = 0;
    if (!cluster.nodes[id]!.isUp) cluster.start(id);
  }
  cluster.run(faultsMs + PEACE_MS, () => isDone.every(Boolean) && hasConverged(cluster));
  const open = isDone.filter((done) => !done).length;
  return { cluster, open, converged: hasConverged(cluster), slots: cluster.nodes[0]!.log.length - 1 };
}

function hasConverged(cluster: Cluster): boolean {
  const length = cluster.nodes[0]!.log.length;
  return cluster.nodes.every((node) => node.log.length === length);
}

/** Agreement, asked of the logs themselves and of nothing else. Snapshots keep what was committed before them. */
export function logsAgree(cluster: Cluster): boolean {
  const first = cluster.nodes[0]!.log;
  return cluster.nodes.every((node) =>
    node.log.every((batch, slot) => slot === 0 || slot >= first.length || sameValue(batch!, first[slot]!)),
  );
}
