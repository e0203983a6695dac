/** Nodes are cut off one by one, and come back one by one in another order (FoundationDB's swizzle-clogging). */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, drawNodes, nodeList, positiveMs, when } from './fields.ts';
import { LinkCut, linksUnless } from './link-cut.ts';

const schema = z.strictObject({
  kind: z.literal('swizzle'),
  /** The nodes, in the order in which they are cut off. */
  down: nodeList,
  /** The same nodes, in the order in which they come back. */
  up: nodeList,
  /** From one step to the next. */
  stepMs: positiveMs,
  ...when,
});
type Entry = z.infer<typeof schema>;

class Swizzle implements Fault {
  private readonly steps: readonly (readonly [cut: boolean, node: number])[];
  private readonly cuts = new Map<number, LinkCut>();
  private readonly active = new Set<number>();
  private readonly stepNs: number;
  private step = 0;
  private isOver = false;

  constructor({ down, up, stepMs }: Entry, nodes: number) {
    this.steps = [...down.map((id) => [true, id] as const), ...up.map((id) => [false, id] as const)];
    for (const id of down) this.cuts.set(id, new LinkCut(linksUnless(nodes, (a, b) => a !== id && b !== id)));
    this.stepNs = nsOf(stepMs);
  }

  get mattered(): number {
    let count = 0;
    for (const cut of this.cuts.values()) count += cut.mattered;
    return count;
  }

  begin(world: FaultWorld): void {
    const next = this.steps[this.step++];
    if (next === undefined || this.isOver) return;
    const [isCut, id] = next;
    if (isCut) {
      this.active.add(id);
      this.cuts.get(id)!.begin(world);
    } else {
      this.heal(world, id);
    }
    world.agenda.after(this.stepNs, () => this.begin(world));
  }

  end(world: FaultWorld): void {
    this.isOver = true;
    for (const id of [...this.active]) this.heal(world, id);
  }

  private heal(world: FaultWorld, id: number): void {
    if (this.active.delete(id)) this.cuts.get(id)!.end(world);
  }
}

export const swizzle: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'swizzle',
  class: 'survive',
  about: 'nodes are cut off one by one, and come back one by one in another order',
  schema,
  example: { down: [0, 1, 2], up: [1, 2, 0], stepMs: 50 },
  nodesOf: (entry) => [...entry.down, ...entry.up],
  create: (entry, nodes) => new Swizzle(entry, nodes),
  draw: (random, nodes) => {
    const down = drawNodes(random, nodes, 2 + random.below(nodes - 1));
    const up = drawNodes(random, down.length, down.length).map((i) => down[i]!);
    return { down, up, stepMs: drawBetween(random, 2, 40) };
  },
};
