/** A node is slow by a factor, CPU and disk alike (gray failure); or its disk alone, by a time added to each flush. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, node, positiveMs, when } from './fields.ts';

const slowSchema = z.strictObject({ kind: z.literal('slow'), node, factor: z.number().gt(1), ...when });
const diskSchema = z.strictObject({ kind: z.literal('slow-disk'), node, byMs: positiveMs, ...when });
type SlowEntry = z.infer<typeof slowSchema>;
type DiskEntry = z.infer<typeof diskSchema>;

class Slow implements Fault {
  mattered = 0;
  private readonly entry: SlowEntry;

  constructor(entry: SlowEntry) {
    this.entry = entry;
  }

  begin(world: FaultWorld): void {
    const machine = world.machines[this.entry.node]!;
    machine.work.slowDown(this.entry.factor);
    machine.disk.slowness = this.entry.factor;
    this.mattered -= machine.disk.flushCount;
  }

  end(world: FaultWorld): void {
    const machine = world.machines[this.entry.node]!;
    machine.work.slowDown(1);
    machine.disk.slowness = 1;
    this.mattered += machine.disk.flushCount;
  }
}

class SlowDisk implements Fault {
  /** Flushes that took longer. */
  mattered = 0;
  private readonly entry: DiskEntry;

  constructor(entry: DiskEntry) {
    this.entry = entry;
  }

  begin(world: FaultWorld): void {
    const { disk } = world.machines[this.entry.node]!;
    disk.delayNs += nsOf(this.entry.byMs);
    this.mattered -= disk.flushCount;
  }

  end(world: FaultWorld): void {
    const { disk } = world.machines[this.entry.node]!;
    disk.delayNs -= nsOf(this.entry.byMs);
    this.mattered += disk.flushCount;
  }
}

export const slow: FaultKind<SlowEntry> & { readonly schema: typeof slowSchema } = {
  kind: 'slow',
  class: 'survive',
  about: 'a node is slow by a factor, CPU and disk alike',
  schema: slowSchema,
  example: { node: 0, factor: 20 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new Slow(entry),
  draw: (random, nodes) => ({ node: random.below(nodes), factor: 2 + random.below(50) }),
};

export const slowDisk: FaultKind<DiskEntry> & { readonly schema: typeof diskSchema } = {
  kind: 'slow-disk',
  class: 'survive',
  about: 'each flush of a node takes byMs longer',
  schema: diskSchema,
  example: { node: 0, byMs: 50 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new SlowDisk(entry),
  draw: (random, nodes) => ({ node: random.below(nodes), byMs: drawBetween(random, 1, 80) }),
};
