/**
 * The plain data that defines one trial: its shape, and a default for all but the algorithm. What `resolve.ts` gives is
 * complete and checked; field names and units are those of results and never change, further ones may be added.
 */
import { z } from 'zod';
import { distributionSchema } from './distribution.ts';
import { plannedFaultSchema } from './fault-plan.ts';
import { formatKeyDistribution, parseKeyDistribution } from './key-distribution.ts';
import { quorumSchema } from './quorum-schema.ts';
import { orText } from './text-input.ts';

/** About 11 days: times of a run then stay far within the nanoseconds that a number counts exactly (2^53, 104 days). */
const MOST_MS = 1e9;
const timeRule = 'a time is at most 1e9 ms, about 11 days, so that nanoseconds stay exact; take a shorter one';
const ms = z.number().min(0).max(MOST_MS, timeRule);
const positiveMs = z.number().gt(0).max(MOST_MS, timeRule);
const share = z.number().min(0).max(1);
const wholeNumber = z.int().min(0);

/** A whole number that costs memory or time in proportion. */
function upTo(most: number, what: string): z.ZodInt {
  return z.int().min(1).max(most, `a run holds at most ${most} ${what}; take fewer`);
}

/**
 * Within one region of AWS a round trip takes Normal(0.4271, 0.0476) ms (Ailijiang, Charapko, Demirbas, SIGMOD 2019,
 * Fig. 3). One way is half of it: mean / 2, and sd / sqrt 2, as the two ways are drawn independently.
 */
export const DEFAULT_DELAY = { type: 'normal', mean: 0.2136, sd: 0.0337 } as const;

/** A region matrix in the spec itself (from `@FILE`), so that a row of a result set needs no file beside it. */
const topologySchema = z.strictObject({
  id: z.string().min(1),
  source: z.string().exactOptional(),
  about: z.string().exactOptional(),
  unit: z.literal('ms').exactOptional(),
  nodes: z.array(z.string().min(1)).min(1),
  rttMs: z.array(z.array(ms)),
  zones: z.record(z.string(), z.array(z.string())).exactOptional(),
});

const quorumsSchema = z.strictObject({
  /** Election, prepare. */
  phase1: quorumSchema.default({ kind: 'majority' }),
  /** Replication, accept. */
  phase2: quorumSchema.default({ kind: 'majority' }),
  /** Run it although the algorithm may not: for negative controls. */
  unsafe: z.literal(true).exactOptional(),
});

const networkSchema = z.strictObject({
  /** A region matrix, by name or in full: node i lives in region i mod R. Either this or `delay`. */
  topology: z.union([z.string().min(1), topologySchema]).exactOptional(),
  /** One-way delay of every link. */
  delay: distributionSchema.exactOptional(),
  /** Round trip between two nodes of one region. */
  localRttMs: ms.default(0.4),
  /** Round trip between a client and the node at its own place; left out, it is at no distance. */
  clientRttMs: ms.exactOptional(),
  /** Links between nodes keep order, as TCP does; a client has one message under way in each direction. */
  fifo: z.boolean().default(true),
  /** Share of the messages that are lost, sent twice, or held back so that others overtake them. */
  loss: share.default(0),
  duplicate: share.default(0),
  reorder: share.default(0),
  /** Per link; null = unlimited. */
  bandwidthBitPerS: z.number().gt(0).nullable().default(1e9),
});

const costsSchema = z.strictObject({
  /** CPU per message received, and per serialisation sent (SIGMOD 2019, §3, measured on AWS m5.large). */
  cpuInMs: ms.default(0.01),
  cpuOutMs: ms.default(0.0024),
  /** CPU per command applied. */
  applyMs: ms.default(0.001),
  /** CPU per byte received or sent. */
  byteMs: ms.default(0),
  /** By node: all that its CPU does takes so many times as long, 0 = no time; left out, nodes are alike. */
  cpuFactors: z.array(z.number().min(0).max(1e6)).exactOptional(),
  /** So many CPUs for all nodes, node i on CPU i mod so many; left out, each node has its own. */
  cpus: z.int().min(1).exactOptional(),
  /** Time of one flush; those that wait share the next one (Ongaro's thesis, ch. 10: 0.25 ms). */
  fsync: distributionSchema.default({ type: 'constant', value: 0.25 }),
});

const place = z.union([z.literal('all'), z.literal('leader'), z.array(wholeNumber).min(1)]);

const workloadFields = {
  /** The nodes that the clients live at, in turn; `leader` follows whoever leads. */
  at: place.default('all'),
  sendTo: z.literal('one').default('one'),
  /**
   * `home`: a client is a learner. It has its answer when the node at its place has executed its command, whomever it asked.
   * Left out, the node that it asked answers.
   */
  answeredBy: z.literal('home').exactOptional(),
  /** Share of reads. */
  reads: share.default(0.5),
  keys: upTo(10_000_000, 'keys').default(1000),
  /** `uniform`, `zipf:THETA` or `hot`. */
  keyDistribution: orText((text) => formatKeyDistribution(parseKeyDistribution(text)), z.string()).default('uniform'),
  payloadBytes: z.int().min(0).max(16_777_216, 'a command carries at most 16777216 bytes; take fewer').default(64),
  /** After this long a client asks another node. */
  timeoutMs: positiveMs.default(1000),
  /** Before it asks the next node, when the one it asked knows no leader. */
  retryPauseMs: positiveMs.default(10),
  /** An operation that takes longer counts as unavailable. */
  deadlineMs: positiveMs.default(1000),
};

const closedSchema = z.strictObject({
  kind: z.literal('closed'),
  clients: upTo(100_000, 'clients').default(10),
  /** Between a reply and the next request. */
  thinkMs: ms.default(0),
  ...workloadFields,
});

const openSchema = z.strictObject({
  kind: z.literal('open'),
  ratePerS: z.number().gt(0).max(10_000_000, 'a run takes at most 1e7 arrivals a second; take fewer'),
  arrivals: z.enum(['poisson', 'constant']).default('poisson'),
  ...workloadFields,
});

/** The kind may be left out where the other fields tell it. */
function withKind(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || 'kind' in input) return input;
  return { kind: 'ratePerS' in input || 'arrivals' in input ? 'open' : 'closed', ...input };
}

const workloadSchema = z.preprocess(withKind, z.discriminatedUnion('kind', [closedSchema, openSchema]));

const policySchema = z.strictObject({
  /** Commands per slot, at most; and how long a batch waits to fill. */
  batch: upTo(1_000_000, 'commands in a batch').default(1),
  batchDelayMs: ms.default(0),
  /** Batches that a node has under way at once. */
  window: upTo(1_000_000, 'batches under way at a node').default(64),
  /** Ask only a phase-2 quorum, and everybody after a time-out. */
  thrifty: z.boolean().default(false),
  /** The node that campaigns first; auto = whoever times out first. */
  leader: z.union([z.literal('auto'), wholeNumber]).default('auto'),
  /** Range of the randomised election time-out. */
  electionMs: z.tuple([positiveMs, positiveMs]).default([150, 300]),
  heartbeatMs: positiveMs.default(50),
});

const faultsSchema = z.strictObject({
  /** Crashes per node and minute, a Poisson process. */
  perNodeMinute: z.number().min(0).max(60_000, 'a node crashes at most 60000 times a minute; take fewer').default(0),
  /** From a crash to the restart. */
  repair: distributionSchema.default({ type: 'exponential', mean: 1000 }),
  /** From the start of the window. */
  crashLeaderAtMs: z.array(ms).default([]),
  plan: z.array(plannedFaultSchema).default([]),
});

const phasesFields = z.strictObject({
  /** Cut off, from the first commit on. */
  warmupMs: ms.default(1000),
  /** Length of the measured window; null when `ops` is given. */
  durationMs: positiveMs.nullable().optional(),
  /** The window ends at this many completions; null when `durationMs` is given. */
  ops: upTo(1_000_000_000, 'operations').nullable().default(null),
});

const DEFAULT_DURATION_MS = 10_000;

const phasesSchema = phasesFields
  .refine((phases) => phases.ops === null || (phases.durationMs ?? null) === null, {
    error: 'the window ends by durationMs or by ops, not by both; leave one out',
  })
  .transform(({ warmupMs, durationMs, ops }) => ({
    warmupMs,
    durationMs: durationMs ?? (ops === null ? DEFAULT_DURATION_MS : null),
    ops,
  }));

/** A log before the trial: enough for logs to differ. */
const MOST_EARLIER_ENTRIES = 10_000;

const startSchema = z.strictObject({
  /** The window begins with the nodes, so that the first election is measured: there is no set-up and no warm-up. */
  cold: z.literal(true).exactOptional(),
  /** By node: so many entries of the first ballot are in its log, and it knows none of them committed. */
  entries: z
    .array(
      z.int().min(0).max(MOST_EARLIER_ENTRIES, `a log begins with at most ${MOST_EARLIER_ENTRIES} entries; take fewer`),
    )
    .exactOptional(),
});

const optionValue = z.union([z.string(), z.number(), z.boolean()]);

const nodeCountRule = 'take 1 to 31 nodes, as a set of them is a bit mask';

export const trialSchema = z.strictObject({
  schema: z.literal(1).default(1),
  /** A name of the registry. */
  algorithm: z.string(),
  /** What this algorithm alone has; filled in with its defaults. */
  options: z.record(z.string(), optionValue).prefault({}),
  nodes: z.int().min(1, nodeCountRule).max(31, nodeCountRule).default(5),
  quorums: quorumsSchema.prefault({}),
  seed: z.int().min(0).max(0xffffffff).default(1),
  driver: z.enum(['sim', 'threads', 'tcp']).default('sim'),
  /** Live only: what nodes persist goes to files, and is durable by fdatasync. Left out: to memory. */
  storage: z.literal('file').exactOptional(),
  network: networkSchema.prefault({}),
  costs: costsSchema.prefault({}),
  workload: workloadSchema.prefault({}),
  policy: policySchema.prefault({}),
  faults: faultsSchema.prefault({}),
  phases: phasesSchema.prefault({}),
  /** Left out: nodes with empty disks, measured once they commit. */
  start: startSchema.exactOptional(),
});

/** One trial, complete: every default filled in. `resolveSpec` in `resolve.ts` makes it from what a user gives. */
export type TrialSpec = z.infer<typeof trialSchema>;
export type QuorumsSpec = TrialSpec['quorums'];
export type NetworkSpec = TrialSpec['network'];
export type CostsSpec = TrialSpec['costs'];
export type WorkloadSpec = TrialSpec['workload'];
export type ClosedWorkload = Extract<WorkloadSpec, { kind: 'closed' }>;
export type OpenWorkload = Extract<WorkloadSpec, { kind: 'open' }>;
export type PolicySpec = TrialSpec['policy'];
export type FaultsSpec = TrialSpec['faults'];
export type PhasesSpec = TrialSpec['phases'];

/** The field names at each path, for suggestions. */
export const fieldNames: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(trialSchema.shape),
  quorums: Object.keys(quorumsSchema.shape),
  network: Object.keys(networkSchema.shape),
  'network.topology': Object.keys(topologySchema.shape),
  costs: Object.keys(costsSchema.shape),
  workload: [...new Set([...Object.keys(closedSchema.shape), ...Object.keys(openSchema.shape)])],
  policy: Object.keys(policySchema.shape),
  faults: Object.keys(faultsSchema.shape),
  phases: Object.keys(phasesFields.shape),
  start: Object.keys(startSchema.shape),
};
