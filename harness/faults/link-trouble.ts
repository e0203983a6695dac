/** A fault on all links between replicas, or on those of one node: the frame of the kinds that change messages under way. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { LinkTrouble } from '../sim/network.ts';
import type { Fault, FaultWorld } from './fault.ts';

export abstract class OnLinks implements Fault, LinkTrouble {
  mattered = 0;
  protected untilNs = Infinity;
  private readonly links: readonly (readonly [NodeId, NodeId])[];

  /** @param at the node whose links, in both directions, are troubled; `undefined`: all links */
  constructor(nodes: number, at: NodeId | undefined) {
    const links: [NodeId, NodeId][] = [];
    for (let from = 0; from < nodes; from++) {
      for (let to = 0; to < nodes; to++) {
        if (from !== to && (at === undefined || from === at || to === at)) links.push([from, to]);
      }
    }
    this.links = links;
  }

  begin(world: FaultWorld, untilNs: number): void {
    this.untilNs = untilNs;
    for (const [from, to] of this.links) world.network.trouble(from, to, this);
  }

  end(world: FaultWorld): void {
    for (const [from, to] of this.links) world.network.ease(from, to, this);
  }

  abstract arrival(from: NodeId, to: NodeId, departure: number, arrival: number): number;

  copyArrival(_arrival: number): number {
    return Infinity;
  }
}
