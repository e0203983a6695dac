/** Links are clogged: what is sent meanwhile comes out all at once when the fault ends. */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { node, whenBounded } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({
  kind: z.literal('clog'),
  /** The links of this node only. */
  node: node.exactOptional(),
  ...whenBounded,
});
type Entry = z.infer<typeof schema>;

class Clog extends OnLinks {
  arrival(_from: number, _to: number, _departure: number, arrival: number): number {
    if (arrival >= this.untilNs) return arrival;
    this.mattered++;
    return this.untilNs;
  }
}

export const clog: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'clog',
  class: 'survive',
  about: 'what is sent meanwhile arrives all at once in the end',
  schema,
  example: { node: 0 },
  nodesOf: (entry) => (entry.node === undefined ? [] : [entry.node]),
  create: (entry, nodes) => new Clog(nodes, entry.node),
  draw: (random, nodes) => (random.next() < 0.7 ? { node: random.below(nodes) } : {}),
};
