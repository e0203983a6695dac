/**
 * The plain data that defines a sweep: a base, axes over it, seeds. One file may hold several panels, each with a base and
 * axes of its own, when one product of all axes would be mostly waste.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { trialSchema } from '../trial/spec.ts';

const MOST_SEEDS = 10_000;

const seed = z.int().min(0).max(0xffffffff);
const seeds = z
  .union([z.int().min(1).max(MOST_SEEDS), z.array(seed).min(1)])
  .describe('a count N for the seeds 1 to N, or a list of seeds');
const base = z.record(z.string(), z.unknown()).describe('fields of a trial that all trials of the sweep share');
const axes = z
  .record(z.string().min(1), z.array(z.unknown()).min(1))
  .describe('path of a field to its values; rows in this order, the last axis fastest');
const intervalMs = z.number().gt(0).describe('length of the intervals of timeseries.csv; without it there is none');
const draw = z
  .string()
  .regex(/^(max|p\d+(\.\d+)?|\d+:\d+)$/, 'which operation: max, p99.9 or CLIENT:SEQ')
  .describe(
    "the operation of each configuration's first seed whose diagram is kept in traces/: max, p99.9, CLIENT:SEQ",
  );
const about = z.string().describe('the question, for people');

const panelFields = {
  about: about.exactOptional(),
  base: base.exactOptional(),
  axes: axes.exactOptional(),
  seeds: seeds.exactOptional(),
  intervalMs: intervalMs.exactOptional(),
  draw: draw.exactOptional(),
};

const panelSchema = z.strictObject({ name: z.string().min(1), ...panelFields });

export const sweepSchema = z.strictObject({
  schema: z.literal(1).exactOptional(),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name becomes a folder: letters, digits, dots and dashes')
    .describe('names the result set: results/local/NAME'),
  ...panelFields,
  until: z.string().describe("more seeds until a figure is known to within so much, such as 'p99 ±3%'").exactOptional(),
  mostSeeds: z.int().min(2).max(MOST_SEEDS).describe('with until: no configuration gets more (50)').exactOptional(),
  /** What stands above is shared by all of them. */
  panels: z
    .array(panelSchema)
    .min(1)
    .describe('parts with a base and axes of their own; those of one name belong together')
    .exactOptional(),
});

/** A sweep as a file holds it. */
export type SweepInput = z.infer<typeof sweepSchema>;

export interface Axis {
  /** Path of a field of the trial, such as `network.loss`. */
  readonly path: string;
  readonly values: readonly unknown[];
}

export interface Panel {
  readonly name: string;
  readonly about: string;
  readonly base: object;
  readonly axes: readonly Axis[];
  readonly seeds: readonly number[];
  readonly intervalMs: number | undefined;
  /** Which operation is drawn of each configuration's first seed. */
  readonly draw?: string;
}

/** A sweep with all that is shared written out in each panel. */
export interface Sweep {
  readonly name: string;
  readonly about: string;
  readonly panels: readonly Panel[];
  /** More seeds until this is reached, such as `p99 ±3%`; see `until.ts`. */
  readonly until?: string;
  readonly mostSeeds?: number;
}

const DEFAULT_SEEDS = 3;

/** Writes out what the panels share; a sweep without panels is one panel of its name. */
export function sweepOf(input: SweepInput): Sweep {
  const shared = { about: '', base: {}, axes: {}, seeds: DEFAULT_SEEDS, ...input };
  const panels = (input.panels ?? [{ name: input.name }]).map((panel): Panel => {
    const drawn = panel.draw ?? shared.draw;
    return {
      name: panel.name,
      about: panel.about ?? shared.about,
      base: merged(shared.base, panel.base ?? {}),
      axes: Object.entries({ ...shared.axes, ...panel.axes }).map(([path, values]) => ({ path, values })),
      seeds: seedList(panel.seeds ?? shared.seeds),
      intervalMs: panel.intervalMs ?? shared.intervalMs,
      ...(drawn !== undefined && { draw: drawn }),
    };
  });
  return { name: input.name, about: shared.about, panels, ...stoppingRule(input) };
}

function stoppingRule({
  until,
  mostSeeds,
}: Pick<SweepInput, 'until' | 'mostSeeds'>): Pick<Sweep, 'until' | 'mostSeeds'> {
  return { ...(until !== undefined && { until }), ...(mostSeeds !== undefined && { mostSeeds }) };
}

function seedList(given: number | readonly number[]): readonly number[] {
  return typeof given === 'number' ? Array.from({ length: given }, (_, i) => i + 1) : [...new Set(given)];
}

/** Objects are merged field by field; of all else, what is `above` wins. */
export function merged(below: object, above: object): object {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above) as [string, unknown][]) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a file would hold it, to be swept again. */
export function sweepAsFile({ name, about, panels, ...rule }: Sweep): SweepInput {
  return {
    name,
    about,
    ...stoppingRule(rule),
    panels: panels.map(({ axes: list, base: shared, intervalMs: interval, ...panel }) => ({
      ...panel,
      base: { ...shared },
      axes: Object.fromEntries(list.map(({ path, values }) => [path, [...values]])),
      seeds: [...panel.seeds],
      ...(interval === undefined ? {} : { intervalMs: interval }),
    })),
  };
}

/** SHA-256 of the canonical JSON of the sweep, in hex. The order of axes counts, as it is the order of rows. */
export function sweepHash(sweep: Sweep): string {
  const json = canonicalize(JSON.parse(JSON.stringify(sweep)));
  return createHash('sha256').update(json!, 'utf8').digest('hex');
}

/** JSON Schema of a sweep file, for editors that complete and check while one types. */
export function sweepJsonSchema(): object {
  const trial = z.toJSONSchema(trialSchema.partial(), { io: 'input', unrepresentable: 'any' });
  const { $schema, $defs, ...trialFields } = trial;
  const schema = z.toJSONSchema(sweepSchema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === base) Object.assign(jsonSchema, { $ref: '#/$defs/trial' });
    },
  });
  return {
    ...schema,
    $schema,
    title: 'A sweep of quorum-bench',
    $defs: { ...schema.$defs, ...$defs, trial: trialFields },
  };
}
