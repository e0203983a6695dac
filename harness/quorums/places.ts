/** Where nodes stand: round-trip times between them, and the zones that may fail as a whole. */
import { oneWayMs, type Topology } from '../sim/topology.ts';

/** Node i stands in region i mod R. Its own vote is there at once. A round trip takes half of what either end measured. */
export function matrixOf(topology: Topology, nodes: number, localRttMs: number): number[][] {
  const rtt = (a: number, b: number): number => {
    if (a === b) return 0;
    return oneWayMs(topology, localRttMs, a, b) + oneWayMs(topology, localRttMs, b, a);
  };
  return Array.from({ length: nodes }, (_, a) => Array.from({ length: nodes }, (__, b) => rtt(a, b)));
}

/** The zones of the topology, or its regions if it has none, as sets of nodes. */
export function zonesOf(topology: Topology, nodes: number): number[][] {
  const zones = Object.values(topology.zones ?? Object.fromEntries(topology.nodes.map((region) => [region, [region]])));
  const regionOf = (node: number): string => topology.nodes[node % topology.nodes.length]!;
  const all = Array.from({ length: nodes }, (_, node) => node);
  return zones
    .map((regions) => all.filter((node) => regions.includes(regionOf(node))))
    .filter((zone) => zone.length > 0);
}
