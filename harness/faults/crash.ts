/** The node loses everything volatile, and restarts from its disk when the fault ends. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Fault, FaultWorld } from './fault.ts';

export class Crash implements Fault {
  private readonly node: NodeId;

  constructor(node: NodeId) {
    this.node = node;
  }

  begin(world: FaultWorld): void {
    world.outages.hold(this.node);
  }

  end(world: FaultWorld): void {
    world.outages.release(this.node);
  }
}
