/** The sentences of Paxos Made Simple on acceptors. */
import { describe, expect, it } from 'vitest';
import type { PaxosRecord } from '../../algorithms/paxos/messages.ts';
import {
  A,
  B,
  Bench,
  prepare,
  accept,
  accepted,
  chosen,
  promise,
  rejected,
  durably,
  sent,
  persisted,
} from './bench.ts';

describe('the acceptor', () => {
  it('§2.2 phase 1b: responds to a prepare with a promise not to accept any lower proposal, once it is on disk', () => {
    const bench = new Bench();
    expect(bench.receive(3, prepare(1, 8))).toEqual([
      persisted({ type: 'promised', slot: 1, ballot: 8 }),
      durably(0b01000, promise(1, 8)),
    ]);
    expect(bench.receive(2, accept(1, 7, A))).toEqual([sent(0b00100, rejected(1, 7, 8))]);
    expect(bench.receive(2, prepare(1, 7))).toEqual([sent(0b00100, rejected(1, 7, 8))]);
  });

  it('§2.2 phase 1b: … and with the highest-numbered proposal, if any, that it has accepted', () => {
    const bench = new Bench();
    bench.receive(2, accept(1, 7, A));
    bench.receive(3, accept(1, 8, B));
    expect(bench.receive(4, prepare(1, 14))).toContainEqual(durably(0b10000, promise(1, 14, 8, B)));
  });

  it('§2.2 phase 2b: accepts unless it has responded to a prepare with a greater number, once it is on disk', () => {
    const bench = new Bench();
    bench.receive(3, prepare(1, 8));
    expect(bench.receive(3, accept(1, 8, A))).toEqual([
      persisted({ type: 'accepted', slot: 1, ballot: 8, value: A }),
      durably(0b01000, accepted(1, 8)),
    ]);
    expect(bench.receive(4, accept(1, 9, A))).toContainEqual(durably(0b10000, accepted(1, 9)));
  });

  it('FPaxos.tla Phase2b: to accept is to promise (maxBal becomes the ballot)', () => {
    const bench = new Bench();
    bench.receive(3, accept(1, 8, A));
    expect(bench.receive(2, prepare(1, 7))).toEqual([sent(0b00100, rejected(1, 7, 8))]);
  });

  it('says again what it said, without another write, when a question is repeated', () => {
    const bench = new Bench();
    bench.receive(3, prepare(1, 8));
    expect(bench.receive(3, prepare(1, 8))).toEqual([durably(0b01000, promise(1, 8))]);
    bench.receive(3, accept(1, 8, A));
    expect(bench.receive(3, accept(1, 8, A))).toEqual([durably(0b01000, accepted(1, 8))]);
    expect(bench.receive(3, prepare(1, 8)), 'a prepare that its own phase 2 has overtaken').toEqual([]);
  });

  it('§2.5: an acceptor remembers its promises and accepted proposals even if it fails and then restarts', () => {
    const bench = new Bench([
      { type: 'accepted', slot: 1, ballot: 8, value: A },
      { type: 'promised', slot: 1, ballot: 14 },
    ]);
    expect(bench.receive(3, accept(1, 13, B))).toEqual([sent(0b01000, rejected(1, 13, 14))]);
    expect(bench.receive(3, prepare(1, 18))).toContainEqual(durably(0b01000, promise(1, 18, 8, A)));
  });

  it('keeps one instance per slot', () => {
    const bench = new Bench();
    bench.receive(3, prepare(1, 8));
    expect(bench.receive(2, prepare(2, 7))).toContainEqual(durably(0b00100, promise(2, 7)));
  });

  it('never answers "nothing accepted" for a slot that it forgot, not even in a later life', () => {
    const bench = new Bench();
    bench.receive(3, accept(1, 8, A));
    bench.receive(3, accept(2, 8, A));
    bench.receive(3, prepare(2, 13));
    bench.receive(3, chosen(1, A));
    bench.env.takeEffects();
    bench.replica.forget(2);
    const records: PaxosRecord[] = [
      { type: 'round', round: 1 },
      { type: 'forgotten', slot: 2 },
      { type: 'accepted', slot: 2, ballot: 8, value: A },
      { type: 'promised', slot: 2, ballot: 13 },
    ];
    expect(bench.env.takeEffects()).toEqual([{ effect: 'checkpoint', records }]);
    expect(bench.receive(3, prepare(1, 23))).toEqual([]);
    const next = new Bench(records, 2);
    expect(next.receive(3, prepare(1, 23))).toEqual([]);
    expect(next.receive(3, prepare(2, 12))).toEqual([sent(0b01000, rejected(2, 12, 13))]);
    expect(next.receive(3, prepare(2, 23))).toContainEqual(durably(0b01000, promise(2, 23, 8, A)));
  });
});
