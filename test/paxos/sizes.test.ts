/** Sizes of messages and records. */
import { describe, expect, it } from 'vitest';
import { paxos } from '../../algorithms/paxos/paxos.ts';
import { A, prepare, accept, promise } from './bench.ts';

describe('the size of things', () => {
  it('is one byte of type, eight per number, and the batch', () => {
    expect(paxos.sizeOf(prepare(1, 5))).toBe(17);
    expect(paxos.sizeOf(promise(1, 5))).toBe(29);
    expect(paxos.sizeOf(accept(1, 5, A))).toBe(17 + 4 + 24);
    expect(paxos.sizeOf({ type: 'learned', slot: 1, values: [A, []], upTo: 3 })).toBe(17 + 4 + 28 + 4);
    expect(paxos.sizeOfRecord({ type: 'accepted', slot: 1, ballot: 5, value: A })).toBe(45);
    expect(paxos.sizeOfRecord({ type: 'round', round: 5 })).toBe(9);
  });
});
