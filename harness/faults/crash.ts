/** Nodes lose everything volatile and what was not yet flushed, and restart from their disks when the fault ends. */
import { z } from 'zod';
import type { NodeId } from '../../algorithms/contract.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawNodes, node, nodeList, when } from './fields.ts';

const crashSchema = z.strictObject({ kind: z.literal('crash'), node: z.union([z.literal('leader'), node]), ...when });
const outageSchema = z.strictObject({
  kind: z.literal('outage'),
  /** Left out: all. */
  nodes: nodeList.exactOptional(),
  ...when,
});
type CrashEntry = z.infer<typeof crashSchema>;
type OutageEntry = z.infer<typeof outageSchema>;

export class Crash implements Fault {
  mattered = 0;
  private readonly who: (world: FaultWorld) => readonly NodeId[];
  private down: readonly NodeId[] = [];

  constructor(who: (world: FaultWorld) => readonly NodeId[]) {
    this.who = who;
  }

  begin(world: FaultWorld): void {
    this.down = this.who(world);
    for (const node of this.down) if (world.outages.hold(node)) this.mattered++;
  }

  end(world: FaultWorld): void {
    for (const node of this.down) world.outages.release(node);
  }
}

function leaderOf(world: FaultWorld): NodeId[] {
  const leader = world.leaderOrBusiest();
  return leader === undefined ? [] : [leader];
}

export const crash: FaultKind<CrashEntry> & { readonly schema: typeof crashSchema } = {
  kind: 'crash',
  class: 'survive',
  about: 'a node, or whoever leads, loses what is not flushed, and restarts after forMs (null: never)',
  schema: crashSchema,
  example: { node: 0 },
  nodesOf: (entry) => (entry.node === 'leader' ? [] : [entry.node]),
  create: ({ node }) => new Crash((world) => (node === 'leader' ? leaderOf(world) : [node])),
  draw: (random, nodes) => ({ node: random.next() < 0.5 ? ('leader' as const) : random.below(nodes) }),
};

export const outage: FaultKind<OutageEntry> & { readonly schema: typeof outageSchema } = {
  kind: 'outage',
  class: 'stall',
  about: 'several nodes, or all, crash at the same instant, and restart together',
  schema: outageSchema,
  example: {},
  nodesOf: (entry) => entry.nodes ?? [],
  create: ({ nodes: some }, nodes) => new Crash(() => some ?? Array.from({ length: nodes }, (_, i) => i)),
  draw: (random, nodes) =>
    random.next() < 0.6 ? {} : { nodes: drawNodes(random, nodes, 2 + random.below(nodes - 1)) },
};
