/** Messages are held back so that later ones overtake them, without bound but the one given. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind } from './fault.ts';
import { drawBetween, positiveMs, share, when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({ kind: z.literal('reorder'), share, holdMs: positiveMs, ...when });
type Entry = z.infer<typeof schema>;

class Reorder extends OnLinks {
  private readonly entry: Entry;
  private readonly random: RandomStream;

  constructor(entry: Entry, nodes: number, random: RandomStream) {
    super(nodes, undefined);
    this.entry = entry;
    this.random = random;
  }

  arrival(_from: number, _to: number, _departure: number, arrival: number): number {
    if (this.random.next() >= this.entry.share) return arrival;
    this.mattered++;
    return arrival + nsOf(this.entry.holdMs * this.random.next());
  }
}

export const reorder: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'reorder',
  class: 'survive',
  about: 'a share of the messages is held back for up to holdMs, so that later ones overtake them',
  schema,
  example: { share: 0.2, holdMs: 50 },
  nodesOf: () => [],
  create: (entry, nodes, random) => new Reorder(entry, nodes, random),
  draw: (random) => ({ share: drawBetween(random, 0.1, 0.8), holdMs: drawBetween(random, 5, 150) }),
};
