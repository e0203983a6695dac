/** Links that lose every message: a partition into groups, or one direction between two sets of nodes. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Fault, FaultWorld } from './fault.ts';

export class LinkCut implements Fault {
  /** Ordered pairs [from, to]. */
  private readonly links: readonly (readonly [NodeId, NodeId])[];

  private constructor(links: readonly (readonly [NodeId, NodeId])[]) {
    this.links = links;
  }

  /** Messages pass within a group only; a node in no group is alone. */
  static between(groups: readonly (readonly NodeId[])[], nodes: number): LinkCut {
    const groupOf = (node: NodeId) => {
      const group = groups.findIndex((members) => members.includes(node));
      return group >= 0 ? group : -1 - node;
    };
    const links: [NodeId, NodeId][] = [];
    for (let from = 0; from < nodes; from++) {
      for (let to = 0; to < nodes; to++) {
        if (from !== to && groupOf(from) !== groupOf(to)) links.push([from, to]);
      }
    }
    return new LinkCut(links);
  }

  static oneWay(from: readonly NodeId[], to: readonly NodeId[]): LinkCut {
    return new LinkCut(from.flatMap((a) => to.filter((b) => b !== a).map((b): [NodeId, NodeId] => [a, b])));
  }

  begin(world: FaultWorld): void {
    for (const [from, to] of this.links) world.network.cut(from, to);
    world.trace('cut', { links: this.links });
  }

  end(world: FaultWorld): void {
    for (const [from, to] of this.links) world.network.heal(from, to);
    world.trace('heal', { links: this.links });
  }
}
