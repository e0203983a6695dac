/** A fault of any kind: it begins, and it ends. Each kind is a file of its own. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Network } from '../sim/network.ts';
import type { PlannedFault } from '../trial/fault-plan.ts';
import { Crash } from './crash.ts';
import { LinkCut } from './link-cut.ts';
import type { Outages } from './outages.ts';

/** What faults act on. */
export interface FaultWorld {
  readonly outages: Outages;
  readonly network: Network;
  now(): number;
  /** The leader; where there is none, the node that serves most clients. `undefined` if no node is up. */
  leaderOrBusiest(): NodeId | undefined;
  trace(event: string, detail: Readonly<Record<string, unknown>>): void;
}

export interface Fault {
  begin(world: FaultWorld): void;
  end(world: FaultWorld): void;
}

export function plannedFault(entry: PlannedFault, nodes: number): Fault {
  switch (entry.kind) {
    case 'crash':
      return new Crash(entry.node);
    case 'partition':
      return LinkCut.between(entry.groups, nodes);
    case 'cut':
      return LinkCut.oneWay(entry.from, entry.to);
  }
}
