import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  emptyLog,
  entriesFrom,
  firstIndexOfTermAt,
  forgetThrough,
  lastIndex,
  lastIndexOfTerm,
  lastTerm,
  termAt,
  truncateFrom,
  type Log,
} from '../../algorithms/raft/log.ts';
import { sizeOf, sizeOfEntry, sizeOfRecord } from '../../algorithms/raft/messages.ts';
import { accepted, appendEntries, entries, refused, requestVote, vote } from './script.ts';

const terms = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 })
  .map((list) => list.sort((a, b) => a - b));

/** A log of these terms, of which the first `forgotten` are dropped. */
function logOf(list: readonly number[], forgotten: number): Log {
  const log = emptyLog(0, 0);
  log.entries.push(...entries(...list));
  if (forgotten > 0) forgetThrough(log, forgotten);
  return log;
}

describe('the log against a plain array', () => {
  const cases = terms.chain((list) => fc.tuple(fc.constant(list), fc.nat(list.length)));

  test('terms are found by bisection as by search', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), ([list, forgotten], term) => {
        const log = logOf(list, forgotten);
        expect(lastIndex(log)).toBe(list.length);
        expect(lastTerm(log)).toBe(list[list.length - 1]);
        for (let index = Math.max(1, forgotten); index <= list.length; index++) {
          expect(termAt(log, index)).toBe(list[index - 1]);
          const first = Math.max(list.indexOf(list[index - 1]!) + 1, forgotten + 1);
          if (index > forgotten) expect(firstIndexOfTermAt(log, index)).toBe(first);
        }
        const last = list.lastIndexOf(term) + 1;
        expect(lastIndexOfTerm(log, term)).toBe(last > 0 && last >= forgotten ? last : undefined);
      }),
      { seed: 1 },
    );
  });

  test('truncation keeps what precedes', () => {
    fc.assert(
      fc.property(cases, fc.nat(30), ([list, forgotten], at) => {
        const log = logOf(list, forgotten);
        const from = forgotten + 1 + (at % (list.length - forgotten + 1));
        truncateFrom(log, from);
        expect(log.entries.map(({ index }) => index)).toEqual(list.map((_, i) => i + 1).slice(forgotten, from - 1));
      }),
      { seed: 2 },
    );
  });

  test('a message takes as many entries as fit, and at least one', () => {
    const log = logOf([1, 1, 2, 2], 1);
    const one = sizeOfEntry(log.entries[0]!);
    expect(entriesFrom(log, 2, 1)).toHaveLength(1);
    expect(entriesFrom(log, 2, 2 * one)).toHaveLength(2);
    expect(entriesFrom(log, 3, 1e9).map(({ index }) => index)).toEqual([3, 4]);
    expect(entriesFrom(log, 5, 1e9)).toEqual([]);
  });
});

describe('sizes', () => {
  test('are those of a compact binary encoding', () => {
    const [entry] = entries(1);
    const batchBytes = 4 + 16 + 8;
    expect(sizeOf(appendEntries(1, [0, 0]))).toBe(37);
    expect(sizeOf(appendEntries(1, [0, 0], [entry!]))).toBe(37 + 8 + batchBytes);
    expect([requestVote(1), vote(1), accepted(1, 1), refused(1, 1, 1)].map(sizeOf)).toEqual([25, 10, 18, 34]);
    expect(sizeOfRecord(entry!)).toBe(17 + batchBytes);
    expect(sizeOfRecord({ type: 'state', currentTerm: 1, votedFor: 2 })).toBe(10);
    expect(sizeOfRecord({ type: 'truncate', fromIndex: 1 })).toBe(9);
    expect(sizeOfRecord({ type: 'base', index: 1, term: 1 })).toBe(17);
  });
});
