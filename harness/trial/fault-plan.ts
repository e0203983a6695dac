/** Faults that strike at set times, as plain data. One entry per kind; `atMs` counts from the start of the window. */
import { z } from 'zod';

const nodes = z.array(z.int().min(0)).min(1);

const when = {
  /** From the start of the measured window, ms. */
  atMs: z.number().min(0),
  /** How long it lasts, ms; null: until the trial ends. */
  forMs: z.number().gt(0).nullable().default(null),
};

/** The node loses everything volatile, and restarts after `forMs`. */
const crash = z.strictObject({ kind: z.literal('crash'), node: z.int().min(0), ...when });

/** Messages pass within a group only. A node in no group is alone. */
const partition = z.strictObject({ kind: z.literal('partition'), groups: z.array(nodes).min(1), ...when });

/** Messages from `from` to `to` are lost; those of the other direction pass. */
const cut = z.strictObject({ kind: z.literal('cut'), from: nodes, to: nodes, ...when });

export const plannedFaultSchema = z.discriminatedUnion('kind', [crash, partition, cut]);

/** One entry of `faults.plan`. */
export type PlannedFault = z.infer<typeof plannedFaultSchema>;

/** The nodes that an entry names. */
export function nodesOf(fault: PlannedFault): number[] {
  switch (fault.kind) {
    case 'crash':
      return [fault.node];
    case 'partition':
      return fault.groups.flat();
    case 'cut':
      return [...fault.from, ...fault.to];
  }
}

/** What there is, with an example each: for lists and help. */
export const plannedFaultKinds: readonly { kind: PlannedFault['kind']; about: string; example: PlannedFault }[] = [
  {
    kind: 'crash',
    about: 'a node loses everything volatile, and restarts after forMs (null: never)',
    example: { kind: 'crash', node: 0, atMs: 2000, forMs: 500 },
  },
  {
    kind: 'partition',
    about: 'messages pass within a group only',
    example: {
      kind: 'partition',
      groups: [
        [0, 1],
        [2, 3, 4],
      ],
      atMs: 2000,
      forMs: 1000,
    },
  },
  {
    kind: 'cut',
    about: 'messages of one direction are lost',
    example: { kind: 'cut', from: [0], to: [1, 2], atMs: 2000, forMs: 1000 },
  },
];
