/**
 * The smallest illegal prefix of an illegal history: as a prefix is judged without knowing what comes later, an operation
 * that completes behind it has an unknown outcome.
 */
import { KeySearch } from './key-search.ts';
import type { Operation } from './operations.ts';
import { isOrderedByZones } from './zones.ts';

export interface Cause {
  /** The last operation of the prefix: it cannot have completed so. */
  readonly impossible: Operation;
  /** What the register may have held when it was due. */
  readonly possibleValues: readonly string[];
}

export interface IllegalPrefix {
  /** Number of events. */
  readonly prefix: number;
  readonly cause: Cause;
}

const TURN = 1_000;

/** What may be spent on saying why. */
const EXPLANATION_BYTES = 64 * 1024 * 1024;

/**
 * @param illegal number of a key that is illegal
 * @returns nothing if `memoryBytes` do not suffice to find it; a key that does not fit them is taken for legal
 */
export function smallestPrefix(
  keys: readonly (readonly Operation[])[],
  illegal: number,
  initial: string,
  memoryBytes: number,
): IllegalPrefix | undefined {
  let best = smallestOfKey(keys[illegal]!, initial, memoryBytes);
  if (best === undefined) return undefined;
  for (const operations of keys) {
    if (operations === keys[illegal]) continue;
    best = smallestOfKey(cut(operations, best.prefix - 1), initial, memoryBytes) ?? best;
  }
  return best;
}

/** The history as it was known after `events` events. */
export function cut(operations: readonly Operation[], events: number): Operation[] {
  return operations
    .filter(({ invoked }) => invoked < events)
    .map((operation) =>
      operation.completed < events ? operation : { ...operation, outcome: 'unknown', completed: Infinity },
    );
}

/** `undefined` if the key is legal or its search does not fit the memory. */
function smallestOfKey(
  operations: readonly Operation[],
  initial: string,
  memoryBytes: number,
): IllegalPrefix | undefined {
  const whole = illegalSearch(operations, initial, memoryBytes);
  if (whole === undefined) return undefined;
  // Whatever the search passed is legal; it may have stopped early, for it knew what comes later and a prefix does not.
  const from = whole.impossible.completed;
  const completions = operations.filter(({ completed }) => completed !== Infinity && completed >= from);
  completions.sort((a, b) => a.completed - b.completed);
  const isIllegal = (last: Operation): boolean =>
    illegalSearch(cut(operations, last.completed + 1), initial, memoryBytes) !== undefined;
  let low = 0;
  let high = completions.length - 1;
  for (let probe = low; low < high; probe = (low + high) >>> 1) {
    if (isIllegal(completions[probe]!)) high = probe;
    else low = probe + 1;
  }
  const impossible = completions[low]!;
  const prefix = impossible.completed + 1;
  return { prefix, cause: { impossible, possibleValues: possibleValues(cut(operations, prefix), initial) } };
}

function illegalSearch(operations: readonly Operation[], initial: string, memoryBytes: number): KeySearch | undefined {
  if (isOrderedByZones(operations, initial)) return undefined;
  const search = new KeySearch(operations, initial);
  while (search.run(TURN) === 'running') if (search.bytes > memoryBytes) return undefined;
  return search.run(0) === 'illegal' ? search : undefined;
}

/** None if there are too many ways to get there. */
function possibleValues(prefix: readonly Operation[], initial: string): string[] {
  const search = new KeySearch(prefix, initial, false);
  while (search.run(TURN) === 'running') if (search.bytes > EXPLANATION_BYTES) return [];
  return search.possibleValues();
}
