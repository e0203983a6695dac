/** The quorum language of specs as JSON (the SPEC of `algorithms/quorum/spec.ts`): its shape; its meaning is there. */
import { z } from 'zod';
import type { Spec } from '../../algorithms/quorum/spec.ts';

/** Nodes are named by their number, as a string. */
const id = z.string().min(1);
const ids = z.array(id).min(1);
const size = z.int().min(1);
const rows = z.array(ids).min(1);

const gridRules = ['row', 'column', 'row-cover', 'column-cover', 'row+column', 'row+row-cover'] as const;

const leaf = [
  z.strictObject({ kind: z.literal('count'), q: size, of: ids.exactOptional() }),
  z.strictObject({ kind: z.literal('majority'), of: ids.exactOptional() }),
  z.strictObject({
    kind: z.literal('weighted'),
    weights: z.record(id, z.number().min(0)),
    threshold: z.union([z.number().gt(0), z.literal('majority')]),
  }),
  z.strictObject({ kind: z.literal('grid'), rows, rule: z.enum(gridRules) }),
  z.strictObject({ kind: z.literal('wall'), rows }),
  z.strictObject({
    kind: z.literal('zones'),
    zones: z.record(z.string(), ids),
    zoneCount: z.union([size, z.literal('majority')]),
    perZone: z.union([size, z.enum(['majority', 'all'])]),
    weights: z.record(id, z.number().min(0)).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('expr'), expr: z.string().min(1) }),
  z.strictObject({ kind: z.literal('explicit'), quorums: z.array(ids).min(1) }),
  z.strictObject({ kind: z.literal('dual'), of: z.enum(['phase1', 'phase2']) }),
] as const;

const combined = <K extends 'and' | 'or'>(kind: K) =>
  z.strictObject({
    kind: z.literal(kind),
    get parts() {
      return z.array(quorumSchema).min(1);
    },
  });

export const quorumSchema: z.ZodType<Spec> = z.discriminatedUnion('kind', [...leaf, combined('and'), combined('or')]);
