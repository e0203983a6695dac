/** The next write of a node fails for want of space: it must stop, and not acknowledge. It restarts when there is space. */
import { z } from 'zod';
import type { FaultKind } from './fault.ts';
import { node, when } from './fields.ts';
import { Trap } from './crash-writing.ts';

const schema = z.strictObject({ kind: z.literal('disk-full'), node, ...when });
type Entry = z.infer<typeof schema>;

export const diskFull: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'disk-full',
  class: 'detect',
  about: 'the next write of a node fails: it stops, and restarts when the fault ends',
  schema,
  example: { node: 0 },
  nodesOf: (entry) => [entry.node],
  create: (entry) => new Trap(entry.node, 'written'),
  draw: (random, nodes) => ({ node: random.below(nodes) }),
};
