/** A node's clock goes at another rate, or jumps, forwards or back. No protocol here has leases, so safety never rests on it. */
import { z } from 'zod';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, node, when } from './fields.ts';

const driftSchema = z.strictObject({ kind: z.literal('clock-drift'), node, rate: z.number().gt(0).max(100), ...when });
const jumpSchema = z.strictObject({ kind: z.literal('clock-jump'), node, byMs: z.number(), ...when });
type DriftEntry = z.infer<typeof driftSchema>;
type JumpEntry = z.infer<typeof jumpSchema>;

class ClockDrift implements Fault {
  mattered = 0;
  private readonly entry: DriftEntry;

  constructor(entry: DriftEntry) {
    this.entry = entry;
  }

  begin(world: FaultWorld): void {
    const machine = world.machines[this.entry.node]!;
    machine.setClock(this.entry.rate, 0);
    if (machine.isUp) this.mattered++;
  }

  end(world: FaultWorld): void {
    world.machines[this.entry.node]!.setClock(1, 0);
  }
}

class ClockJump implements Fault {
  mattered = 0;
  private readonly entry: JumpEntry;

  constructor(entry: JumpEntry) {
    this.entry = entry;
  }

  begin(world: FaultWorld): void {
    const machine = world.machines[this.entry.node]!;
    machine.setClock(machine.clock.rate, this.entry.byMs);
    if (machine.isUp) this.mattered++;
  }

  /** It is not set right again. */
  end(): void {}
}

export const clockDrift: FaultKind<DriftEntry> & { readonly schema: typeof driftSchema } = {
  kind: 'clock-drift',
  class: 'survive',
  about: "a node's clock and timers go at another rate (1.01: one percent fast)",
  schema: driftSchema,
  example: { node: 0, rate: 1.05 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new ClockDrift(entry),
  draw: (random, nodes) => ({
    node: random.below(nodes),
    rate: random.next() < 0.5 ? drawBetween(random, 0.3, 1) : drawBetween(random, 1, 4),
  }),
};

export const clockJump: FaultKind<JumpEntry> & { readonly schema: typeof jumpSchema } = {
  kind: 'clock-jump',
  class: 'survive',
  about: "a node's clock jumps by byMs, back if negative; its timers run on",
  schema: jumpSchema,
  example: { node: 0, byMs: -500 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new ClockJump(entry),
  draw: (random, nodes) => ({ node: random.below(nodes), byMs: drawBetween(random, -200, 200) }),
};
