/** Sets a field of nested data by its path, without touching the original. */

/** A copy of `input` in which the field at `path` (separated by dots) is `value`. */
export function withValue(input: object, path: string, value: unknown): object {
  return set(input, path.split('.'), value);
}

function set(input: unknown, [key, ...rest]: readonly string[], value: unknown): object {
  const copy: object = Array.isArray(input) ? [...(input as unknown[])] : isObject(input) ? { ...input } : {};
  const before: unknown = Object.hasOwn(copy, key!) ? Reflect.get(copy, key!) : undefined;
  // Defined rather than assigned, so that `__proto__` is a field like others, and refused as such.
  Object.defineProperty(copy, key!, {
    value: rest.length === 0 ? value : set(before, rest, value),
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return copy;
}

/** The field at `path`, if there is one. */
export function valueAt(input: unknown, path: string): unknown {
  let value = input;
  for (const step of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
