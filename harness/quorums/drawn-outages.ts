/** Who is up, drawn at random: a second way to a probability, which knows the quorums only as the test of a set. */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import { RandomStream } from '../sim/random.ts';

const DRAWS = 1_000_000;

export interface Outages {
  readonly draws: number;
  /** Set of the nodes that are up, to how often it was drawn. */
  readonly upSets: ReadonlyMap<number, number>;
}

/** The same draws for all systems under these failures. Of at most 31 nodes. */
export function drawOutages({ node, zones }: Failures, seed = 1, draws = DRAWS): Outages {
  const random = new RandomStream(seed, 'outages');
  const masks = zones.map(({ nodes }) => nodes.reduce((mask, member) => mask | (1 << member), 0));
  const upSets = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    let up = 0;
    for (let k = 0; k < node.length; k++) if (random.next() >= node[k]!) up |= 1 << k;
    for (let z = 0; z < zones.length; z++) if (random.next() < zones[z]!.fails) up &= ~masks[z]!;
    upSets.set(up, (upSets.get(up) ?? 0) + 1);
  }
  return { draws, upSets };
}

/**
 * How far a share of `draws` lies from its probability at most, but for a probability of `error`: Bernstein's inequality,
 * which holds for any number of draws and any probability, however small.
 */
export function countsWithin(probability: number, draws: number, error: number): number {
  const log = Math.log(2 / error);
  return Math.sqrt((2 * probability * (1 - probability) * log) / draws) + (2 * log) / (3 * draws);
}
