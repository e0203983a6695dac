/** Files that a user names: their text, and their data as YAML or JSON. */
import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { UserError } from '../harness/user-error.ts';

/** The text of a file; `-` is standard input. @throws UserError */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${nameOf(file)}: ${reasonOf(error)}; name a file that exists`);
  }
}

/** The data of a YAML or JSON file. @throws UserError */
export function readData(file: string): unknown {
  return parseData(readText(file), nameOf(file));
}

/** @param where what the text is from, for sentences. @throws UserError */
export function parseData(text: string, where: string): unknown {
  try {
    return parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const reason = error.message.split('\n')[0]!.replace(/:$/, '');
    throw new UserError(`${where} is neither YAML nor JSON: ${reason}; mend it there`);
  }
}

/** The data of a value written as `@FILE`; `undefined` if it is none. @throws UserError */
export function readAtFile(text: string): unknown {
  if (!text.startsWith('@')) return undefined;
  return readData(text.slice(1));
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/** Node's words without the code and the call: `no such file or directory`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '');
}
