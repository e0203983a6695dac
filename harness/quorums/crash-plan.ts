/** Crashes and repairs as a plan of faults: nodes and zones fail on their own, up and down for exponential times. */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import { log } from '../sim/exact-math.ts';
import { RandomStream } from '../sim/random.ts';

/** An entry of `faults.plan`: these nodes crash together, and restart together. */
export interface PlannedOutage {
  readonly kind: 'outage';
  readonly nodes: readonly number[];
  readonly atMs: number;
  readonly forMs: number;
}

/** Crashes per millisecond of what is down so large a share of its time. */
export function crashRate(down: number, repairMs: number): number {
  return down / ((1 - down) * repairMs);
}

/** Nodes and zones crash and are repaired on their own, from a random moment of that process on: some are down at once. */
export function crashPlan(failures: Failures, repairMs: number, durationMs: number, seed: number): PlannedOutage[] {
  const nodes = failures.node.map((down, node) => ({ name: `node/${node}`, down, nodes: [node] }));
  const zones = failures.zones.map(({ fails, nodes: members }, i) => ({
    name: `zone/${i}`,
    down: fails,
    nodes: members,
  }));
  const plan = [...nodes, ...zones].flatMap(({ name, down, nodes: members }) => {
    if (down === 0) return [];
    const random = new RandomStream(seed, `crashes/${name}`);
    const exponential = (meanMs: number): number => -meanMs * log(1 - random.next());
    const found: PlannedOutage[] = [];
    const upMs = 1 / crashRate(down, repairMs);
    let atMs = random.next() < down ? 0 : exponential(upMs);
    while (atMs < durationMs) {
      const forMs = exponential(repairMs);
      found.push({ kind: 'outage', nodes: members, atMs, forMs });
      atMs += forMs + exponential(upMs);
    }
    return found;
  });
  return plan.sort((a, b) => a.atMs - b.atMs);
}
