/** Reads a sweep from YAML or JSON, and knows the line of everything in it, so that complaints can name it. */
import type { z } from 'zod';
import { closestTo } from '../trial/did-you-mean.ts';
import { formatPath } from '../trial/spec-error.ts';
import { parseWithLines, type DataPath } from '../trial/yaml-lines.ts';
import { UserError } from '../user-error.ts';
import { sweepSchema, type SweepInput } from './sweep-spec.ts';

type LineOf = (path: DataPath) => string;

/**
 * Where something stands, such as `sweep.yaml:7`: in the panel of that position, or in what the panels share. Nothing for what
 * is in no file.
 */
export type Locate = (path: DataPath, panel: number) => string | undefined;

export interface SweepFile {
  readonly input: SweepInput;
  readonly locate: Locate;
}

/**
 * Reads a sweep, or the `manifest.json` of a result set, which holds one.
 * @param where the name of the file, for complaints
 * @throws UserError with file, line, rule and remedy
 */
export function parseSweepFile(text: string, where: string): SweepFile {
  const lined = parseWithLines(text, where);
  const { data } = lined;
  const above = isManifest(data) ? ['sweep'] : [];
  const lineOf: LineOf = (path) => `${where}:${lined.lineOf([...above, ...path])}`;
  const input = checkedSweep(isManifest(data) ? data.sweep : data, lineOf, where);
  const locate: Locate = (path, panel) => {
    const places = [['panels', panel, ...path], path];
    // `axes.nodes` is there or not; of `base.nodes`, the base will do.
    const place = places.find((candidate) => lined.has([...above, ...candidate.slice(0, candidate.length - 1)]));
    return place === undefined ? undefined : lineOf(place);
  };
  return { input, locate };
}

function isManifest(data: unknown): data is { readonly sweep: unknown } {
  return typeof data === 'object' && data !== null && 'sweep_hash' in data && 'sweep' in data;
}

function checkedSweep(data: unknown, lineOf: LineOf, where: string): SweepInput {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new UserError(
      `${where} holds no sweep; write an object there, such as {"name": "mine", "axes": {"nodes": [3, 5]}}`,
    );
  }
  const result = sweepSchema.safeParse(data);
  if (!result.success) throw new UserError(sentence(result.error.issues[0]!, data, lineOf));
  return result.data;
}

function sentence(issue: z.core.$ZodIssue, data: unknown, lineOf: LineOf): string {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0]!, path, lineOf);
  const name = formatPath(path);
  const value = path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    data,
  );
  const place = `${lineOf(path)}: ${name}`;
  if (value === undefined) return `${place} is missing; ${expected(path)}`;
  if (Array.isArray(value) && value.length === 0) return `${place} is empty; give it a value or leave it out`;
  const text = JSON.stringify(value);
  return `${place} is ${text.length > 60 ? `${text.slice(0, 57)}…` : text}; ${expected(path)}`;
}

function unknownField(key: string, path: (string | number)[], lineOf: LineOf): string {
  const inPanel = path.length > 0;
  const known = Object.keys(sweepSchema.shape).filter((field) => !inPanel || field !== 'panels');
  const closest = closestTo(key, known);
  const remedy = closest === undefined ? `its fields are ${known.join(', ')}` : `did you mean ${closest}?`;
  return `${lineOf([...path, key])}: ${key} is no field of a ${inPanel ? 'panel' : 'sweep'}; ${remedy}`;
}

const rules: Readonly<Record<string, string>> = {
  schema: 'this version reads schema 1',
  name: 'give a name of letters, digits, dots and dashes, as it becomes a folder',
  about: 'give a text',
  base: 'give the fields of a trial that all share, such as {"nodes": 5}',
  axes: 'give paths of fields and lists of values, such as {"nodes": [3, 5]}',
  seeds: 'give a count from 1 to 10000, or a list of whole numbers',
  intervalMs: 'give a number of milliseconds above 0',
  panels: 'give a list of panels, each with a name and axes',
};

function expected(path: DataPath): string {
  const field = path.findLast((step) => typeof step === 'string' && Object.hasOwn(rules, step)) as string | undefined;
  const inAxis = field === 'axes' && path.at(-1) !== 'axes';
  return inAxis ? 'an axis is a list of values, such as [3, 5]' : rules[field ?? 'axes']!;
}
