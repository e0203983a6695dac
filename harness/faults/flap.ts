/** The links of one node fail and come back again and again, faster than an election takes. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, node, periodMs, when } from './fields.ts';
import { LinkCut, linksUnless } from './link-cut.ts';

const schema = z.strictObject({ kind: z.literal('flap'), node, periodMs, ...when });
type Entry = z.infer<typeof schema>;

class Flap implements Fault {
  private readonly cut: LinkCut;
  private readonly halfNs: number;
  private isCut = false;
  private isOver = false;

  constructor(entry: Entry, nodes: number) {
    this.cut = new LinkCut(linksUnless(nodes, (a, b) => a !== entry.node && b !== entry.node));
    this.halfNs = nsOf(entry.periodMs / 2);
  }

  get mattered(): number {
    return this.cut.mattered;
  }

  begin(world: FaultWorld): void {
    this.turn(world);
  }

  end(world: FaultWorld): void {
    this.isOver = true;
    if (this.isCut) this.cut.end(world);
  }

  private turn(world: FaultWorld): void {
    if (this.isOver) return;
    if (this.isCut) this.cut.end(world);
    else this.cut.begin(world);
    this.isCut = !this.isCut;
    world.agenda.after(this.halfNs, () => this.turn(world));
  }
}

export const flap: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'flap',
  class: 'stall',
  about: 'the links of a node fail and come back every periodMs',
  schema,
  example: { node: 0, periodMs: 50 },
  nodesOf: (entry) => [entry.node],
  create: (entry, nodes) => new Flap(entry, nodes),
  draw: (random, nodes) => ({ node: random.below(nodes), periodMs: drawBetween(random, 4, 60) }),
};
