/** What goes wrong between clients and nodes: answers that get lost, requests that come again late, clients that start anew. */
import { z } from 'zod';
import { nsOf } from '../sim/simulator.ts';
import type { RandomStream } from '../sim/random.ts';
import type { Fault, FaultKind, FaultWorld } from './fault.ts';
import { drawBetween, positiveMs, share, when } from './fields.ts';

const lossSchema = z.strictObject({ kind: z.literal('client-loss'), share, ...when });
const repeatSchema = z.strictObject({ kind: z.literal('client-repeat'), share, laterMs: positiveMs, ...when });
const restartSchema = z.strictObject({ kind: z.literal('client-restart'), ...when });
type LossEntry = z.infer<typeof lossSchema>;
type RepeatEntry = z.infer<typeof repeatSchema>;
type RestartEntry = z.infer<typeof restartSchema>;

class ClientLoss implements Fault {
  mattered = 0;
  private readonly share: number;
  private readonly random: RandomStream;

  constructor(share: number, random: RandomStream) {
    this.share = share;
    this.random = random;
  }

  begin({ network }: FaultWorld): void {
    network.clientTrouble = () => {
      if (this.random.next() >= this.share) return false;
      this.mattered++;
      return true;
    };
  }

  end({ network }: FaultWorld): void {
    network.clientTrouble = undefined;
  }
}

class ClientRepeat implements Fault {
  mattered = 0;
  private readonly entry: RepeatEntry;
  private readonly random: RandomStream;

  constructor(entry: RepeatEntry, random: RandomStream) {
    this.entry = entry;
    this.random = random;
  }

  begin({ machines }: FaultWorld): void {
    for (const machine of machines) {
      machine.requestTrouble = (at) => {
        if (this.random.next() >= this.entry.share) return Infinity;
        this.mattered++;
        return at + nsOf(this.entry.laterMs * this.random.next());
      };
    }
  }

  end({ machines }: FaultWorld): void {
    for (const machine of machines) machine.requestTrouble = undefined;
  }
}

class ClientRestart implements Fault {
  mattered = 0;

  begin({ clients }: FaultWorld): void {
    this.mattered += clients.restartOutstanding();
  }

  end(): void {}
}

export const clientLoss: FaultKind<LossEntry> & { readonly schema: typeof lossSchema } = {
  kind: 'client-loss',
  class: 'survive',
  about: 'requests and answers of clients get lost: outcomes are unknown, and they ask another node',
  schema: lossSchema,
  example: { share: 0.2 },
  nodesOf: () => [],
  create: (entry, _nodes, random) => new ClientLoss(entry.share, random),
  draw: (random) => ({ share: drawBetween(random, 0.1, 0.6) }),
};

export const clientRepeat: FaultKind<RepeatEntry> & { readonly schema: typeof repeatSchema } = {
  kind: 'client-repeat',
  class: 'survive',
  about: 'requests of clients come in once more, up to laterMs later, when the client may be past them',
  schema: repeatSchema,
  example: { share: 0.3, laterMs: 200 },
  nodesOf: () => [],
  create: (entry, _nodes, random) => new ClientRepeat(entry, random),
  draw: (random) => ({ share: drawBetween(random, 0.2, 0.9), laterMs: drawBetween(random, 2, 200) }),
};

export const clientRestart: FaultKind<RestartEntry> & { readonly schema: typeof restartSchema } = {
  kind: 'client-restart',
  class: 'survive',
  about: 'clients with an operation under way crash, and go on in new sessions; the outcome stays unknown',
  schema: restartSchema,
  example: {},
  nodesOf: () => [],
  create: () => new ClientRestart(),
  draw: () => ({}),
};
