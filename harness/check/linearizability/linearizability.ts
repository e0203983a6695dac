/**
 * Is a history linearizable (Herlihy and Wing 1990): could each operation have taken effect at one instant between its
 * invocation and its completion? Keys are independent (their locality theorem), so each is searched alone; the searches
 * take turns, so that a hard key does not hide an illegal one.
 */
import type { History } from './history.ts';
import { KeySearch } from './key-search.ts';
import { operationsOf, registerText, type Operation } from './operations.ts';
import { smallestPrefix, type Cause } from './prefix.ts';
import { isOrderedByZones } from './zones.ts';

export type Verdict = 'ok' | 'illegal' | 'unknown';

export interface CheckOptions {
  /** What the searches of one history may hold; beyond it the verdict is `unknown`. Default 512 MiB. */
  readonly memoryBytes?: number;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** Operations invoked. */
  readonly operations: number;
  /** Of an illegal history: the first so many events are illegal already, and one fewer are not. */
  readonly prefix?: number;
  /** Of an illegal history: why. */
  readonly cause?: Cause;
}

/** Configurations of one turn of one key; doubled in each round. */
const FIRST_TURN = 1_000;

const DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024;

/**
 * @throws UserError if the events are no history
 */
export function checkHistory(history: History, options: CheckOptions = {}): CheckResult {
  const initial = registerText(history.model, history.init, `${history.id}: init`);
  return checkOperations(operationsOf(history), initial, options);
}

/**
 * @param operations in the order of their invocations
 * @param initial value of every register before the first
 */
export function checkOperations(
  operations: readonly Operation[],
  initial: string,
  options: CheckOptions = {},
): CheckResult {
  const memoryBytes = options.memoryBytes ?? DEFAULT_MEMORY_BYTES;
  const keys = byKey(operations);
  const hard = keys.filter((key) => !isOrderedByZones(key, initial));
  const { verdict, illegal } = judge(hard, initial, memoryBytes);
  if (illegal === undefined) return { verdict, operations: operations.length };
  return { verdict, operations: operations.length, ...smallestPrefix(hard, illegal, initial, memoryBytes) };
}

function byKey(operations: readonly Operation[]): Operation[][] {
  const keys = new Map<string, Operation[]>();
  for (const operation of operations) {
    const same = keys.get(operation.key);
    if (same === undefined) keys.set(operation.key, [operation]);
    else same.push(operation);
  }
  return [...keys.values()];
}

/** Searches the keys in turns until one is illegal or all are decided. `illegal` is the number of the illegal key. */
function judge(
  keys: readonly (readonly Operation[])[],
  initial: string,
  memoryBytes: number,
): { readonly verdict: Verdict; readonly illegal?: number } {
  const running = new Map(keys.map((operations, key) => [key, new KeySearch(operations, initial)]));
  let verdict: Verdict = 'ok';
  for (let turn = FIRST_TURN; running.size > 0; turn *= 2) {
    for (const [key, search] of running) {
      for (let done = 0; done < turn && running.has(key); done += FIRST_TURN) {
        const state = search.run(FIRST_TURN);
        if (state === 'illegal') return { verdict: 'illegal', illegal: key };
        if (state === 'linearizable') running.delete(key);
        else if (bytesOf(running) > memoryBytes) {
          // The largest gives way: what it holds is what keeps the others from being decided.
          running.delete(largest(running));
          verdict = 'unknown';
        }
      }
    }
  }
  return { verdict };
}

function bytesOf(searches: ReadonlyMap<number, KeySearch>): number {
  let bytes = 0;
  for (const search of searches.values()) bytes += search.bytes;
  return bytes;
}

function largest(searches: ReadonlyMap<number, KeySearch>): number {
  return [...searches].reduce((a, b) => (b[1].bytes > a[1].bytes ? b : a))[0];
}
