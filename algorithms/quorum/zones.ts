/**
 * Zones: enough zones, in each enough nodes. A majority of zones of majorities survives a region and some nodes; with
 * few zones in phase 2 and many in phase 1 it is the quorum of WPaxos (Ailijiang, Charapko, Demirbas, Kosar 2020, §2).
 */
import { atLeast, majority, weighing, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { NodeNames } from './node-names.ts';
import { checkedWeight, toIntegers } from './weighted.ts';

/**
 * At least `zoneCount` zones, in each at least `perZone` nodes. With `weights` more than half of the zone's weight, and
 * zones that weigh nothing do not exist; nodes that are not listed weigh nothing.
 */
export interface ZonesSpec {
  readonly kind: 'zones';
  readonly zones: Readonly<Record<string, readonly string[]>>;
  readonly zoneCount: number | 'majority';
  readonly perZone: number | 'majority' | 'all';
  readonly weights?: Readonly<Record<string, number>>;
}

export function zonesFormula(spec: ZonesSpec, names: NodeNames): Formula {
  // Sorted, for the order of keys must not matter.
  const zones = Object.keys(spec.zones).sort();
  names.list(
    zones.flatMap((zone) => spec.zones[zone]!),
    'the zones',
  );
  const parts = spec.weights === undefined ? countedZones(spec, zones, names) : weighedZones(spec, zones, names);
  const zoneCount = spec.zoneCount === 'majority' ? majority(parts.length) : spec.zoneCount;
  if (!Number.isInteger(zoneCount) || zoneCount < 1 || zoneCount > parts.length) {
    throw new InvalidQuorum(
      `zoneCount ${zoneCount} of ${parts.length} zones: give a whole number from 1 to ${parts.length}`,
    );
  }
  return atLeast(zoneCount, parts);
}

function countedZones({ zones, perZone }: ZonesSpec, order: readonly string[], names: NodeNames): Formula[] {
  return order.map((zone) => {
    const nodes = names.list(zones[zone]!, `zone ${zone}`);
    const need = perZone === 'all' ? nodes.length : perZone === 'majority' ? majority(nodes.length) : perZone;
    if (!Number.isInteger(need) || need < 1 || need > nodes.length) {
      const rule = `give a whole number from 1 to ${nodes.length}`;
      throw new InvalidQuorum(`perZone ${need} of the ${nodes.length} nodes of zone ${zone}: ${rule}`);
    }
    return atLeast(need, nodes);
  });
}

function weighedZones(spec: ZonesSpec, order: readonly string[], names: NodeNames): Formula[] {
  const weights = spec.weights!;
  if (spec.perZone !== 'majority') {
    throw new InvalidQuorum(`weights with perZone ${spec.perZone}: weights ask for perZone "majority"`);
  }
  names.list(Object.keys(weights), 'weights');
  const parts: Formula[] = [];
  for (const zone of order) {
    const ids = spec.zones[zone]!;
    const exact = toIntegers(ids.map((id) => (Object.hasOwn(weights, id) ? checkedWeight(id, weights[id]!) : 0)));
    const total = exact.reduce((a, b) => a + b, 0);
    if (total > 0) parts.push(weighing(majority(total), names.list(ids, `zone ${zone}`), exact));
  }
  if (parts.length === 0) throw new InvalidQuorum('all zones weigh 0: give some node a weight above 0');
  return parts;
}
