/**
 * Partial connectivity: every node reaches some others, and the cluster as a whole is connected, yet not every quorum is in
 * reach of every node (OmniPaxos, EuroSys 2023; Howard and Abraham 2020).
 */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { drawNodes, node, when } from './fields.ts';
import { LinkCut, linksUnless } from './link-cut.ts';

/** The links that are left; the nodes are numbered along `order`, or as they are. */
const SHAPES = {
  /** Two halves that overlap in the first node. */
  bridge: (a: number, b: number, nodes: number) => a === 0 || b === 0 || a <= (nodes - 1) / 2 === b <= (nodes - 1) / 2,
  /** Each reaches its neighbours in a ring as far as makes a majority. */
  ring: (a: number, b: number, nodes: number) =>
    Math.min((a - b + nodes) % nodes, (b - a + nodes) % nodes) <= Math.max(1, Math.floor(nodes / 4)),
  /** Each reaches the one before and the one behind. */
  chain: (a: number, b: number) => Math.abs(a - b) === 1,
  /** All reach the first one, and no other. */
  'quorum-loss': (a: number, b: number) => a === 0 || b === 0,
  /** As quorum-loss, but the last one reaches nobody. */
  constrained: (a: number, b: number, nodes: number) => (a === 0 || b === 0) && a !== nodes - 1 && b !== nodes - 1,
} as const;

type Shape = keyof typeof SHAPES;
const shapes = ['bridge', 'ring', 'chain', 'quorum-loss', 'constrained'] as const satisfies readonly Shape[];

const schema = z.strictObject({
  kind: z.literal('shape'),
  shape: z.enum(shapes),
  /** The nodes in the order of the shape: the hub first, the one cut off last. Left out: 0, 1, 2, … */
  order: z.array(node).min(1).exactOptional(),
  ...when,
});
type Entry = z.infer<typeof schema>;

export const shape: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'shape',
  class: 'stall',
  about: 'only the links of a shape are left: bridge, ring, chain, quorum-loss or constrained',
  schema,
  example: { shape: 'quorum-loss', order: [2, 0, 1, 3, 4] },
  nodesOf: (entry) => entry.order ?? [],
  create: ({ shape, order }, nodes) => {
    const place = (id: number) => (order === undefined ? id : order.indexOf(id));
    const among = order?.length ?? nodes;
    return new LinkCut(
      linksUnless(nodes, (a, b) => place(a) >= 0 && place(b) >= 0 && SHAPES[shape](place(a), place(b), among)),
    );
  },
  draw: (random, nodes) => ({ shape: shapes[random.below(shapes.length)]!, order: drawNodes(random, nodes, nodes) }),
};
