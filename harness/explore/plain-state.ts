/**
 * Copies and names the state of replicas and observers, which is plain fields by contract: numbers, strings, arrays, maps,
 * sets, objects. Functions, and what is `shared` (environments, options, batches: never changed), are kept as they are.
 */
export class PlainState {
  /** What is not copied, and the name of it. */
  private readonly shared = new Map<object, string>();

  /** `root` and all that it reaches is never changed, from here on. */
  share(root: unknown): void {
    if (typeof root === 'function') this.name(root);
    if (typeof root !== 'object' || root === null || this.shared.has(root)) return;
    this.name(root);
    for (const part of partsOf(root)) this.share(part);
  }

  /** `root` itself is the same for all; what it reaches is not looked at. */
  shareOnly(root: object): void {
    this.name(root);
  }

  private name(object: object): void {
    if (!this.shared.has(object)) this.shared.set(object, `#${this.shared.size}`);
  }

  /** Keeps prototypes, and which fields hold the same object. */
  copy<T>(value: T): T {
    return this.copyOf(value, new Map()) as T;
  }

  private copyOf(value: unknown, done: Map<object, object>): unknown {
    if (typeof value !== 'object' || value === null || this.shared.has(value)) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    if (ArrayBuffer.isView(value)) return structuredClone(value);
    if (Array.isArray(value)) {
      const array: unknown[] = [];
      done.set(value, array);
      for (let i = 0; i < value.length; i++) array.push(this.copyOf(value[i], done));
      return array;
    }
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>();
      done.set(value, map);
      for (const [key, item] of value) map.set(this.copyOf(key, done), this.copyOf(item, done));
      return map;
    }
    if (value instanceof Set) {
      const set = new Set<unknown>();
      done.set(value, set);
      for (const item of value) set.add(this.copyOf(item, done));
      return set;
    }
    const object = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
    done.set(value, object);
    for (const key of Object.keys(value)) object[key] = this.copyOf((value as Record<string, unknown>)[key], done);
    return object;
  }

  /** Equal texts, equal behaviour. The order of maps and sets counts, for it may show. */
  text(value: unknown): string {
    return this.textOf(value, new Map());
  }

  private textOf(value: unknown, done: Map<object, number>): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'function') return this.shared.get(value) ?? 'function';
    if (typeof value !== 'object' || value === null) return String(value);
    const shared = this.shared.get(value);
    if (shared !== undefined) return shared;
    const known = done.get(value);
    if (known !== undefined) return `@${known}`;
    done.set(value, done.size);
    const text = (part: unknown): string => this.textOf(part, done);
    if (Array.isArray(value)) return `[${value.map(text).join()}]`;
    if (ArrayBuffer.isView(value)) return `<${Array.from(value as Int32Array).join()}>`;
    if (value instanceof Map) return `m[${[...value].map(([key, item]) => `${text(key)}:${text(item)}`).join()}]`;
    if (value instanceof Set) return `s[${[...value].map(text).join()}]`;
    const fields = Object.keys(value).map((key) => `${key}:${text((value as Record<string, unknown>)[key])}`);
    return `${value.constructor === Object ? '' : value.constructor.name}{${fields.join()}}`;
  }
}

function partsOf(value: object): unknown[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (value instanceof Set) return [...value];
  return Object.values(value);
}
