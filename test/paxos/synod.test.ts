/** The sentences of Paxos Made Simple, one replica at a time, with network, disk and clock played by the test. */
import { describe, expect, it } from 'vitest';
import type { Batch, CommonOptions } from '../../algorithms/contract.ts';
import { NO_BALLOT, type PaxosMessage, type PaxosProtocol, type PaxosRecord } from '../../algorithms/paxos/messages.ts';
import { paxos, Paxos } from '../../algorithms/paxos/paxos.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RecordingEnv, type Effect } from '../support/recording-env.ts';
import { optionsOf } from './random-schedules.ts';

const A: Batch = [{ client: 1, seq: 1, op: { bytes: 8 } }];
const B: Batch = [{ client: 2, seq: 1, op: { bytes: 8 } }];
const ALL = 0b11111;
const OTHERS = 0b11110;

/** Node 0 of five. Its ballots are 5, 10, 15 …: round 1, 2, 3 … times 5 nodes, plus 0. */
class Bench {
  readonly env = new RecordingEnv<PaxosProtocol>(0, 5);
  readonly replica: Paxos;

  constructor(records: readonly PaxosRecord[] = [], slot = 1, options: Partial<CommonOptions> = {}) {
    this.replica = new Paxos(optionsOf(majoritySystem(5), options), this.env);
    this.replica.start({ slot, records });
  }

  receive(from: number, message: PaxosMessage): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onMessage(from, message);
    return this.env.takeEffects();
  }

  request(batch: Batch): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onRequest(batch);
    return this.env.takeEffects();
  }

  fire(timer: PaxosProtocol['Timer'], key?: number): Effect<PaxosProtocol>[] {
    this.env.takeEffects();
    this.replica.onTimer(timer, key);
    return this.env.takeEffects();
  }

  /** Promises of 0, 1 and 2, of which `reporter` reports a proposal. */
  promises(slot: number, ballot: number, ...reports: PaxosMessage[]): Effect<PaxosProtocol>[] {
    let effects: Effect<PaxosProtocol>[] = [];
    for (let from = 0; from < 3; from++) effects = this.receive(from, reports[from] ?? promise(slot, ballot));
    return effects;
  }
}

const prepare = (slot: number, ballot: number): PaxosMessage => ({ type: 'prepare', slot, ballot });
const accept = (slot: number, ballot: number, value: Batch): PaxosMessage => ({ type: 'accept', slot, ballot, value });
const accepted = (slot: number, ballot: number): PaxosMessage => ({ type: 'accepted', slot, ballot });
const chosen = (slot: number, value: Batch): PaxosMessage => ({ type: 'chosen', slot, value });
const promise = (
  slot: number,
  ballot: number,
  acceptedBallot = NO_BALLOT,
  acceptedValue: Batch = [],
): PaxosMessage => ({
  type: 'promise',
  slot,
  ballot,
  acceptedBallot,
  acceptedValue,
});
const rejected = (slot: number, ballot: number, promised: number): PaxosMessage => ({
  type: 'rejected',
  slot,
  ballot,
  promised,
});
const durably = (to: number, message: PaxosMessage): Effect<PaxosProtocol> => ({
  effect: 'sendOnceDurable',
  to,
  message,
});
const sent = (to: number, message: PaxosMessage): Effect<PaxosProtocol> => ({ effect: 'send', to, message });
const persisted = (record: PaxosRecord): Effect<PaxosProtocol> => ({ effect: 'persist', record });

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

describe('the learner', () => {
  it('§2.3: the proposer that sees a majority accept tells all learners', () => {
    const bench = new Bench();
    bench.request(A);
    bench.promises(1, 5);
    bench.receive(0, accepted(1, 5));
    bench.receive(4, accepted(1, 5));
    expect(bench.receive(2, accepted(1, 5))).toEqual([
      sent(OTHERS, chosen(1, A)),
      { effect: 'commit', slot: 1, batch: A },
    ]);
  });

  it('§3: executes command i only when all commands below i are executed', () => {
    const bench = new Bench();
    expect(bench.receive(3, chosen(2, B))).toEqual([]);
    expect(bench.receive(3, chosen(1, A))).toEqual([
      { effect: 'commit', slot: 1, batch: A },
      { effect: 'commit', slot: 2, batch: B },
    ]);
    expect(bench.receive(3, chosen(2, B))).toEqual([]);
  });

  it('tells a late proposer what is chosen instead of voting', () => {
    const bench = new Bench();
    bench.receive(3, chosen(1, A));
    expect(bench.receive(2, prepare(1, 7))).toEqual([sent(0b00100, chosen(1, A))]);
    expect(bench.receive(2, accept(1, 7, B))).toEqual([sent(0b00100, chosen(1, A))]);
  });

  it('asks the informant for a gap that persists, then everybody, and then proposes a no-op (§3)', () => {
    const bench = new Bench();
    bench.receive(3, chosen(3, B));
    bench.fire('heartbeat');
    expect(bench.fire('heartbeat')).toContainEqual(sent(0b01000, { type: 'learn', slot: 1 }));
    expect(bench.fire('heartbeat')).toContainEqual(sent(OTHERS, { type: 'learn', slot: 1 }));
    bench.env.time = 225;
    const effects = bench.fire('heartbeat');
    expect(effects).toContainEqual(durably(ALL, prepare(1, 5)));
    expect(effects).toContainEqual(durably(ALL, prepare(2, 5)));
    expect(bench.promises(1, 5)).toEqual([sent(ALL, accept(1, 5, []))]);
    expect(bench.promises(2, 5, promise(2, 5, 3, A)), 'unless one was accepted').toEqual([sent(ALL, accept(2, 5, A))]);
  });

  it('answers with the run of values that it has, and goes on asking who has more', () => {
    const bench = new Bench();
    for (const slot of [1, 2, 4]) bench.receive(3, chosen(slot, A));
    expect(bench.receive(2, { type: 'learn', slot: 1 })).toEqual([
      sent(0b00100, { type: 'learned', slot: 1, values: [A, A], upTo: 3 }),
    ]);
    expect(bench.receive(2, { type: 'learn', slot: 3 })).toEqual([]);
    expect(bench.receive(2, { type: 'learned', slot: 3, values: [B], upTo: 9 })).toEqual([
      { effect: 'commit', slot: 3, batch: B },
      { effect: 'commit', slot: 4, batch: A },
      { effect: 'count', event: 'catch-up' },
      sent(0b00100, { type: 'learn', slot: 5 }),
    ]);
  });

  it('asks at once after a restart, and never at the first start', () => {
    expect(new Bench().env.effects.some((effect) => effect.effect === 'send')).toBe(false);
    const bench = new Bench([{ type: 'round', round: 1 }], 7);
    expect(bench.env.effects).toContainEqual(sent(OTHERS, { type: 'learn', slot: 7 }));
  });

  it('finds out what was chosen in a slot that it accepted, when the proposer of it says nothing for long', () => {
    const bench = new Bench();
    bench.receive(3, accept(1, 8, A));
    bench.fire('heartbeat');
    bench.env.time = 300;
    expect(bench.fire('heartbeat')).toContainEqual(durably(ALL, prepare(1, 5)));
  });

  it('says how far it is after news of its own, and when nobody as far has said so for an election time-out', () => {
    const bench = new Bench();
    const progress = sent(OTHERS, { type: 'chosenUpTo', slot: 2 });
    bench.receive(3, chosen(1, A));
    expect(bench.fire('heartbeat')).not.toContainEqual(progress);
    bench.env.time = 200;
    bench.receive(3, { type: 'chosenUpTo', slot: 2 });
    bench.env.time = 400;
    expect(bench.fire('heartbeat')).not.toContainEqual(progress);
    bench.env.time = 430;
    expect(bench.fire('heartbeat')).toContainEqual(progress);
  });
});

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
