/** What a machine was measured to cost, as `calibrate` writes it and as the simulator takes it. */
import { z } from 'zod';
import { distributionSchema } from '../trial/distribution.ts';
import { UserError } from '../user-error.ts';

const ms = z.number().min(0);

const costModelSchema = z.strictObject({
  schema: z.literal(1),
  /** Where and when it was measured. */
  machine: z.strictObject({ cpu: z.string(), cpus: z.int().min(1), node: z.string(), platform: z.string() }),
  measuredAt: z.string(),
  /** Why the figures should not be believed; empty if they should. */
  voidReasons: z.array(z.string()),
  /** The fields of `costs` of a spec. */
  costs: z.strictObject({ cpuInMs: ms, cpuOutMs: ms, applyMs: ms, byteMs: ms, fsync: distributionSchema }),
  /** From one thread's publishing to another's waking up, ms: what a live run adds to each delay of the network. */
  wakeUp: distributionSchema,
  /** What stands behind the figures, by name. */
  detail: z.record(z.string(), z.number()),
});

export type CostModel = z.infer<typeof costModelSchema>;

/** @param where what the data is from, for sentences. @throws UserError */
export function parseCostModel(data: unknown, where: string): CostModel {
  const parsed = costModelSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.length === 0 ? 'its content' : issue.path.join('.');
  throw new UserError(
    `${where} is no cost model: ${path} is wrong (${issue.message}); take a file that quorum-bench calibrate wrote`,
  );
}
