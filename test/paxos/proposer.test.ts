/** The sentences of Paxos Made Simple on proposers. */
import { describe, expect, it } from 'vitest';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import {
  A,
  B,
  ALL,
  OTHERS,
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

describe('the proposer', () => {
  it('§2.2 phase 1a: selects a proposal number and asks all acceptors, itself among them', () => {
    expect(new Bench().request(A)).toEqual([durably(ALL, prepare(1, 5))]);
  });

  it('§2.5: remembers the highest number it tried on stable storage, and begins a life above it', () => {
    const bench = new Bench([{ type: 'round', round: 6 }]);
    expect(bench.env.effects[0]).toEqual(persisted({ type: 'round', round: 7 }));
    expect(bench.request(A)).toEqual([durably(ALL, prepare(1, 35))]);
  });

  it('§2.2 phase 2a: with answers of a majority proposes any value, its own, if they report no proposals', () => {
    const bench = new Bench();
    bench.request(A);
    expect(bench.promises(1, 5)).toEqual([sent(ALL, accept(1, 5, A))]);
  });

  it('§2.2 P2c: proposes the value of the highest-numbered proposal among the answers, in whatever order they come', () => {
    for (const highest of [0, 1, 2]) {
      const bench = new Bench([{ type: 'round', round: 2 }]);
      bench.request(A);
      const reports = [promise(1, 15, 3, A), promise(1, 15, 3, A), promise(1, 15, 3, A)];
      reports[highest] = promise(1, 15, 8, B);
      expect(bench.promises(1, 15, ...reports)).toEqual([sent(ALL, accept(1, 15, B))]);
    }
  });

  it('counts an acceptor once, however often its answer arrives', () => {
    const bench = new Bench();
    bench.request(A);
    bench.receive(1, promise(1, 5));
    bench.receive(1, promise(1, 5));
    expect(bench.receive(1, promise(1, 5))).toEqual([]);
    bench.promises(1, 5);
    bench.receive(1, accepted(1, 5));
    bench.receive(1, accepted(1, 5));
    expect(bench.receive(1, accepted(1, 5))).toEqual([]);
  });

  it('ignores answers to ballots that it has left', () => {
    const bench = new Bench();
    bench.request(A);
    bench.receive(3, rejected(1, 5, 8));
    bench.fire('backOff', 1);
    expect(bench.promises(1, 5)).toEqual([]);
    expect(bench.promises(1, 10)).toEqual([sent(ALL, accept(1, 10, A))]);
    expect(bench.receive(1, accepted(1, 5))).toEqual([]);
    expect(bench.receive(2, accepted(1, 5))).toEqual([]);
    expect(bench.receive(3, accepted(1, 5))).toEqual([]);
  });

  it('Flexible Paxos §5: phase 1 asks for a phase-1 quorum, phase 2 for a phase-2 quorum', () => {
    const bench = new Bench([], 1, { quorums: countingSystem(5, 4, 2) });
    bench.request(A);
    expect(bench.promises(1, 5)).toEqual([]);
    expect(bench.receive(4, promise(1, 5))).toEqual([sent(ALL, accept(1, 5, A))]);
    expect(bench.receive(4, accepted(1, 5))).toEqual([]);
    expect(bench.receive(2, accepted(1, 5))).toContainEqual({ effect: 'commit', slot: 1, batch: A });
  });

  it('Flexible Paxos §4: the thrifty ask a quorum each, and everybody who is silent after a time-out', () => {
    const bench = new Bench([], 1, { quorums: countingSystem(5, 4, 2), thrifty: true });
    expect(bench.request(A)).toEqual([durably(0b01111, prepare(1, 5))]);
    bench.receive(0, promise(1, 5));
    bench.env.time = 200;
    expect(bench.fire('heartbeat')).toContainEqual(durably(0b11110, prepare(1, 5)));
    expect(bench.request(B), 'whoever left it unanswered is asked last').toEqual([durably(0b10111, prepare(2, 5))]);
    bench.receive(3, promise(1, 5));
    expect(bench.request(B), 'until it is heard of again').toEqual([durably(0b11011, prepare(3, 5))]);
  });

  it('proposes for several slots at once, each the lowest that is neither chosen nor its own', () => {
    const bench = new Bench();
    bench.receive(3, chosen(2, B));
    expect(bench.request(A)).toEqual([durably(ALL, prepare(1, 5))]);
    expect(bench.request(A)).toEqual([durably(ALL, prepare(3, 5))]);
  });

  it('moves the batch on when another value wins the slot, above the rounds of the rivals that it saw', () => {
    const bench = new Bench();
    bench.request(A);
    bench.receive(3, rejected(1, 5, 8));
    expect(bench.receive(3, chosen(1, B))).toEqual([
      { effect: 'commit', slot: 1, batch: B },
      { effect: 'cancelTimer', timer: 'backOff', key: 1 },
      persisted({ type: 'round', round: 2 }),
      durably(ALL, prepare(2, 10)),
    ]);
  });

  it('is content when a rival brings its value through, even a copy of it', () => {
    const bench = new Bench();
    bench.request(A);
    expect(bench.receive(3, chosen(1, structuredClone(A)))).toEqual([{ effect: 'commit', slot: 1, batch: A }]);
  });

  it('§2.4: overtaken, it lets the rival finish for a random time, and then takes a higher number', () => {
    const bench = new Bench();
    bench.request(A);
    expect(bench.receive(3, rejected(1, 5, 13))).toEqual([
      { effect: 'count', event: 'contention' },
      { effect: 'setTimer', timer: 'backOff', ms: 2 * 50 + 0.5 * 150, key: 1 },
    ]);
    expect(bench.receive(4, rejected(1, 5, 14))).toEqual([]);
    expect(bench.fire('backOff', 1)).toEqual([persisted({ type: 'round', round: 3 }), durably(ALL, prepare(1, 15))]);
  });

  it('backs off for longer each time: two round trips, and half (here) of a doubling range', () => {
    const bench = new Bench();
    bench.request(A);
    bench.env.time = 2;
    bench.promises(1, 5);
    const waits: number[] = [];
    for (let ballot = 5; ballot <= 35; ballot += 5) {
      for (const effect of bench.receive(3, rejected(1, ballot, ballot + 3))) {
        if (effect.effect === 'setTimer') waits.push(effect.ms);
      }
      bench.fire('backOff', 1);
    }
    expect(waits).toEqual([4 + 4, 4 + 8, 4 + 16, 4 + 32, 4 + 64, 4 + 75, 4 + 75]);
  });

  it('takes a quorum of accepts that arrives in spite of one rejection', () => {
    const bench = new Bench();
    bench.request(A);
    bench.promises(1, 5);
    bench.receive(3, rejected(1, 5, 8));
    bench.receive(0, accepted(1, 5));
    bench.receive(1, accepted(1, 5));
    expect(bench.receive(2, accepted(1, 5))).toEqual([
      sent(OTHERS, chosen(1, A)),
      { effect: 'commit', slot: 1, batch: A },
      { effect: 'cancelTimer', timer: 'backOff', key: 1 },
    ]);
  });

  it('repeats an unanswered question to those who are silent, less often each time', () => {
    const bench = new Bench();
    bench.request(A);
    bench.receive(1, promise(1, 5));
    const repeatedAt: number[] = [];
    for (let time = 50; time <= 1000; time += 50) {
      bench.env.time = time;
      const effects = bench.fire('heartbeat');
      if (effects.some((effect) => effect.effect === 'sendOnceDurable')) repeatedAt.push(time);
      else continue;
      expect(effects).toContainEqual(durably(0b11101, prepare(1, 5)));
      expect(effects).toContainEqual({ effect: 'count', event: 'retransmission' });
    }
    expect(repeatedAt.length).toBeGreaterThan(1);
  });
});
