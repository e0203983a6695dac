/** Nodes crash and restart again and again, faster than they can be of use. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, drawNodes, nodeList, periodMs, when } from './fields.ts';

const schema = z.strictObject({ kind: z.literal('restart-storm'), nodes: nodeList, periodMs, ...when });
type Entry = z.infer<typeof schema>;

class RestartStorm implements Fault {
  mattered = 0;
  private readonly entry: Entry;
  private isDown = false;
  private isOver = false;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  begin(world: FaultWorld): void {
    if (this.isOver) return;
    this.turn(world);
    world.agenda.after(nsOf(this.entry.periodMs / 2), () => this.begin(world));
  }

  end(world: FaultWorld): void {
    this.isOver = true;
    if (this.isDown) this.turn(world);
  }

  private turn({ outages }: FaultWorld): void {
    for (const id of this.entry.nodes) {
      if (this.isDown) outages.release(id);
      else if (outages.hold(id)) this.mattered++;
    }
    this.isDown = !this.isDown;
  }
}

export const restartStorm: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'restart-storm',
  class: 'stall',
  about: 'nodes crash and restart every periodMs',
  schema,
  example: { nodes: [0, 1], periodMs: 100 },
  nodesOf: (entry) => entry.nodes,
  create: (entry) => new RestartStorm(entry),
  draw: (random, nodes) => ({
    nodes: drawNodes(random, nodes, 1 + random.below(Math.max(1, Math.floor((nodes - 1) / 2)))),
    periodMs: drawBetween(random, 5, 60),
  }),
};
