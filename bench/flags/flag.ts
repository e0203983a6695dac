/** A flag that sets fields of the spec: `run` takes one value of each, `sweep` a list. */
import { UserError } from '../../harness/user-error.ts';
import { readAtFile } from '../read-input.ts';
import type { Patch } from './patch.ts';

export interface TrialFlag {
  /** As commander takes it: `--nodes <count>`. */
  readonly usage: string;
  readonly about: string;
  /** What stands for it where it is left out, as one would write it. The spec itself holds the default. */
  readonly byDefault?: string;
  /** Names of flags that say something else about the same thing. */
  readonly excludes?: readonly string[];
  /** What one value does to the spec. @throws UserError */
  readonly patch: (value: string) => Patch;
}

/** `--nodes <count>`: its name is `nodes`. */
export function nameOf(flag: TrialFlag): string {
  return /^--([a-z-]+)/.exec(flag.usage)![1]!;
}

/** A flag whose value goes to one path. */
export function field(path: string, parse: (text: string) => unknown): (value: string) => Patch {
  return (value) => ({ [path]: parse(value) });
}

export function asText(text: string): string {
  return text;
}

export function oneOf(...names: readonly string[]): (text: string) => string {
  return (text) => {
    if (!names.includes(text)) throw new UserError(`'${text}' is not known; take one of ${names.join(', ')}`);
    return text;
  };
}

/** `true` or `false`; the flag alone means true. */
export function parseBoolean(text: string): boolean {
  return oneOf('true', 'false')(text) === 'true';
}

/** Values separated by `:`. */
export function separated<T>(parse: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(':').map(parse);
}

/** The data of `@FILE`, which must be given so. */
export function fromFile(text: string): unknown {
  const data = readAtFile(text);
  if (data === undefined) throw new UserError(`'${text}' is no file; write @ before its name, such as @${text}`);
  return data;
}
