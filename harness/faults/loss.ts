/** Messages are lost, one by one or in bursts (Gilbert 1960: a link is good, or bad and loses all). */
import { z } from 'zod';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind } from './fault.ts';
import { drawBetween, node, share, when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({
  kind: z.literal('loss'),
  share,
  /** Messages lost in a row, on average; 1: each is lost or not on its own. */
  burst: z.number().min(1).default(1),
  /** The links of this node only. */
  node: node.exactOptional(),
  ...when,
});
type Entry = z.infer<typeof schema>;

class Loss extends OnLinks {
  private readonly entry: Entry;
  private readonly random: RandomStream;
  private readonly bad = new Set<number>();

  constructor(entry: Entry, nodes: number, random: RandomStream) {
    super(nodes, entry.node);
    this.entry = entry;
    this.random = random;
  }

  arrival(from: number, to: number, _departure: number, arrival: number): number {
    const link = from * 32 + to;
    const { burst } = this.entry;
    // A burst ends after `burst` messages on average; bursts begin so often that `share` of all messages fall into one.
    const lossShare = Math.min(this.entry.share, 0.99);
    const isBad = this.bad.has(link)
      ? this.random.next() >= 1 / burst
      : this.random.next() < lossShare / (burst * (1 - lossShare) + lossShare * (burst === 1 ? 1 : 0));
    if (isBad) this.bad.add(link);
    else this.bad.delete(link);
    if (burst === 1) this.bad.delete(link);
    if (!isBad) return arrival;
    this.mattered++;
    return Infinity;
  }
}

export const loss: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'loss',
  class: 'survive',
  about: 'a share of the messages is lost, each on its own or in bursts',
  schema,
  example: { share: 0.1, burst: 4 },
  nodesOf: (entry) => (entry.node === undefined ? [] : [entry.node]),
  create: (entry, nodes, random) => new Loss(entry, nodes, random),
  draw: (random) => ({ share: drawBetween(random, 0.02, 0.4), burst: random.next() < 0.5 ? 1 : 2 + random.below(6) }),
};
