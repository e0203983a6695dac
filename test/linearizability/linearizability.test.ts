import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { History, HistoryEvent } from '../../harness/check/linearizability/history.ts';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import { KeySearch } from '../../harness/check/linearizability/key-search.ts';
import { operationsOf } from '../../harness/check/linearizability/operations.ts';
import { parseHistories } from '../../harness/check/linearizability/parse.ts';
import { isOrderedByZones } from '../../harness/check/linearizability/zones.ts';
import { isLinearizable } from './brute-force.ts';

const kv = (events: readonly HistoryEvent[]): History => ({ id: 'h', model: 'kv', init: '', events });
const register = (events: readonly HistoryEvent[]): History => ({ id: 'h', model: 'cas-register', init: null, events });

/** What a client asks for, and how it may end: an interpretation of small integers, so that shrinking works. */
const choices = fc.array(fc.tuple(fc.nat(2), fc.nat(9), fc.nat(1), fc.nat(2), fc.nat(2)), { maxLength: 14 });

function historyFrom(moves: readonly (readonly [number, number, number, number, number])[]): History {
  const values = ['', 'a', 'b'];
  const open = new Map<number, HistoryEvent>();
  const events: HistoryEvent[] = [];
  for (const [process, what, keyNumber, a, b] of moves) {
    const asked = open.get(process);
    if (asked === undefined) {
      const op = ['get', 'put', 'append', 'cas'][what % 4]!;
      const value = { get: null, put: values[a], append: values[a], cas: [values[a], values[b]] }[op];
      const event: HistoryEvent = [process, 'invoke', op, `k${keyNumber}`, value];
      open.set(process, event);
      events.push(event);
    } else {
      const type = what < 7 ? 'ok' : what < 9 ? 'fail' : 'info';
      const [, , op, key, value] = asked;
      events.push([process, type, op, key, op === 'get' ? `${values[a]}${values[b]}` : value]);
      open.delete(process);
    }
  }
  return kv(events);
}

/** The same with puts (of appends too) of values that differ, each read of one of them or of the initial value. */
function uniqueWrites({ events }: History): History {
  const written = new Map<unknown, string>();
  let count = 0;
  const changed = events.map(([process, type, op, key, value]): HistoryEvent => {
    if (op === 'get' && type !== 'invoke') {
      return [process, type, op, key, ['', '#1', '#2', '#3'][['', 'a', 'b'].indexOf(String(value)) + 1]];
    }
    if (op === 'cas') return [process, type, op, key, value];
    if (op !== 'get' && type === 'invoke') written.set(process, `#${++count}`);
    return op === 'get' ? [process, type, op, key, null] : [process, type, 'put', key, written.get(process)];
  });
  return kv(changed);
}

describe('checkHistory', () => {
  it('agrees with every order tried, on small random histories, and its prefix is the smallest illegal one', () => {
    const verdicts = { ok: 0, illegal: 0, unknown: 0 };
    fc.assert(
      fc.property(choices, (moves) => {
        const history = historyFrom(moves);
        const { verdict, prefix } = checkHistory(history);
        verdicts[verdict]++;
        expect(verdict).toBe(isLinearizable(history) ? 'ok' : 'illegal');
        if (verdict === 'ok') return;
        expect(isLinearizable(kv(history.events.slice(0, prefix)))).toBe(false);
        expect(isLinearizable(kv(history.events.slice(0, prefix! - 1)))).toBe(true);
      }),
      { numRuns: 4_000, seed: 8 },
    );
    expect(verdicts.unknown).toBe(0);
    expect(Math.min(verdicts.ok, verdicts.illegal)).toBeGreaterThan(1_000);
  });

  it('is right by the search alone, and by zones alone wherever no value is written twice', () => {
    const counts = { searched: 0, ok: 0, illegal: 0 };
    fc.assert(
      fc.property(choices, (moves) => {
        const history = uniqueWrites(historyFrom(moves.map(([process, what, , a, b]) => [process, what, 0, a, b])));
        const operations = operationsOf(history);
        const expected = isLinearizable(history);
        const search = new KeySearch(operations, '');
        while (search.run(1_000) === 'running');
        expect(search.run(0)).toBe(expected ? 'linearizable' : 'illegal');
        if (operations.some(({ kind }) => kind !== 'read' && kind !== 'write')) return void counts.searched++;
        expect(isOrderedByZones(operations, '')).toBe(expected);
        counts[expected ? 'ok' : 'illegal']++;
      }),
      { numRuns: 4_000, seed: 6 },
    );
    expect(Math.min(counts.ok, counts.illegal, counts.searched)).toBeGreaterThan(100);
  });

  it('gives the known verdict on the recorded key-value histories of porcupine', () => {
    const file = new URL('../reference/oracles/kv-histories.jsonl', import.meta.url);
    const { histories, problems } = parseHistories(readFileSync(file, 'utf8'), 'kv-histories.jsonl');
    expect(problems).toEqual([]);
    expect(histories.map(({ id }) => id)).toEqual(['c01-ok', 'c01-bad', 'c10-ok', 'c50-ok']);
    for (const history of histories) {
      expect(checkHistory(history).verdict, history.id).toBe(history.linearizable ? 'ok' : 'illegal');
    }
  });

  it('lets an operation of unknown outcome take effect late, or never', () => {
    const lost: HistoryEvent[] = [
      [0, 'invoke', 'write', 1],
      [0, 'info', 'write', ':timed-out'],
      [1, 'invoke', 'read', null],
      [1, 'ok', 'read', null],
    ];
    expect(checkHistory(register(lost)).verdict).toBe('ok');
    const late: HistoryEvent[] = [...lost, [1, 'invoke', 'read', null], [1, 'ok', 'read', 1]];
    expect(checkHistory(register(late)).verdict).toBe('ok');
    const undone: HistoryEvent[] = [...late, [1, 'invoke', 'read', null], [1, 'ok', 'read', null]];
    expect(checkHistory(register(undone))).toMatchObject({ verdict: 'illegal', prefix: 8 });
  });

  it('takes a failed read with a time-out for a read that tells nothing', () => {
    const events: HistoryEvent[] = [
      [0, 'invoke', 'read', null],
      [0, 'fail', 'read', ':timed-out'],
    ];
    expect(checkHistory(register(events))).toEqual({ verdict: 'ok', operations: 1 });
  });

  it('takes a time-out for one only where the operation failed: a store may hold any text', () => {
    const events = (type: 'ok' | 'fail'): HistoryEvent[] => [
      [0, 'invoke', 'get', 'x', null],
      [0, type, 'get', 'x', ':timed-out'],
    ];
    expect(checkHistory(kv(events('fail'))).verdict).toBe('ok');
    expect(checkHistory(kv(events('ok')))).toMatchObject({ verdict: 'illegal', prefix: 2 });
  });

  it('takes a failed compare-and-swap for one that found another value', () => {
    const events: HistoryEvent[] = [
      [0, 'invoke', 'put', 'x', 'a'],
      [0, 'ok', 'put', 'x', 'a'],
      [1, 'invoke', 'cas', 'x', ['a', 'b']],
      [1, 'fail', 'cas', 'x', ['a', 'b']],
    ];
    expect(checkHistory(kv(events))).toMatchObject({ verdict: 'illegal', prefix: 4 });
  });

  it('says what the register can only have held', () => {
    const events: HistoryEvent[] = [
      [0, 'invoke', 'put', 'x', 'a'],
      [0, 'ok', 'put', 'x', 'a'],
      [0, 'invoke', 'append', 'x', 'b'],
      [1, 'invoke', 'get', 'x', null],
      [1, 'ok', 'get', 'x', 'stale'],
    ];
    const { cause } = checkHistory(kv(events));
    expect(cause?.impossible.process).toBe(1);
    expect([...(cause?.possibleValues ?? [])].sort()).toEqual(['a', 'ab']);
  });

  it('finds the illegal key behind a key that is too hard, and says unknown without one', () => {
    // 24 appends at once and a read that none of their orders explains, though all letters are right.
    const letters = [...'abcdefghijklmnopqrstuvwx'];
    const hard: HistoryEvent[] = [
      ...letters.map((letter, i): HistoryEvent => [i, 'invoke', 'append', 'hard', letter]),
      [90, 'invoke', 'put', 'hard', ''],
      [91, 'invoke', 'get', 'hard', null],
      ...letters.map((letter, i): HistoryEvent => [i, 'ok', 'append', 'hard', letter]),
      [91, 'ok', 'get', 'hard', 'never written'],
    ];
    const options = { memoryBytes: 4 * 1024 * 1024 };
    expect(checkHistory(kv(hard), options)).toEqual({ verdict: 'unknown', operations: 26 });
    const easy: HistoryEvent[] = [
      [92, 'invoke', 'get', 'easy', null],
      [92, 'ok', 'get', 'easy', 'never written'],
    ];
    expect(checkHistory(kv([...hard, ...easy]), options).verdict).toBe('illegal');
  });
});
