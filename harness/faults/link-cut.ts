/** Links that lose every message. The shapes of partitions are made of it. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Fault, FaultWorld } from './fault.ts';

/** An ordered pair: from, to. */
export type Link = readonly [NodeId, NodeId];

export class LinkCut implements Fault {
  /** Messages that would have passed. */
  mattered = 0;
  private readonly links: readonly Link[];

  constructor(links: readonly Link[]) {
    this.links = links;
  }

  begin(world: FaultWorld): void {
    for (const [from, to] of this.links) world.network.cut(from, to);
    this.mattered -= this.swallowed(world);
    world.trace('cut', { links: this.links });
  }

  end(world: FaultWorld): void {
    for (const [from, to] of this.links) world.network.heal(from, to);
    this.mattered += this.swallowed(world);
    world.trace('heal', { links: this.links });
  }

  private swallowed({ network }: FaultWorld): number {
    let count = 0;
    for (const [from, to] of this.links) count += network.swallowedBetween(from, to);
    return count;
  }
}

/** All links, of both directions, between nodes that are not `joined`. */
export function linksUnless(nodes: number, joined: (a: NodeId, b: NodeId) => boolean): Link[] {
  const links: Link[] = [];
  for (let from = 0; from < nodes; from++) {
    for (let to = 0; to < nodes; to++) {
      if (from !== to && !joined(from, to) && !joined(to, from)) links.push([from, to]);
    }
  }
  return links;
}
