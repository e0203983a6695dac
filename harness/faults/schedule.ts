/**
 * When faults strike: a Poisson process of crashes per node, crashes of the leader at set times, and a plan. All times are
 * drawn or given without looking at the protocol; only *who leads* is asked, at the moment of a leader crash.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import { log } from '../sim/exact-math.ts';
import { RandomStream } from '../sim/random.ts';
import { drawNs } from '../sim/sampler.ts';
import { nsOf } from '../sim/simulator.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { createFault, type PlannedFault } from './catalogue.ts';
import { Crash } from './crash.ts';
import type { Fault, FaultWorld } from './fault.ts';

const NS_PER_MINUTE = 60_000_000_000;

/** Calls `action` at a virtual time. */
export type At = (time: number, action: () => void) => void;

/** How often faults of one kind struck, and how often they made a difference. */
export interface FaultCount {
  struck: number;
  mattered: number;
}

export class FaultSchedule {
  /** By kind, of faults that have ended. */
  readonly counts = new Map<PlannedFault['kind'], FaultCount>();
  private readonly spec: TrialSpec;
  private readonly world: FaultWorld;
  private readonly at: At;
  private readonly create: typeof createFault;
  private readonly active = new Map<Fault, PlannedFault['kind']>();
  private running = false;
  private lastEnd = -1;

  /** @param create makes the fault of an entry of the plan */
  constructor(spec: TrialSpec, world: FaultWorld, at: At, create = createFault) {
    this.spec = spec;
    this.world = world;
    this.at = at;
    this.create = create;
  }

  /** The window starts at `start`: all times count from there. */
  start(start: number): void {
    const { faults } = this.spec;
    this.running = true;
    if (faults.perNodeMinute > 0) {
      for (let node = 0; node < this.spec.nodes; node++) this.crashAgainAndAgain(node, start);
    }
    const repairs = new RandomStream(this.spec.seed, 'faults/leader');
    for (const atMs of faults.crashLeaderAtMs) {
      const repairNs = drawNs(faults.repair, repairs);
      this.at(start + nsOf(atMs), () => this.crashLeader(repairNs));
    }
    faults.plan.forEach((entry, i) => {
      const fault = this.create(entry, this.spec.nodes, new RandomStream(this.spec.seed, `faults/plan/${i}`));
      const forNs = entry.forMs === null ? Infinity : nsOf(entry.forMs);
      this.at(start + nsOf(entry.atMs), () => this.begin(fault, entry.kind, forNs));
    });
  }

  /** Has any fault lasted at some moment from `since` to now? */
  lastedSince(since: number): boolean {
    return this.active.size > 0 || this.lastEnd >= since;
  }

  /** No fault strikes any more, and all that last end now. */
  stop(): void {
    this.running = false;
    for (const fault of [...this.active.keys()]) this.end(fault);
  }

  private crashAgainAndAgain(node: NodeId, from: number): void {
    const random = new RandomStream(this.spec.seed, `faults/${node}`);
    const meanNs = NS_PER_MINUTE / this.spec.faults.perNodeMinute;
    const next = (upFrom: number): void => {
      const crashAt = upFrom + Math.round(-meanNs * log(1 - random.next()));
      const repairNs = drawNs(this.spec.faults.repair, random);
      this.at(crashAt, () => {
        if (!this.running) return;
        this.begin(new Crash(() => [node]), 'crash', repairNs);
        next(crashAt + repairNs);
      });
    };
    next(from);
  }

  private crashLeader(repairNs: number): void {
    const node = this.world.leaderOrBusiest();
    if (node === undefined) return;
    this.begin(new Crash(() => [node]), 'crash', repairNs);
  }

  private begin(fault: Fault, kind: PlannedFault['kind'], forNs: number): void {
    if (!this.running) return;
    this.active.set(fault, kind);
    fault.begin(this.world, this.world.now() + forNs);
    if (forNs < Infinity) this.at(this.world.now() + forNs, () => this.end(fault));
  }

  private end(fault: Fault): void {
    const kind = this.active.get(fault);
    if (kind === undefined) return;
    this.active.delete(fault);
    this.lastEnd = this.world.now();
    fault.end(this.world);
    const count = this.counts.get(kind) ?? { struck: 0, mattered: 0 };
    count.struck++;
    if (fault.mattered > 0) count.mattered++;
    this.counts.set(kind, count);
  }
}
