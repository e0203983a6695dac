import { describe, expect, it } from 'vitest';
import { parseHistories } from '../../harness/check/linearizability/parse.ts';

const line = (events: unknown, rest: object = {}): string =>
  JSON.stringify({ id: 'h', model: 'kv', init: '', events, ...rest });

const GOOD = line([[0, 'invoke', 'get', 'x', null]], { id: 'good' });

describe('parseHistories', () => {
  it.each([
    [
      'a completion before its invocation',
      line([[3, 'ok', 'get', 'x', '']]),
      'event 0: process 3 completes an operation that it has not invoked',
    ],
    [
      'an unknown operation',
      line([[0, 'invoke', 'delete', 'x', '']]),
      'unknown operation "delete"; model kv has get, put, append, cas',
    ],
    [
      'two operations of a process at once',
      line([
        [0, 'invoke', 'get', 'x', null],
        [0, 'invoke', 'get', 'y', null],
      ]),
      'event 1: process 0 invokes while its operation of event 0 is open',
    ],
    ['a truncated line', GOOD.slice(0, 30), 'is no JSON'],
    ['a line of control characters', '\u001b[2J\u0000', 'is no JSON (Unexpected token \'·\', "·[2J·"'],
    ['an unknown model', line([], { model: 'queue' }), 'model: invalid option'],
    ['an unknown event type', line([[0, 'maybe', 'get', 'x', null]]), 'event 0: invalid option'],
    [
      'a compare-and-swap without its two values',
      line([[0, 'invoke', 'cas', 'x', 'a']]),
      'the value of a cas is [from,to], not "a"',
    ],
    ['a value that is no text', line([[0, 'invoke', 'put', 'x', 7]]), 'event 0: 7 is no value of model kv'],
    ['an initial value that is no text', line([], { init: 7 }), 'init: 7 is no value of model kv'],
    ['a key that is no text', line([[0, 'invoke', 'put', 7, 'x']]), 'event 0: key 7 is no text'],
    [
      'a completion of something else',
      line([
        [0, 'invoke', 'put', 'x', 'a'],
        [0, 'ok', 'put', 'x', 'b'],
      ]),
      'event 1: completes with "b", which is not what event 0 invoked',
    ],
  ])('names file and line of %s, and still reads the other histories', (_, bad, message) => {
    const { histories, problems } = parseHistories(`${GOOD}\n${bad}\n${GOOD}\n`, 'h.jsonl');
    expect(histories.map(({ id }) => id)).toEqual(['good', 'good']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`h.jsonl:2: `);
    expect(problems[0]).toContain(message);
    expect(problems[0]).not.toContain('\n');
  });

  it('refuses a file without a history', () => {
    expect(parseHistories('\n', 'empty.jsonl').problems).toEqual(['empty.jsonl: holds no history; write one a line']);
  });
});
