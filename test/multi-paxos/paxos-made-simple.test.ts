/** The sentences of *Paxos Made Simple*, one test each. */
import { describe, expect, it } from 'vitest';
import { NO_OP, type Batch } from '../../algorithms/contract.ts';
import type { Message, MultiPaxosProtocol, Vote } from '../../algorithms/multi-paxos/messages.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RecordingEnv } from '../support/recording-env.ts';
import { optionsFor } from './schedule.ts';

const X: Batch = [{ client: 1, seq: 1, op: { bytes: 1 } }];
const Y: Batch = [{ client: 2, seq: 1, op: { bytes: 1 } }];

function vote(ballot: number, slot: number, batch: Batch): Vote {
  return { type: 'vote', ballot, slot, batch, chosenBelow: 1 };
}

class Bench {
  readonly env: RecordingEnv<MultiPaxosProtocol>;
  readonly replica: MultiPaxosReplica;

  constructor(self: number, nodes = 3, firstLeader?: number) {
    this.env = new RecordingEnv<MultiPaxosProtocol>(self, nodes);
    this.replica = new MultiPaxosReplica(optionsFor(majoritySystem(nodes), { firstLeader }), this.env);
    this.replica.start({ slot: 1, records: [] });
  }

  /** What it sends on this message, persists, and so on, in order. */
  hear(from: number, message: Message): readonly string[] {
    this.env.takeEffects();
    this.replica.onMessage(from, message);
    return this.names();
  }

  names(): string[] {
    return this.env.effects.map((effect) =>
      effect.effect === 'send' || effect.effect === 'sendOnceDurable'
        ? `${effect.effect} ${effect.message.type}`
        : effect.effect,
    );
  }

  sent(): Message[] {
    return this.env.effects.flatMap((e) => (e.effect === 'send' || e.effect === 'sendOnceDurable' ? [e.message] : []));
  }

  promise(from: number, votes: readonly Vote[] = [], firstSlot = 1): void {
    const { phase } = this.replica;
    const ballot = phase.kind === 'preparing' ? phase.ballot : -1;
    this.replica.onMessage(from, { type: 'promise', ballot, firstSlot, votes });
  }

  /** Elected by itself and node 1, who report `votes`. */
  elect(votes: readonly Vote[] = []): number {
    this.replica.onTimer('election');
    this.promise(this.env.self);
    this.env.takeEffects();
    this.promise(1, votes);
    expect(this.replica.phase.kind).toBe('leading');
    return this.replica.phase.kind === 'leading' ? this.replica.phase.ballot : -1;
  }
}

describe('Paxos Made Simple §2.2', () => {
  it('an acceptor responds with a promise not to accept any more proposals numbered less than n, once it is durable', () => {
    const bench = new Bench(2);
    expect(bench.hear(0, { type: 'prepare', ballot: 6, fromSlot: 1 })).toEqual([
      'setTimer',
      'persist',
      'sendOnceDurable promise',
    ]);
    expect(bench.hear(1, { type: 'accept', ballot: 4, slot: 1, batch: X, chosenBelow: 1 })).toEqual(['send rejected']);
    expect(bench.hear(1, { type: 'prepare', ballot: 4, fromSlot: 1 })).toEqual(['send rejected']);
    expect(bench.sent()).toEqual([{ type: 'rejected', ballot: 4, promised: 6 }]);
  });

  it('and with the highest-numbered proposal (if any) that it has accepted', () => {
    const bench = new Bench(2);
    bench.hear(0, { type: 'accept', ballot: 3, slot: 4, batch: X, chosenBelow: 1 });
    bench.hear(1, { type: 'accept', ballot: 4, slot: 4, batch: Y, chosenBelow: 1 });
    bench.hear(0, { type: 'prepare', ballot: 6, fromSlot: 2 });
    expect(bench.sent()).toEqual([{ type: 'promise', ballot: 6, firstSlot: 1, votes: [vote(4, 4, Y)] }]);
    bench.hear(1, { type: 'prepare', ballot: 7, fromSlot: 5 });
    expect(bench.sent()).toEqual([{ type: 'promise', ballot: 7, firstSlot: 1, votes: [] }]);
  });

  it('v is the value of the highest-numbered proposal among the responses', () => {
    const bench = new Bench(0, 5);
    bench.hear(1, { type: 'rejected', ballot: 0, promised: 9 });
    bench.replica.onTimer('election');
    bench.promise(0);
    bench.promise(1, [vote(7, 1, Y), vote(3, 2, X)]);
    bench.env.takeEffects();
    bench.promise(2, [vote(3, 1, X), vote(6, 2, Y)]);
    expect(bench.sent()).toContainEqual({ type: 'accept', ballot: 10, slot: 1, batch: Y, chosenBelow: 1 });
    expect(bench.sent()).toContainEqual({ type: 'accept', ballot: 10, slot: 2, batch: Y, chosenBelow: 1 });
  });

  it('an acceptor counts once, however often its answer arrives', () => {
    const bench = new Bench(0, 5);
    bench.replica.onTimer('election');
    bench.promise(0);
    for (let i = 0; i < 3; i++) bench.promise(1);
    expect(bench.replica.phase.kind).toBe('preparing');
  });

  it('§2.5: a proposer never uses a number twice: it is on stable storage before the first message', () => {
    const bench = new Bench(0);
    bench.env.takeEffects();
    bench.replica.onTimer('election');
    expect(bench.names().slice(0, 4)).toEqual([
      'count',
      'persist',
      'sendOnceDurable promise',
      'sendOnceDurable prepare',
    ]);
    const again = new Bench(0);
    again.replica.start({ slot: 1, records: [{ type: 'promised', ballot: 9, firstSlot: 1 }] });
    again.replica.onTimer('election');
    expect(again.replica.phase.kind === 'preparing' && again.replica.phase.ballot).toBe(12);
  });
});

describe('Paxos Made Simple §2.3 and §3', () => {
  it('the new leader executes phase 1 of infinitely many instances with a single message', () => {
    const bench = new Bench(0, 3, 0);
    expect(bench.sent().filter(({ type }) => type === 'prepare')).toEqual([
      { type: 'prepare', ballot: 0, fromSlot: 1 },
    ]);
  });

  it('it proposes again what was reported, fills the gaps with no-ops, and then serves', () => {
    const bench = new Bench(0);
    const ballot = bench.elect([vote(0, 2, X), vote(0, 4, Y)]);
    const accepts = (): (readonly [number, Batch])[] =>
      bench.sent().flatMap((m) => (m.type === 'accept' && m.ballot === ballot ? [[m.slot, m.batch] as const] : []));
    expect(accepts()).toEqual([
      [1, NO_OP],
      [2, X],
      [3, NO_OP],
      [4, Y],
    ]);
    const Z: Batch = [{ client: 3, seq: 1, op: { bytes: 1 } }];
    bench.replica.onRequest(Z);
    expect(accepts().at(-1)).toEqual([5, Z]);
  });

  it('the leader sends accepts before its own acceptance is durable, which then counts as any other', () => {
    const bench = new Bench(0);
    const ballot = bench.elect();
    bench.env.takeEffects();
    bench.replica.onRequest(X);
    expect(bench.names()).toEqual(['send accept', 'persist', 'sendOnceDurable accepted']);
    bench.hear(1, { type: 'accepted', ballot, slot: 1 });
    expect(bench.env.effects).toEqual([]);
    expect(bench.hear(0, { type: 'accepted', ballot, slot: 1 })).toEqual(['commit']);
  });

  it('phase 2 is pipelined, and commands are executed in order', () => {
    const bench = new Bench(0);
    const ballot = bench.elect();
    bench.replica.onRequest(X);
    bench.replica.onRequest(Y);
    for (const from of [0, 1]) expect(bench.hear(from, { type: 'accepted', ballot, slot: 2 })).toEqual([]);
    bench.hear(0, { type: 'accepted', ballot, slot: 1 });
    expect(bench.hear(1, { type: 'accepted', ballot, slot: 1 })).toEqual(['commit', 'commit']);
  });

  it('a learner takes what is said to be chosen for its vote only in the ballot of who says so', () => {
    const bench = new Bench(2);
    bench.hear(0, { type: 'accept', ballot: 3, slot: 1, batch: X, chosenBelow: 1 });
    const heard = bench.hear(1, { type: 'heartbeat', ballot: 4, chosenBelow: 2 });
    expect(heard).not.toContain('commit');
    expect(bench.sent()).toEqual([{ type: 'learn', fromSlot: 1, belowSlot: 2 }]);
    expect(bench.hear(1, { type: 'learned', firstSlot: 1, fromSlot: 1, batches: [Y] })).toEqual(['commit', 'persist']);
  });

  it('a leader overtaken gives back all that it has pending', () => {
    const bench = new Bench(0);
    const ballot = bench.elect([vote(0, 1, X)]);
    bench.replica.onRequest(Y);
    bench.hear(1, { type: 'rejected', ballot, promised: ballot + 1 });
    expect(bench.env.effects.filter(({ effect }) => effect === 'redirect')).toEqual([
      { effect: 'redirect', batch: Y, leader: undefined },
    ]);
    expect(bench.replica.view().leader).toBeUndefined();
  });
});

describe('What is forgotten', () => {
  it('is not called "nothing accepted"', () => {
    const bench = new Bench(2);
    for (let slot = 1; slot <= 3; slot++) {
      bench.hear(0, { type: 'accept', ballot: 3, slot, batch: X, chosenBelow: slot });
    }
    bench.hear(0, { type: 'heartbeat', ballot: 3, chosenBelow: 4 });
    bench.replica.forget(3);
    bench.hear(1, { type: 'prepare', ballot: 4, fromSlot: 1 });
    expect(bench.sent()).toEqual([
      { type: 'promise', ballot: 4, firstSlot: 3, votes: [{ ...vote(3, 3, X), chosenBelow: 3 }] },
    ]);
    expect(bench.hear(1, { type: 'accept', ballot: 4, slot: 2, batch: Y, chosenBelow: 1 })).not.toContain('persist');
  });

  it('a checkpoint keeps the promise, the votes, and what was learned from others', () => {
    const bench = new Bench(2);
    bench.hear(0, { type: 'accept', ballot: 3, slot: 3, batch: X, chosenBelow: 3 });
    bench.hear(0, { type: 'heartbeat', ballot: 3, chosenBelow: 4 });
    bench.hear(0, { type: 'learned', firstSlot: 1, fromSlot: 1, batches: [Y, Y] });
    bench.hear(1, { type: 'prepare', ballot: 7, fromSlot: 4 });
    bench.env.takeEffects();
    bench.replica.forget(2);
    expect(bench.env.effects).toEqual([
      {
        effect: 'checkpoint',
        records: [
          { type: 'promised', ballot: 7, firstSlot: 2 },
          { ...vote(3, 3, X), chosenBelow: 3 },
          { type: 'learned', firstSlot: 2, fromSlot: 2, batches: [Y] },
        ],
      },
    ]);
  });
});
