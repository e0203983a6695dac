/** A node stops like a process under SIGSTOP, and goes on with all it knew: its timers, its messages, its leadership. */
import { z } from 'zod';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { node, whenBounded } from './fields.ts';

const schema = z.strictObject({ kind: z.literal('pause'), node: z.union([z.literal('leader'), node]), ...whenBounded });
type Entry = z.infer<typeof schema>;

class Pause implements Fault {
  mattered = 0;
  private readonly entry: Entry;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  begin(world: FaultWorld, untilNs: number): void {
    const who = this.entry.node === 'leader' ? world.leaderOrBusiest() : this.entry.node;
    if (who === undefined || !world.machines[who]!.isUp) return;
    this.mattered++;
    world.trace('pause', { node: who });
    world.machines[who]!.cpu.standStill(untilNs);
  }

  /** It goes on by itself. */
  end(): void {}
}

export const pause: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'pause',
  class: 'survive',
  about: 'a node, or whoever leads, stands still and goes on with old timers and messages',
  schema,
  example: { node: 'leader' },
  nodesOf: (entry) => (entry.node === 'leader' ? [] : [entry.node]),
  create: (entry) => new Pause(entry),
  draw: (random, nodes) => ({ node: random.next() < 0.6 ? ('leader' as const) : random.below(nodes) }),
};
