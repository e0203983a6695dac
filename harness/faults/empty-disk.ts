/** A node comes back with an empty disk and its old name: it has forgotten what it promised. No protocol survives this. */
import { z } from 'zod';
import type { FaultKind, FaultWorld } from './fault.ts';
import { node, when } from './fields.ts';
import { Crash } from './crash.ts';

const schema = z.strictObject({ kind: z.literal('empty-disk'), node, ...when });
type Entry = z.infer<typeof schema>;

class EmptyDisk extends Crash {
  private readonly node: number;

  constructor(node: number) {
    super(() => [node]);
    this.node = node;
  }

  override begin(world: FaultWorld): void {
    super.begin(world);
    const machine = world.machines[this.node]!;
    this.mattered = machine.platter.records.length > 0 ? 1 : 0;
    machine.platter.replace([]);
  }
}

export const emptyDisk: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'empty-disk',
  class: 'break',
  about: 'a node crashes and comes back with an empty disk under its old name',
  schema,
  example: { node: 0 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new EmptyDisk(entry.node),
  draw: (random, nodes) => ({ node: random.below(nodes) }),
};
