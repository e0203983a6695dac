/** Keeps count of what holds a node down, so that faults that overlap end when the last one does. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Machine } from '../sim/machine.ts';

export class Outages {
  private readonly machines: readonly Pick<Machine, 'crash' | 'start'>[];
  private readonly holds: number[];
  private readonly onCrash: (node: NodeId) => void;

  /** @param onCrash called before a node that is up goes down */
  constructor(machines: readonly Pick<Machine, 'crash' | 'start'>[], onCrash: (node: NodeId) => void) {
    this.machines = machines;
    this.holds = machines.map(() => 0);
    this.onCrash = onCrash;
  }

  /** Takes a node down, or holds it down on behalf of one more fault. Returns whether it was up. */
  hold(node: NodeId): boolean {
    this.holds[node]! += 1;
    if (this.holds[node]! > 1) return false;
    this.onCrash(node);
    this.machines[node]!.crash();
    return true;
  }

  /** One fault lets go; the node restarts when none holds it any more. */
  release(node: NodeId): void {
    this.holds[node]! -= 1;
    if (this.holds[node] === 0) this.machines[node]!.start();
  }

  isDown(node: NodeId): boolean {
    return this.holds[node]! > 0;
  }
}
