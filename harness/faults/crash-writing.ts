/**
 * A node crashes at the worst moment of its next flush: when what needs no disk has been sent and the records are not
 * written yet (`before`), or when they are written and what waited for them has not been sent (`after`).
 */
import { z } from 'zod';
import type { NodeId } from '../../algorithms/contract.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { node, when } from './fields.ts';

const schema = z.strictObject({ kind: z.literal('crash-writing'), node, moment: z.enum(['before', 'after']), ...when });
type Entry = z.infer<typeof schema>;

/** The node stops when its next flush gets to `at`, and starts again when the fault ends. */
export class Trap implements Fault {
  mattered = 0;
  private readonly node: NodeId;
  private readonly at: 'written' | 'durable';
  private isHeld = false;

  constructor(node: NodeId, at: 'written' | 'durable') {
    this.node = node;
    this.at = at;
  }

  begin(world: FaultWorld): void {
    world.machines[this.node]!.disk.trap = {
      at: this.at,
      spring: () => {
        this.isHeld = true;
        this.mattered++;
        world.outages.hold(this.node);
      },
    };
  }

  end(world: FaultWorld): void {
    world.machines[this.node]!.disk.trap = undefined;
    if (this.isHeld) world.outages.release(this.node);
  }
}

export const crashWriting: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'crash-writing',
  class: 'survive',
  about: 'a node crashes between sending and writing (before), or between writing and sending (after)',
  schema,
  example: { node: 0, moment: 'after' },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new Trap(entry.node, entry.moment === 'before' ? 'written' : 'durable'),
  draw: (random, nodes) => ({ node: random.below(nodes), moment: random.next() < 0.5 ? 'before' : 'after' }),
};
