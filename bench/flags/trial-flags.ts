/** All flags that make a spec, for `run` and as axes of `sweep`. */
import { Option, type Command } from 'commander';
import { UserError } from '../../harness/user-error.ts';
import { readData } from '../read-input.ts';
import { nameOf, type TrialFlag } from './flag.ts';
import { faultFlags, phaseFlags, workloadFlags } from './load-flags.ts';
import { applyPatch, parseAssignment, type Patch } from './patch.ts';
import { costFlags, networkFlags, protocolFlags } from './system-flags.ts';

const groups: readonly (readonly [title: string, flags: readonly TrialFlag[]])[] = [
  ['Protocol:', protocolFlags],
  ['Network:', networkFlags],
  ['Costs:', costFlags],
  ['Workload:', workloadFlags],
  ['Faults:', faultFlags],
  ['Phases:', phaseFlags],
];

export const trialFlags: readonly TrialFlag[] = groups.flatMap(([, flags]) => flags);

/** What commander hands over: each flag as the list of its texts. */
export type FlagTexts = Readonly<Record<string, unknown>>;

/** One flag that was given, with its values in order. */
export interface GivenFlag {
  readonly name: string;
  readonly values: readonly { readonly text: string; readonly patch: Patch }[];
}

/** Adds `--spec`, `--set` and every flag of a trial, in groups. */
export function addTrialFlags(command: Command): Command {
  command.addOption(new Option('--spec <file>', 'start from a spec in YAML or JSON; - for standard input'));
  command.addOption(new Option('--set <path=value>', 'set any field of the spec (repeatable)').argParser(collect));
  for (const [title, flags] of groups) {
    command.optionsGroup(title);
    for (const flag of flags) {
      const standsFor = flag.byDefault === undefined ? '' : ` (default: ${flag.byDefault})`;
      command.addOption(new Option(flag.usage, `${flag.about}${standsFor}`).argParser(collect));
    }
  }
  return command.optionsGroup('Options:');
}

/** A flag without a value has the text `true`. */
function collect(text: string | undefined, before: unknown): string[] {
  return [...(Array.isArray(before) ? (before as string[]) : []), text ?? 'true'];
}

/** The flags that were given, in the order of the table. @throws UserError if one is wrong, or two exclude each other */
export function givenFlags(texts: FlagTexts): GivenFlag[] {
  const given = trialFlags.filter((flag) => texts[attributeOf(flag)] !== undefined);
  for (const flag of given) {
    const other = given.find((candidate) => flag.excludes?.includes(nameOf(candidate)) === true);
    if (other !== undefined)
      throw new UserError(`--${nameOf(flag)} and --${nameOf(other)} exclude each other; leave out one`);
  }
  return given.map((flag) => {
    const values = textsOf(texts[attributeOf(flag)]).flatMap(splitList);
    return { name: nameOf(flag), values: values.map((text) => ({ text, patch: patchOf(flag, text) })) };
  });
}

/** Commander gives a plain `true` where a value may be left out and is. */
function textsOf(given: unknown): string[] {
  return Array.isArray(given) ? (given as string[]) : [String(given)];
}

function patchOf(flag: TrialFlag, text: string): Patch {
  try {
    return flag.patch(text);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`--${nameOf(flag)}: ${error.message}`);
    throw error;
  }
}

/** `client-at` is `clientAt` to commander. */
function attributeOf(flag: TrialFlag): string {
  return nameOf(flag).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Values separated by commas; commas inside parentheses belong to a value. */
export function splitList(text: string): string[] {
  const values = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === ',' && depth === 0) values.push('');
    else values[values.length - 1] += letter;
  }
  return values.map((value) => value.trim());
}

/** What `--spec` holds; without it, nothing. @throws UserError */
export function specFile(texts: FlagTexts): object {
  const file = texts['spec'];
  if (typeof file !== 'string') return {};
  const data = readData(file);
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  throw new UserError(`${file} holds no spec; write an object there, such as {"algorithm": "raft", "nodes": 5}`);
}

/** What each `--set` does, in order. @throws UserError */
export function assignments(texts: FlagTexts): Patch[] {
  return ((texts['set'] ?? []) as string[]).map(parseAssignment);
}

/** The spec of one trial as the flags give it: file, then flags, then `--set`. Still to be resolved. @throws UserError */
export function trialInput(texts: FlagTexts): object {
  let input = specFile(texts);
  for (const { name, values } of givenFlags(texts)) {
    if (values.length > 1) {
      const list = values.map(({ text }) => text).join(', ');
      throw new UserError(`--${name} has ${values.length} values (${list}); one trial takes one, sweep takes lists`);
    }
    input = applyPatch(input, values[0]!.patch);
  }
  return assignments(texts).reduce(applyPatch, input);
}
