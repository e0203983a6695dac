/**
 * The log of Figure 2: entries from `baseIndex` + 1 on; what came before is forgotten, but for the term of the last.
 * Terms never decrease along a log, so places are found by bisection. A plain object, so that a model checker can copy it.
 */
import { sizeOfEntry, type Entry } from './messages.ts';

export interface Log {
  /** The last forgotten entry; 0 when none is. `prevLogTerm` of the first entry is `baseTerm` (§7). */
  baseIndex: number;
  baseTerm: number;
  /** `entries[i]` has index `baseIndex + 1 + i`. */
  entries: Entry[];
}

export function emptyLog(baseIndex: number, baseTerm: number): Log {
  return { baseIndex, baseTerm, entries: [] };
}

export function lastIndex(log: Log): number {
  return log.baseIndex + log.entries.length;
}

export function lastTerm(log: Log): number {
  const { entries } = log;
  return entries.length === 0 ? log.baseTerm : entries[entries.length - 1]!.term;
}

/** Of an index in `baseIndex + 1` … last. */
export function entryAt(log: Log, index: number): Entry {
  return log.entries[index - log.baseIndex - 1]!;
}

/** Of an index in `baseIndex` … last. */
export function termAt(log: Log, index: number): number {
  return index === log.baseIndex ? log.baseTerm : entryAt(log, index).term;
}

/** Removes the entries from `index` on. */
export function truncateFrom(log: Log, index: number): void {
  log.entries.length = index - log.baseIndex - 1;
}

/** Drops the entries up to and with `index`. The rest moves down, as the checkpoint that follows must rewrite it anyway. */
export function forgetThrough(log: Log, index: number): void {
  const term = termAt(log, index);
  log.entries.splice(0, index - log.baseIndex);
  log.baseIndex = index;
  log.baseTerm = term;
}

/** The smallest index above the base whose entry has at least `term`; one behind the last if there is none. */
function firstIndexFrom(log: Log, term: number): number {
  let low = 0;
  let high = log.entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (log.entries[middle]!.term < term) low = middle + 1;
    else high = middle;
  }
  return log.baseIndex + 1 + low;
}

/** The first index that the log holds of the term at `index`. */
export function firstIndexOfTermAt(log: Log, index: number): number {
  return firstIndexFrom(log, termAt(log, index));
}

/** The last index of `term` in the log, `undefined` if it holds none. */
export function lastIndexOfTerm(log: Log, term: number): number | undefined {
  const index = firstIndexFrom(log, term + 1) - 1;
  return index >= log.baseIndex && termAt(log, index) === term ? index : undefined;
}

/** Entries from `index` on, as many as fit into `maxBytes`, but at least one if there is any. */
export function entriesFrom(log: Log, index: number, maxBytes: number): Entry[] {
  const { entries } = log;
  const start = index - log.baseIndex - 1;
  let end = start;
  let bytes = 0;
  while (end < entries.length) {
    bytes += sizeOfEntry(entries[end]!);
    if (bytes > maxBytes && end > start) break;
    end++;
  }
  return entries.slice(start, end);
}
