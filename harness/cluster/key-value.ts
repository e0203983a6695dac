/** The replicated state machine: a key-value store with get, put, append and compare-and-swap. The same in sim and live. */
import type { Operation } from '../../algorithms/contract.ts';

export type KvOperation = KvGet | KvPut | KvAppend | KvCas;

export interface KvGet extends Operation {
  readonly kind: 'get';
  readonly key: string;
}

export interface KvPut extends Operation {
  readonly kind: 'put';
  readonly key: string;
  readonly value: string;
}

export interface KvAppend extends Operation {
  readonly kind: 'append';
  readonly key: string;
  readonly value: string;
}

/** Sets `key` to `to` if it holds `from`. */
export interface KvCas extends Operation {
  readonly kind: 'cas';
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** A read gives the value (`''` if never written), a compare-and-swap whether it took place, a write nothing. */
export type KvResult = string | boolean | null;

/** Commutes unless both touch one key and one of them writes. */
export function conflict(a: KvOperation, b: KvOperation): boolean {
  return a.key === b.key && (a.kind !== 'get' || b.kind !== 'get');
}

export class KeyValue {
  private readonly values: Map<string, string>;

  constructor(values: Iterable<readonly [string, string]> = []) {
    this.values = new Map(values);
  }

  apply(op: KvOperation): KvResult {
    switch (op.kind) {
      case 'get':
        return this.values.get(op.key) ?? '';
      case 'put':
        this.values.set(op.key, op.value);
        return null;
      case 'append':
        this.values.set(op.key, (this.values.get(op.key) ?? '') + op.value);
        return null;
      case 'cas': {
        const matches = (this.values.get(op.key) ?? '') === op.from;
        if (matches) this.values.set(op.key, op.to);
        return matches;
      }
    }
  }

  /** All keys that were ever written, and their values. */
  entries(): ReadonlyMap<string, string> {
    return this.values;
  }
}
