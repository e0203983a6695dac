/** Turns what the schema found into one sentence for the user: where, value, rule, remedy. */
import type { z } from 'zod';
import { closestTo } from './did-you-mean.ts';
import { fieldNames } from './spec.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The first of the issues as a sentence. `input` is what was checked. */
export function specSentence(issues: readonly Issue[], input: unknown): string {
  const issue = issues[0];
  if (issue === undefined) throw new TypeError('there is nothing to complain about');
  return sentence(issue, input, []);
}

function sentence(issue: Issue, input: unknown, above: Path): string {
  const path = [...above, ...issue.path];
  const where = formatPath(path);
  const value = valueAt(input, path);
  const is = value === undefined ? `${where} is missing` : `${where} is ${show(value)}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(issue.keys[0] ?? '', path);
    case 'invalid_type':
      return `${is}; give ${typeInWords(issue.expected)}`;
    case 'too_small':
      return `${is}; ${tooSmall(issue)}`;
    case 'too_big':
      return `${is}; ${tooBig(issue)}`;
    case 'invalid_value':
      return `${is}; it must be ${oneOf(issue.values)}${suggestion(value, issue.values)}`;
    case 'invalid_union':
      return union(issue, input, path, is, value);
    case 'custom':
      return `${is}; ${issue.message}`;
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return `${is}; ${issue.message}`;
  }
}

function unknownKey(key: string, path: Path): string {
  const parent = formatPath(path);
  const known = fieldNames[parent] ?? [];
  const place = parent === '' ? 'a trial' : parent;
  const closest = closestTo(key, known);
  if (closest !== undefined) return `${formatPath([...path, key])} is no field of ${place}; did you mean ${closest}?`;
  const remedy = known.length > 0 ? `its fields are ${known.join(', ')}` : 'remove it';
  return `${formatPath([...path, key])} is no field of ${place}; ${remedy}`;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  if (isOwn(issue.message)) return issue.message;
  if (issue.origin === 'array' && issue.minimum > 1) return `it must have ${String(issue.minimum)} entries`;
  if (issue.origin === 'array' || issue.origin === 'string') return `it must not be empty`;
  return issue.inclusive
    ? `it must be at least ${String(issue.minimum)}`
    : `it must be more than ${String(issue.minimum)}`;
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  if (isOwn(issue.message)) return issue.message;
  return issue.origin === 'array'
    ? `it must have ${String(issue.maximum)} entries`
    : `it must be at most ${String(issue.maximum)}`;
}

function union(issue: z.core.$ZodIssueInvalidUnion, input: unknown, path: Path, is: string, value: unknown): string {
  if (issue.discriminator !== undefined) {
    const options = (issue as { options?: readonly unknown[] }).options ?? [];
    const kind = valueAt(input, path);
    if (kind === undefined && options.length === 0) return `${is}; ${issue.message}`;
    return `${is}; it must be ${oneOf(options)}${suggestion(value, options)}`;
  }
  // The branch that got furthest is the one that was meant.
  const depth = (branch: readonly Issue[]) => Math.max(0, ...branch.map((found) => found.path.length));
  const [first] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
  if (first?.[0] !== undefined && depth(first) > 0) return sentence(first[0], input, path);
  const remedies = issue.errors.map((branch) => branch[0]).filter((found) => found !== undefined);
  return `${is}; give ${remedies.map(wanted).join(', or ')}`;
}

/** What one branch of a union would take. */
function wanted(issue: Issue): string {
  if (issue.code === 'invalid_type') return typeInWords(issue.expected);
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  return issue.message;
}

function suggestion(value: unknown, options: readonly unknown[]): string {
  const closest = typeof value === 'string' ? closestTo(value, options.map(String)) : undefined;
  return closest === undefined ? '' : `; did you mean ${closest}?`;
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map(String);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
  tuple: 'a list of two numbers',
};

function typeInWords(expected: string): string {
  return typeNames[expected] ?? expected;
}

/** A message written in the schema, not by zod. */
function isOwn(message: string): boolean {
  return !message.startsWith('Too ') && !message.startsWith('Invalid ');
}

export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : `${text === '' ? '' : '.'}${String(step)}`;
  return text;
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

/** A value in at most 60 characters. */
function show(value: unknown): string {
  // JSON has no word for what is no finite number.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
