/** A disk says that a flush is done and keeps the data in a cache that the crash at the end of the fault wipes out. */
import { z } from 'zod';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { node, when } from './fields.ts';

const schema = z.strictObject({ kind: z.literal('lying-disk'), node, ...when });
type Entry = z.infer<typeof schema>;

class LyingDisk implements Fault {
  mattered = 0;
  private readonly node: number;

  constructor(node: number) {
    this.node = node;
  }

  begin(world: FaultWorld): void {
    const machine = world.machines[this.node]!;
    machine.platter.lie();
    this.mattered -= machine.disk.flushCount;
  }

  end(world: FaultWorld): void {
    const machine = world.machines[this.node]!;
    this.mattered += machine.disk.flushCount;
    world.outages.hold(this.node);
    machine.platter.stopLying();
    world.outages.release(this.node);
  }
}

export const lyingDisk: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'lying-disk',
  class: 'break',
  about: 'flushes are acknowledged and lost; the node crashes when the fault ends',
  schema,
  example: { node: 0 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new LyingDisk(entry.node),
  draw: (random, nodes) => ({ node: random.below(nodes) }),
};
