/** Links of one direction, or of both, between two sets of nodes are cut. */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { drawNodes, nodeList, when } from './fields.ts';
import { LinkCut, type Link } from './link-cut.ts';

const schema = z.strictObject({
  kind: z.literal('cut'),
  from: nodeList,
  to: nodeList,
  /** The other direction too. */
  both: z.literal(true).exactOptional(),
  ...when,
});
type Entry = z.infer<typeof schema>;

export const cut: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'cut',
  class: 'stall',
  about: 'messages from some nodes to others are lost; those of the other direction pass, unless both',
  schema,
  example: { from: [0], to: [1, 2] },
  nodesOf: (entry) => [...entry.from, ...entry.to],
  create: ({ from, to, both }) => {
    const there = from.flatMap((a) => to.filter((b) => b !== a).map((b): Link => [a, b]));
    return new LinkCut(both ? [...there, ...there.map(([a, b]): Link => [b, a])] : there);
  },
  draw: (random, nodes) => {
    const [a, ...others] = drawNodes(random, nodes, 2 + random.below(nodes - 1));
    const both = random.next() < 0.4 ? { both: true as const } : {};
    return random.next() < 0.5 ? { from: [a!], to: others, ...both } : { from: others, to: [a!], ...both };
  },
};
