/** What a chooser says of their system: where it runs, what fails, what is asked of it, and what must hold. Plain data. */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import { matrixOf, zonesOf } from '../quorums/places.ts';
import { patienceFor, type Patience } from '../quorums/succession.ts';
import type { Topology } from '../sim/topology.ts';
import type { ObjectiveName } from './objectives.ts';

/** So many nodes, or zones, may be lost, whichever: it still elects and commits. */
export interface Survival {
  readonly count: number;
  readonly unit: 'nodes' | 'zones';
}

export interface Profile {
  /** Cluster sizes to choose from. */
  readonly nodes: readonly number[];
  readonly topology: Topology;
  readonly localRttMs: number;
  /** Share of time that a node is down: one for all, or one per node. */
  readonly nodeDown: readonly number[];
  /** Share of time that a zone is down with all its nodes. */
  readonly zoneDown: number;
  /** Mean time of a repair, of nodes and of zones. */
  readonly repairMs: number;
  readonly survive: readonly Survival[];
  /** Bound of the 99th percentile that clients see; `undefined` = none. */
  readonly maxP99Ms: number | undefined;
  /** Bound of the share of operations that are answered by the deadline; `undefined` = none. */
  readonly minAvailability: number | undefined;
  /** Operations per second, of all clients together, as a Poisson process. */
  readonly loadPerS: number;
  /** Share of reads. They go through the log as writes do, but carry no value. */
  readonly readShare: number;
  readonly payloadBytes: number;
  /** An operation that takes longer counts as not answered. */
  readonly deadlineMs: number;
  /** Batches that a leader has under way at once. */
  readonly window: number;
  /** Nodes that clients live beside, alike; empty = beside every node. */
  readonly clients: readonly number[];
  readonly objective: ObjectiveName;
  /** The same for all protocols. */
  readonly timeouts: Patience;
}

/** A profile for one cluster size. */
export interface World {
  readonly profile: Profile;
  readonly nodes: number;
  readonly rtt: readonly (readonly number[])[];
  readonly zones: readonly (readonly number[])[];
  readonly failures: Failures;
  /** Nodes that clients live beside. */
  readonly clients: readonly number[];
}

/** One data centre: every two nodes are a local round trip apart. */
export const ONE_DATA_CENTRE: Topology = {
  id: 'one data centre',
  source: 'round trips as --local-rtt says',
  about: 'all nodes in one place',
  unit: 'ms',
  nodes: ['here'],
  rttMs: [[0]],
};

export function worldOf(profile: Profile, nodes: number): World {
  const { topology, localRttMs, nodeDown, zoneDown, clients } = profile;
  const zones = zonesOf(topology, nodes);
  const all = Array.from({ length: nodes }, (_, node) => node);
  return {
    profile,
    nodes,
    rtt: matrixOf(topology, nodes, localRttMs),
    zones,
    failures: {
      node: all.map((node) => nodeDown[node] ?? nodeDown[0]!),
      zones: zoneDown === 0 ? [] : zones.map((members) => ({ nodes: members, fails: zoneDown })),
    },
    clients: clients.length === 0 ? all : clients,
  };
}

export function timeoutsFor({ rttMs }: Topology): Patience {
  return patienceFor(Math.max(...rttMs.flat()));
}

/** Share of time down, when crashes come `factor` times as often. */
export function downAtRate(down: number, factor: number): number {
  const odds = (factor * down) / (1 - down);
  return odds / (1 + odds);
}
