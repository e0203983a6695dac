/** One node is cut off from all others; `leader` is whoever leads when the fault begins. */
import { z } from 'zod';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { node, when } from './fields.ts';
import { LinkCut, linksUnless } from './link-cut.ts';

const schema = z.strictObject({
  kind: z.literal('isolate'),
  node: z.union([z.literal('leader'), node]),
  /** It still hears the others, or is still heard by them. */
  but: z.enum(['hears', 'speaks']).exactOptional(),
  ...when,
});
type Entry = z.infer<typeof schema>;

class Isolate implements Fault {
  private readonly entry: Entry;
  private readonly nodes: number;
  private cut: LinkCut | undefined;

  constructor(entry: Entry, nodes: number) {
    this.entry = entry;
    this.nodes = nodes;
  }

  get mattered(): number {
    return this.cut?.mattered ?? 0;
  }

  begin(world: FaultWorld): void {
    const { node, but } = this.entry;
    const alone = node === 'leader' ? world.leaderOrBusiest() : node;
    if (alone === undefined) return;
    const links = linksUnless(this.nodes, (a, b) => a !== alone && b !== alone);
    this.cut = new LinkCut(
      links.filter(([from, to]) => !(but === 'hears' && to === alone) && !(but === 'speaks' && from === alone)),
    );
    this.cut.begin(world);
  }

  end(world: FaultWorld): void {
    this.cut?.end(world);
  }
}

export const isolate: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'isolate',
  class: 'stall',
  about: 'one node, or whoever leads, is cut off from all others; it may still hear, or still speak',
  schema,
  example: { node: 'leader', but: 'speaks' },
  nodesOf: (entry) => (entry.node === 'leader' ? [] : [entry.node]),
  create: (entry, nodes) => new Isolate(entry, nodes),
  draw: (random, nodes) => ({
    node: random.next() < 0.6 ? ('leader' as const) : random.below(nodes),
    ...(random.next() < 0.4 ? { but: random.next() < 0.5 ? ('hears' as const) : ('speaks' as const) } : {}),
  }),
};
