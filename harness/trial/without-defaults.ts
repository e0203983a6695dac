/** What a user would have to write to get a spec: the fields that are not at their defaults. */
import { isDeepStrictEqual } from 'node:util';
import { resolveSpec } from './resolve.ts';
import type { TrialSpec } from './spec.ts';

/** The shortest input that resolves to `spec`, keeping its fields' order. For people: a later version may default otherwise. */
export function withoutDefaults(spec: TrialSpec): object {
  const defaults = resolveSpec({ algorithm: spec.algorithm });
  return { algorithm: spec.algorithm, ...difference(spec, defaults) };
}

/** The fields of `given` that differ from `base`, recursively. */
function difference(given: object, base: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const standard: unknown = Reflect.get(base, key);
    if (isDeepStrictEqual(value, standard)) continue;
    result[key] = isGroup(value) && isGroup(standard) ? difference(value, standard) : (value as unknown);
  }
  return result;
}

/** A group of fields with defaults of their own: no list, and not one of several kinds, which is given as a whole. */
function isGroup(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    !('type' in value) && !('id' in value) && (!('kind' in value) || value.kind === 'closed' || value.kind === 'open')
  );
}
