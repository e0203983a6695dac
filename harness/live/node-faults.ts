/** The faults of a plan as far as they strike at one node or on its outgoing links. Told by the thread that runs the plan. */
import type { NodeId } from '../../algorithms/contract.ts';
import { createFault, faultKindOf } from '../faults/catalogue.ts';
import type { Fault, FaultWorld } from '../faults/fault.ts';
import { Outages } from '../faults/outages.ts';
import { Agenda } from '../sim/agenda.ts';
import type { Machine } from '../sim/machine.ts';
import { RandomStream } from '../sim/random.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { LiveNetwork } from './live-network.ts';
import type { RealTime } from './real-time.ts';

export class NodeFaults {
  private readonly spec: TrialSpec;
  private readonly self: NodeId;
  private readonly active = new Map<number, Fault>();
  private readonly world: FaultWorld;
  private leader: NodeId | undefined;

  constructor(spec: TrialSpec, machine: Machine, network: LiveNetwork, simulator: RealTime) {
    this.spec = spec;
    this.self = machine.self;
    const machines: Machine[] = [];
    machines[machine.self] = machine;
    this.world = {
      machines,
      network,
      agenda: new Agenda(simulator),
      // Nodes go down by an order of their own, and clients are elsewhere.
      outages: new Outages([], () => {}),
      clients: { restartOutstanding: () => 0 },
      now: () => simulator.now,
      leaderOrBusiest: () => this.leader,
      trace: () => {},
    };
  }

  /** @param untilNs null: it never ends; @param leader who leads, as far as the thread that runs the plan knows */
  begin(index: number, untilNs: number | null, leader: NodeId | null): void {
    const { spec, self } = this;
    const entry = spec.faults.plan[index]!;
    if (!strikesAt(entry.kind, faultKindOf(entry.kind).nodesOf(entry), leader, self)) return;
    // A stream of its own per node: two senders do not lose the same of their messages.
    const random = new RandomStream(spec.seed, `faults/plan/${index}/${self}`);
    const fault = createFault(entry, spec.nodes, random);
    this.leader = leader ?? undefined;
    this.active.set(index, fault);
    fault.begin(this.world, untilNs ?? Infinity);
  }

  end(index: number): void {
    this.active.get(index)?.end(this.world);
    this.active.delete(index);
  }
}

/** Kinds that strike at one node: the one named, or whoever leads. All others strike on links, at every sender. */
const AT_ONE_NODE: readonly string[] = ['pause', 'slow', 'slow-disk', 'clock-drift', 'clock-jump'];

function strikesAt(kind: string, named: readonly NodeId[], leader: NodeId | null, self: NodeId): boolean {
  if (!AT_ONE_NODE.includes(kind)) return true;
  return named.length === 0 ? leader === self : named.includes(self);
}
