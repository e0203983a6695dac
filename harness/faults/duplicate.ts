/** Messages arrive twice: at once, or much later, when nobody thinks of them any more. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind } from './fault.ts';
import { drawBetween, share, when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({
  kind: z.literal('duplicate'),
  share,
  /** The second copy comes up to so much later, ms; 0: right behind the first. */
  laterMs: z.number().min(0).default(0),
  ...when,
});
type Entry = z.infer<typeof schema>;

class Duplicate extends OnLinks {
  private readonly entry: Entry;
  private readonly random: RandomStream;

  constructor(entry: Entry, nodes: number, random: RandomStream) {
    super(nodes, undefined);
    this.entry = entry;
    this.random = random;
  }

  arrival(_from: number, _to: number, _departure: number, arrival: number): number {
    return arrival;
  }

  override copyArrival(arrival: number): number {
    if (this.random.next() >= this.entry.share) return Infinity;
    this.mattered++;
    return arrival + nsOf(this.entry.laterMs * this.random.next());
  }
}

export const duplicate: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'duplicate',
  class: 'survive',
  about: 'a share of the messages arrives twice, at once or much later',
  schema,
  example: { share: 0.1, laterMs: 500 },
  nodesOf: () => [],
  create: (entry, nodes, random) => new Duplicate(entry, nodes, random),
  draw: (random) => ({
    share: drawBetween(random, 0.05, 0.5),
    laterMs: random.next() < 0.4 ? 0 : drawBetween(random, 5, 300),
  }),
};
