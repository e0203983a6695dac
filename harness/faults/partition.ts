/** Messages pass within a group only: halves, a minority, one node alone. A node in no group is alone. */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { drawNodes, nodeList, when } from './fields.ts';
import { LinkCut, linksUnless } from './link-cut.ts';

const schema = z.strictObject({ kind: z.literal('partition'), groups: z.array(nodeList).min(1), ...when });
type Entry = z.infer<typeof schema>;

export const partition: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'partition',
  class: 'stall',
  about: 'messages pass within a group only',
  schema,
  example: {
    groups: [
      [0, 1],
      [2, 3, 4],
    ],
  },
  nodesOf: (entry) => entry.groups.flat(),
  create: ({ groups }, nodes) =>
    new LinkCut(linksUnless(nodes, (a, b) => groups.some((group) => group.includes(a) && group.includes(b)))),
  draw: (random, nodes) => {
    const order = drawNodes(random, nodes, nodes);
    const first = 1 + random.below(nodes - 1);
    return { groups: [order.slice(0, first), order.slice(first)] };
  },
};
