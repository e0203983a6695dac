/** The region matrices that come with the suite, and what a matrix must hold to. */
import { aws52017 } from './topologies/aws5-2017.ts';
import { aws52020 } from './topologies/aws5-2020.ts';
import { aws52021 } from './topologies/aws5-2021.ts';
import { aws92020 } from './topologies/aws9-2020.ts';
import { gcp72020 } from './topologies/gcp7-2020.ts';
import type { Topology } from './topology-type.ts';

export type { Topology } from './topology-type.ts';

/** All that come with the suite, in alphabetical order. */
export const topologies: readonly Topology[] = [aws52017, aws52020, aws52021, aws92020, gcp72020];

export function topologyNamed(id: string): Topology | undefined {
  return topologies.find((topology) => topology.id === id);
}

/** One-way delay between two nodes, ms: half of the round trip that `from` sees; within one region half of `localRttMs`. */
export function oneWayMs(topology: Topology, localRttMs: number, from: number, to: number): number {
  const regions = topology.nodes.length;
  const a = from % regions;
  const b = to % regions;
  return (a === b ? localRttMs : topology.rttMs[a]![b]!) / 2;
}

/** What is wrong with a matrix, as `where: value, rule, remedy`; `undefined` if nothing is. */
export function topologyProblem(topology: Topology): string | undefined {
  const size = topology.nodes.length;
  if (topology.rttMs.length !== size) {
    return `rttMs has ${topology.rttMs.length} rows for ${size} regions; give one row per region, each of ${size} round-trip times in ms`;
  }
  for (let i = 0; i < size; i++) {
    const row = topology.rttMs[i]!;
    if (row.length !== size) {
      return `rttMs[${i}] (${topology.nodes[i]}) has ${row.length} entries for ${size} regions; give the round-trip time in ms to each region, 0 to itself`;
    }
  }
  const twice = topology.nodes.find((name, i) => topology.nodes.indexOf(name) !== i);
  if (twice !== undefined) return `the region '${twice}' is named twice; give each region a name of its own`;
  for (const [zone, names] of Object.entries(topology.zones ?? {})) {
    const stranger = names.find((name) => !topology.nodes.includes(name));
    if (stranger !== undefined)
      return `zone '${zone}' names '${stranger}', which is no region; take one of ${topology.nodes.join(', ')}`;
  }
  return undefined;
}
