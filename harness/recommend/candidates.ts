/** All that may be chosen: protocol, quorums and leader, where the protocol may run with the quorums. */
import type { Algorithm } from '../../algorithms/contract.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { simpleFamilies } from '../../algorithms/quorum/simple-families.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { algorithms } from '../../algorithms/registry.ts';
import { configurationOf, type Configuration } from '../quorums/comparison.ts';
import type { Survival, World } from './profile.ts';

/** A quorum system and who may run with it. */
export interface LegalSystem {
  readonly world: World;
  readonly configuration: Configuration;
  readonly system: QuorumSystem;
  readonly algorithms: readonly Algorithm[];
  /** Any so many nodes, or zones, may be lost: it still elects and commits. */
  readonly survivesNodes: number;
  readonly survivesZones: number;
}

/** @param texts systems as on the command line; all of the simple families when left out */
export function legalSystems(world: World, texts: readonly string[] = simpleFamilies(world.nodes)): LegalSystem[] {
  const seen = new Set<string>();
  const found: LegalSystem[] = [];
  for (const text of texts) {
    const configuration = configurationOf(text, world.nodes);
    const { phase1, phase2 } = configuration.phases;
    const system = systemFromSpec(world.nodes, phase1, phase2);
    const legal = algorithms.filter((algorithm) => algorithm.leader && algorithm.legality(system) === undefined);
    const key = truthTable(system) ?? text;
    if (legal.length === 0 || seen.has(key)) continue;
    seen.add(key);
    const single = Array.from({ length: world.nodes }, (_, node) => [node]);
    found.push({
      world,
      configuration,
      system,
      algorithms: legal,
      survivesNodes: survived(system, single),
      survivesZones: survived(system, world.zones),
    });
  }
  return found;
}

/** Does it hold? */
export function survives({ survivesNodes, survivesZones }: LegalSystem, { count, unit }: Survival): boolean {
  return (unit === 'nodes' ? survivesNodes : survivesZones) >= count;
}

/** The most parts of which any so many may be lost. */
function survived(system: QuorumSystem, parts: readonly (readonly number[])[]): number {
  const masks = parts.map((members) => members.reduce((mask, node) => mask | (1 << node), 0));
  const all = system.nodes === 31 ? 0x7fffffff : (1 << system.nodes) - 1;
  const works = (up: number): boolean => system.isPhase1(up) && system.isPhase2(up);
  const worksWithout = (up: number, count: number, from: number): boolean => {
    if (count === 0) return works(up);
    for (let i = from; i + count <= masks.length; i++)
      if (!worksWithout(up & ~masks[i]!, count - 1, i + 1)) return false;
    return true;
  };
  let count = 0;
  while (count < masks.length && worksWithout(all, count + 1, 0)) count++;
  return count;
}

/** Beyond so many nodes a table is too long, and systems of two names stay two. */
const MOST_NODES_COMPARED = 14;

/** The same for systems that differ in name only, such as majority and 3/3. */
function truthTable(system: QuorumSystem): string | undefined {
  if (system.nodes > MOST_NODES_COMPARED) return undefined;
  let text = '';
  for (let set = 0; set < 1 << system.nodes; set++) {
    text += String((system.isPhase1(set) ? 1 : 0) + (system.isPhase2(set) ? 2 : 0));
  }
  return text;
}
