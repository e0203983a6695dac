/** Messages are damaged under way, or come to the wrong node: the checksum over frame, sender and receiver finds out. */
import { z } from 'zod';
import type { RandomStream } from '../sim/random.ts';
import type { FaultKind } from './fault.ts';
import { drawBetween, share, when } from './fields.ts';
import { OnLinks } from './link-trouble.ts';

const schema = z.strictObject({ kind: z.literal('corrupt-message'), share, ...when });
type Entry = z.infer<typeof schema>;

/** Detected is dropped: the frame of every message carries a checksum (see `FRAME_BYTES`), so damage is loss. */
class CorruptMessage extends OnLinks {
  private readonly share: number;
  private readonly random: RandomStream;

  constructor(entry: Entry, nodes: number, random: RandomStream) {
    super(nodes, undefined);
    this.share = entry.share;
    this.random = random;
  }

  arrival(_from: number, _to: number, _departure: number, arrival: number): number {
    if (this.random.next() >= this.share) return arrival;
    this.mattered++;
    return Infinity;
  }
}

export const corruptMessage: FaultKind<Entry> & { readonly schema: typeof schema } = {
  kind: 'corrupt-message',
  class: 'detect',
  about: 'a share of the messages is damaged or misdelivered; the checksum of the frame tells, and they are dropped',
  schema,
  example: { share: 0.05 },
  nodesOf: () => [],
  create: (entry, nodes, random) => new CorruptMessage(entry, nodes, random),
  draw: (random) => ({ share: drawBetween(random, 0.05, 0.3) }),
};
