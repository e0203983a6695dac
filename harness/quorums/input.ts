/** What `quorums --input` reads: its shape, and one sentence for what is wrong with it. */
import { z } from 'zod';
import { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { parseRational } from '../../algorithms/quorum/rational.ts';
import type { Phases } from '../../algorithms/quorum/spec.ts';
import { quorumSchema } from '../trial/quorum-schema.ts';
import { specSentence } from '../trial/spec-error.ts';
import { UserError } from '../user-error.ts';

const id = z.string().min(1);
const positive = z.number().gt(0);
const probability = z
  .number()
  .refine((p) => p >= 0 && p <= 1, { error: 'a probability lies between 0 and 1; give 0.01 for one in a hundred' });

/** A limit is a number or a fraction such as `1/1500`. */
const limit = z.union([
  z.number().min(0),
  z.string().refine((text) => (parseRational(text)?.num ?? -1n) >= 0n, {
    error: 'a limit is a number or a fraction that is not negative; write 0.002 or 1/500',
  }),
]);

const node = z.union([
  id,
  z.strictObject({
    id,
    capacity: positive.exactOptional(),
    readCapacity: positive.exactOptional(),
    writeCapacity: positive.exactOptional(),
    latency: z.number().min(0).exactOptional(),
  }),
]);

const failures = z.strictObject({
  name: z.string().exactOptional(),
  pFail: z.union([probability, z.record(id, probability)]),
  zones: z.record(z.string(), z.array(id).min(1)).exactOptional(),
  zoneFail: z.record(z.string(), probability).exactOptional(),
  byLeader: z.boolean().exactOptional(),
});

const weighted = z.array(z.strictObject({ quorum: z.array(id).min(1), weight: z.number().min(0) })).min(1);

const load = z.strictObject({
  readFraction: z.union([probability, z.record(z.string(), z.number().min(0))]),
  f: z.int().min(0).exactOptional(),
  optimize: z.enum(['load', 'network', 'latency']).exactOptional(),
  loadLimit: limit.exactOptional(),
  networkLimit: limit.exactOptional(),
  latencyLimit: limit.exactOptional(),
  strategy: z.union([z.literal('uniform'), z.strictObject({ phase1: weighted, phase2: weighted })]).exactOptional(),
});

const matrix = z.strictObject({
  rtt: z.array(z.array(z.number().min(0))).min(1),
  clients: z.record(id, z.number().min(0)).exactOptional(),
});

const uniform = z.strictObject({ type: z.literal('uniform'), min: z.number().min(0), max: z.number().min(0) });
const exponential = z.strictObject({ type: z.literal('exponential'), mean: positive });
const exponentials = z.strictObject({ type: z.literal('exponential'), means: z.record(id, positive) });
const uniformOrdered = uniform.refine((d) => d.min <= d.max, {
  error: 'the lower end of a uniform distribution is at most the upper one; swap them',
});

const random = z.strictObject({
  phase: z.enum(['phase1', 'phase2']),
  leader: z.union([id, z.null()]).exactOptional(),
  dist: z.union([uniformOrdered, exponential, exponentials]),
  quantiles: z.array(z.number().gt(0).lt(1)).exactOptional(),
});

const orderStats = z
  .strictObject({ n: z.int().min(1), k: z.int().min(1), dist: z.union([uniformOrdered, exponential]) })
  .refine((o) => o.k <= o.n, { error: 'the k-th of n answers needs k of at most n' });

const inputSchema = z.strictObject({
  nodes: z.array(node).min(1),
  phase1: quorumSchema,
  phase2: quorumSchema,
  fast: quorumSchema.exactOptional(),
  availability: z.array(failures).exactOptional(),
  load: z.array(load).exactOptional(),
  latency: matrix.exactOptional(),
  random: z.array(random).exactOptional(),
  orderStats: z.array(orderStats).exactOptional(),
});

export type QuorumInput = z.infer<typeof inputSchema>;
export type FailureInput = z.infer<typeof failures>;
export type LoadInput = z.infer<typeof load>;
export type LatencyInput = z.infer<typeof matrix>;
export type RandomInput = z.infer<typeof random>;
export type OrderStatsInput = z.infer<typeof orderStats>;

/** @throws UserError */
export function parseInput(value: unknown): QuorumInput {
  const parsed = inputSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const where = issue.path.length === 0 ? 'the input' : issue.path.join('.');
    throw new UserError(`${issue.keys[0]} is no field of ${where}; remove it, or see the schema for its name`);
  }
  if (issue?.path.length === 0) throw new UserError('the input is no object; give {"nodes", "phase1", "phase2", …}');
  throw new UserError(specSentence(parsed.error.issues, value));
}

/** `{"phase1": SPEC, "phase2": SPEC}` of a file. @throws UserError */
export function parsePhases(value: unknown, where: string): Phases {
  const parsed = z.strictObject({ phase1: quorumSchema, phase2: quorumSchema }).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`${where}: ${specSentence(parsed.error.issues, value)}`);
}

/** @throws InvalidQuorum if an id occurs twice */
export function namesOf(input: QuorumInput): NodeNames {
  return new NodeNames(input.nodes.map((n) => (typeof n === 'string' ? n : n.id)));
}
