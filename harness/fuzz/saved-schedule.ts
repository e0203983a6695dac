/** A failing schedule as a YAML file, where steps cannot tell it. What `fuzz` saves and `replay` runs. */
import { parse, stringify, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { resolveSpec } from '../trial/resolve.ts';
import { specSentence } from '../trial/spec-error.ts';
import { withoutDefaults } from '../trial/without-defaults.ts';
import { UserError } from '../user-error.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { parseScenario, type Scenario } from './scenario.ts';

const MAGIC = 'schedule: 1';

export interface SavedSchedule {
  readonly schedule: ScheduleSpec;
  /** The invariant that it breaks in a mutant; `nothing`: it must pass. */
  readonly expected: string;
  /** The mutant that it is for: `raft/R26`. */
  readonly mutant: string | undefined;
}

const count = z.int().min(0);
const fileSchema = z.strictObject({
  schedule: z.literal(1),
  mutant: z.string().optional(),
  breaks: z.string().default('nothing'),
  events: count,
  snapshotSlots: count.min(1),
  progress: z.boolean(),
  quiet: z.boolean(),
  core: z.array(count).optional(),
  spec: z.looseObject({ quorums: z.looseObject({}) }),
});

export function isSchedule(text: string): boolean {
  return text.startsWith(MAGIC);
}

export function formatSchedule({ schedule, expected, mutant }: SavedSchedule, message: string): string {
  const { spec, core, ...own } = schedule;
  const fields = { ...(mutant === undefined ? {} : { mutant }), breaks: expected, ...own };
  const body = { ...fields, ...(core === undefined ? {} : { core }), spec: withoutDefaults(spec) };
  return `${MAGIC}\n# ${message.split('\n')[0]}\n${stringify(body, { flowCollectionPadding: false })}`;
}

/** A scenario or a schedule. @throws UserError */
export function parseSaved(text: string, where: string): Scenario | SavedSchedule {
  return isSchedule(text) ? parseSchedule(text, where) : parseScenario(text, where);
}

/** @param where the file, for sentences. @throws UserError */
export function parseSchedule(text: string, where: string): SavedSchedule {
  let data: unknown;
  try {
    data = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new UserError(`${where} is no YAML: ${error.message.split('\n')[0]}; mend it there`);
  }
  const result = fileSchema.safeParse(data);
  if (!result.success) throw new UserError(`${where}: ${specSentence(result.error.issues, data)}`);
  const { mutant, breaks: expected, spec, core, events, snapshotSlots, progress, quiet } = result.data;
  // The quorums of a mutant may be illegal: that may be the bug.
  const resolved = resolveSpec({ ...spec, quorums: { ...spec.quorums, unsafe: true } });
  const schedule = { spec: resolved, events, snapshotSlots, progress, quiet, core };
  return { schedule, expected, mutant };
}
