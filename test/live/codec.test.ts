/** The codec of live messages: what is decoded equals what was encoded, for any plain data and for what algorithms really say. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algorithm, Protocol } from '../../algorithms/contract.ts';
import { algorithms } from '../../algorithms/registry.ts';
import { Vocabulary } from '../../harness/live/codec.ts';
import { Decoder } from '../../harness/live/decoder.ts';
import { Encoder } from '../../harness/live/encoder.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';

/** One sender and one receiver, with a link that tells what is new before each frame. */
function link() {
  const vocabulary = new Vocabulary();
  const encoder = new Encoder(vocabulary);
  const decoder = new Decoder();
  let told = 0;
  return (value: unknown): unknown => {
    encoder.begin(7);
    encoder.value(value);
    if (vocabulary.size > told) {
      const news = vocabulary.since(told);
      decoder.learn(news, 0, news.length);
      told = vocabulary.size;
    }
    const kind = decoder.begin(encoder.bytes, 0);
    const decoded = decoder.value();
    // No expectations here: they take longer than all the rest.
    if (kind !== 7 || decoder.position !== encoder.length) throw new Error(`kind ${kind}, read to ${decoder.position}`);
    return decoded;
  };
}

/** Any string of JavaScript: halves of surrogate pairs too. */
const anyString = fc.oneof(
  fc.string(),
  fc.constantFrom('type', 'kind', '__proto__', 'constructor', '0', '1', 'toString'),
  fc.array(fc.nat(0xffff), { maxLength: 5 }).map((units) => String.fromCharCode(...units)),
  fc.string({ minLength: 250, maxLength: 270 }),
);

const { data: plainData } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(
      null,
      undefined,
      true,
      false,
      NaN,
      -0,
      0,
      -1,
      191,
      192,
      65_535,
      65_536,
      2 ** 32 - 1,
      2 ** 32,
      -Infinity,
    ),
    fc.double(),
    fc.integer(),
    anyString,
    fc.array(tie('data')),
    fc.dictionary(anyString, tie('data'), { noNullPrototype: true }),
    fc.record(
      { type: fc.constantFrom('a', 'b'), slot: fc.nat(), batch: fc.array(tie('data')) },
      { noNullPrototype: true },
    ),
  ),
}));

describe('the codec', () => {
  it('gives back any plain data, value for value and key for key', () => {
    fc.assert(
      fc.property(fc.array(plainData, { maxLength: 4 }), (values) => {
        const through = link();
        for (const value of values) {
          const decoded = through(value);
          // Not toStrictEqual: it takes a key `constructor` for the class.
          expect(isDeepStrictEqual(decoded, value)).toBe(true);
          expect(JSON.stringify(decoded)).toBe(JSON.stringify(value));
        }
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('encodes once for receivers that know different parts of the vocabulary', () => {
    const vocabulary = new Vocabulary();
    const encoder = new Encoder(vocabulary);
    const [early, late] = [new Decoder(), new Decoder()];
    encoder.value({ type: 'a', x: 1 });
    const first = vocabulary.since(0);
    early.learn(first, 0, first.length);
    encoder.begin(0);
    encoder.value({ type: 'b', y: { kind: 'c' } });
    const second = vocabulary.since(2);
    early.learn(second, 0, second.length);
    const all = vocabulary.since(0);
    late.learn(all, 0, all.length);
    for (const decoder of [early, late]) {
      decoder.begin(encoder.bytes, 0);
      expect(decoder.value()).toStrictEqual({ type: 'b', y: { kind: 'c' } });
    }
  });

  it('sends objects used as maps in full when there are too many shapes, and words likewise', () => {
    const values = Array.from({ length: 4200 }, (_, i) => ({ type: `t${i}`, [`key${i}`]: i }));
    expect(JSON.stringify(link()(values))).toBe(JSON.stringify(values));
  });

  it.each([
    ['a Map', new Map()],
    ['a date', new Date(0)],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a typed array', new Uint8Array(2)],
    ['an object without a prototype', Object.create(null) as object],
  ])('refuses %s, which would not come out as it went in', (_name, value) => {
    const through = link();
    through({});
    expect(() => through({ value })).toThrow(/cannot be sent/);
  });

  it('reads from shared memory, where the rings are', () => {
    const encoder = new Encoder(new Vocabulary());
    const value = ['short', 'a string that is longer than what is cached', 'ünï', '漢字', 1.5];
    encoder.value(value);
    const shared = new Uint8Array(new SharedArrayBuffer(encoder.length + 10), 5);
    shared.set(encoder.bytes.subarray(0, encoder.length), 3);
    const decoder = new Decoder();
    decoder.begin(shared, 2);
    expect(decoder.value()).toStrictEqual(value);
  });
});

/** All that an algorithm sends and writes in a run with crashes and loss. */
function saidBy(algorithm: Algorithm): unknown[] {
  const said: unknown[] = [];
  const note = (value: object) => void said.push(value);
  const silent = () => {};
  const overheard: Algorithm<Protocol> = {
    ...algorithm,
    observe: () => ({
      onStart: silent,
      onStop: silent,
      onStep: silent,
      forget: silent,
      onDurable: silent,
      onPersist: (_node, record) => note(record),
      onSend: (_node, _to, message) => note(message),
      onCommit: (_node, _slot, batch) => note(batch),
    }),
  };
  const spec = resolveSpec({
    algorithm: algorithm.name,
    nodes: 3,
    network: { loss: 0.1 },
    workload: { clients: 6, keys: 20 },
    policy: { batch: 4, window: 4, electionMs: [20, 40], heartbeatMs: 8 },
    faults: { crashLeaderAtMs: [60], repair: { type: 'constant', value: 40 } },
    phases: { warmupMs: 0, durationMs: 150 },
  });
  new Trial(spec, { algorithm: overheard }).run();
  return said;
}

describe.each(algorithms.map((algorithm) => [algorithm.name, algorithm] as const))('of %s', (_name, algorithm) => {
  it('each message, record and batch comes out as it went in', () => {
    const said = saidBy(algorithm);
    const through = link();
    const types = new Set<unknown>();
    for (const value of said) {
      const decoded = through(value);
      // Much faster than toStrictEqual; such data has no undefined, no -0 and no fraction, which the property test is for.
      if (JSON.stringify(decoded) !== JSON.stringify(value)) expect(decoded).toStrictEqual(value);
      types.add(Reflect.get(value as object, 'type'));
    }
    expect(said.length).toBeGreaterThan(1000);
    expect(types.size).toBeGreaterThan(4);
  });
});
