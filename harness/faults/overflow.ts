/** A link holds so many messages at once: further ones are dropped, as by the full queue of a switch. */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({ kind: z.literal('overflow'), capacity: z.int().min(1), ...when });
type Entry = z.infer<typeof schema>;

class Overflow extends OnLinks {
  private readonly capacity: number;
  /** By link: when the messages under way arrive. */
  private readonly underWay = new Map<number, number[]>();

  constructor(capacity: number, nodes: number) {
    super(nodes, undefined);
    this.capacity = capacity;
  }

  arrival(from: number, to: number, departure: number, arrival: number): number {
    const link = from * 32 + to;
    const waiting = (this.underWay.get(link) ?? []).filter((at) => at > departure);
    this.underWay.set(link, waiting);
    if (waiting.length >= this.capacity) {
      this.mattered++;
      return Infinity;
    }
    waiting.push(arrival);
    return arrival;
  }
}

export const overflow: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'overflow',
  class: 'survive',
  about: 'a link holds so many messages at once and drops further ones',
  schema,
  example: { capacity: 4 },
  nodesOf: () => [],
  create: (entry, nodes) => new Overflow(entry.capacity, nodes),
  draw: (random) => ({ capacity: 1 + random.below(3) }),
};
