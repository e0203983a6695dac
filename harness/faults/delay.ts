/** Messages take longer: a spike that hits all alike, or a heavy tail (Pareto) that hits some of them hard. */
import { z } from 'zod';
import { pow } from '../sim/exact-math.ts';
import { nsOf } from '../sim/simulator.ts';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind } from './fault.ts';
import { drawBetween, node, positiveMs, when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({
  kind: z.literal('delay'),
  /** Added to every delay; of a heavy tail the least. */
  byMs: positiveMs,
  /** Exponent of a Pareto tail; left out: none. */
  tail: z.number().gt(0).exactOptional(),
  /** The links of this node only. */
  node: node.exactOptional(),
  ...when,
});
type Entry = z.infer<typeof schema>;

/** A tail without a mean would never let a message arrive. */
const LONGEST_FACTOR = 1000;

class Delay extends OnLinks {
  private readonly entry: Entry;
  private readonly random: RandomStream;

  constructor(entry: Entry, nodes: number, random: RandomStream) {
    super(nodes, entry.node);
    this.entry = entry;
    this.random = random;
  }

  arrival(_from: number, _to: number, _departure: number, arrival: number): number {
    const { byMs, tail } = this.entry;
    this.mattered++;
    const factor = tail === undefined ? 1 : Math.min(LONGEST_FACTOR, pow(1 - this.random.next(), -1 / tail));
    return arrival + nsOf(byMs * factor);
  }
}

export const delay: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'delay',
  class: 'survive',
  about: 'messages take longer by byMs, or by a heavy tail from byMs on',
  schema,
  example: { byMs: 100, tail: 1.2 },
  nodesOf: (entry) => (entry.node === undefined ? [] : [entry.node]),
  create: (entry, nodes, random) => new Delay(entry, nodes, random),
  draw: (random, nodes) => ({
    byMs: drawBetween(random, 1, 60),
    ...(random.next() < 0.5 ? { tail: drawBetween(random, 0.7, 2) } : {}),
    ...(random.next() < 0.5 ? { node: random.below(nodes) } : {}),
  }),
};
