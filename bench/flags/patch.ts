/** What a flag does to a spec: a value per path. `undefined` takes a field away, for what excludes it. */
import { UserError } from '../../harness/user-error.ts';
import { parseData } from '../read-input.ts';

export type Patch = Readonly<Record<string, unknown>>;

/** A copy of `input` with the patch applied; paths are separated by dots. */
export function applyPatch(input: object, patch: Patch): object {
  let result = input;
  for (const [path, value] of Object.entries(patch)) result = setPath(result, path.split('.'), value);
  return result;
}

function setPath(input: unknown, [key, ...rest]: readonly string[], value: unknown): object {
  const copy: Record<string, unknown> | unknown[] = Array.isArray(input)
    ? [...(input as unknown[])]
    : { ...objectOf(input) };
  const before = Object.hasOwn(copy, key!) ? (Reflect.get(copy, key!) as unknown) : undefined;
  const after =
    rest.length === 0 ? value : value === undefined && before === undefined ? undefined : setPath(before, rest, value);
  // Defined rather than assigned, so that `__proto__` is a field like others, and refused as such.
  if (after === undefined) Reflect.deleteProperty(copy, key!);
  else Object.defineProperty(copy, key!, { value: after, writable: true, enumerable: true, configurable: true });
  return copy;
}

/** Where a patch goes below something that is no object, such as the name of a topology, it takes its place. */
function objectOf(input: unknown): object {
  return typeof input === 'object' && input !== null ? input : {};
}

/** Reads `path=value` of `--set`; the value is YAML or JSON: `5`, `true`, `[100, 200]`, `{type: constant, value: 1}`. */
export function parseAssignment(text: string): Patch {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UserError(`--set: '${text}' is no assignment; write path=value, such as workload.keys=10`);
  const path = text.slice(0, equals).trim();
  return { [path]: parseData(text.slice(equals + 1), `--set ${path}: the value`) };
}
