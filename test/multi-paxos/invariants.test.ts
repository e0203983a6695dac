/** The checker itself: hand-made traces, good ones that must pass and bad ones that must be named. */
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Batch } from '../../algorithms/contract.ts';
import { MultiPaxosObserver } from '../../algorithms/multi-paxos/invariants.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';

const X: Batch = [{ client: 1, seq: 1, op: { bytes: 1 } }];
const Y: Batch = [{ client: 2, seq: 1, op: { bytes: 1 } }];

class Trace {
  readonly observer: MultiPaxosObserver;

  constructor(observer = new MultiPaxosObserver(majoritySystem(3), 3)) {
    this.observer = observer;
  }

  promise(node: number, ballot: number): this {
    this.observer.onSend(node, 1, { type: 'promise', ballot, firstSlot: 1, votes: [] });
    return this;
  }
  accept(node: number, ballot: number, slot: number, batch: Batch): this {
    this.observer.onSend(node, 7, { type: 'accept', ballot, slot, batch, chosenBelow: 1 });
    return this;
  }
  vote(node: number, ballot: number, slot: number, batch: Batch): this {
    this.observer.onDurable(node, { type: 'vote', ballot, slot, batch, chosenBelow: 1 });
    return this;
  }
  accepted(node: number, ballot: number, slot: number): this {
    this.observer.onSend(node, 1, { type: 'accepted', ballot, slot });
    return this;
  }
  commit(node: number, slot: number, batch: Batch): this {
    this.observer.onCommit(node, slot, batch);
    return this;
  }
}

/** Ballot 3 is elected by nodes 0 and 1. */
function elected(): Trace {
  return new Trace().promise(0, 3).promise(1, 3);
}

function broken(trace: () => unknown): string {
  try {
    trace();
  } catch (error) {
    if (error instanceof InvariantViolation) return error.invariant;
    throw error;
  }
  return 'none';
}

describe('Good traces pass', () => {
  it('phase 1, phase 2, learned by all', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).vote(1, 3, 1, X).accepted(1, 3, 1);
    for (const node of [0, 1, 2]) trace.commit(node, 1, X);
  });

  it('a new leader proposes again what may have been chosen', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).accepted(0, 3, 1).promise(0, 4).promise(2, 4);
    trace.accept(1, 4, 1, X).vote(2, 4, 1, X).vote(1, 4, 1, X).commit(2, 1, X);
  });

  it('a new leader proposes its own where nothing can have been chosen', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).promise(1, 4).promise(2, 4);
    trace.accept(1, 4, 1, Y).vote(1, 4, 1, Y).vote(2, 4, 1, Y).commit(1, 1, Y);
  });

  it('a value that came as a copy is the same value', () => {
    const copy: Batch = [{ client: 1, seq: 1, op: { bytes: 1 } }];
    elected().accept(0, 3, 1, X).accept(0, 3, 1, copy).vote(0, 3, 1, copy).vote(1, 3, 1, X).commit(0, 1, copy);
  });

  it('a vote becomes durable before an older promise leaves, as both wait for one flush', () => {
    elected().promise(0, 4).promise(2, 4).accept(1, 4, 1, X).accept(0, 3, 1, Y).vote(1, 4, 1, X).promise(1, 3);
  });

  it('an older leader goes on in fresh slots until it hears of the new one', () => {
    elected().promise(1, 4).promise(2, 4).accept(1, 4, 1, X).accept(0, 3, 2, Y).vote(0, 3, 2, Y);
  });

  it('what is forgotten is not judged', () => {
    const trace = elected().accept(0, 3, 1, X);
    trace.observer.forget(5);
    trace.accept(0, 3, 1, Y).vote(0, 3, 4, Y).accepted(2, 1, 2);
  });
});

describe('Bad traces are named', () => {
  it('PromiseKept: a lower promise, a lower vote, also in a later life', () => {
    expect(broken(() => elected().promise(0, 2))).toBe('PromiseKept');
    const trace = elected().accept(0, 3, 1, X).promise(1, 4);
    trace.observer.onStop(1);
    trace.observer.onStart(1, { slot: 1, records: [] });
    expect(broken(() => trace.vote(1, 3, 1, X))).toBe('PromiseKept');
    expect(broken(() => elected().accept(0, 3, 1, X).promise(1, 4).accepted(1, 3, 1))).toBe('PromiseKept');
  });

  it('OneValuePerBallot: two proposals, or a vote for what was not proposed', () => {
    expect(broken(() => elected().accept(0, 3, 1, X).accept(0, 3, 1, Y))).toBe('OneValuePerBallot');
    expect(broken(() => elected().accept(0, 3, 1, X).vote(1, 3, 1, Y))).toBe('OneValuePerBallot');
    expect(broken(() => elected().accepted(1, 3, 1))).toBe('OneValuePerBallot');
  });

  it('SafeAt: proposed without a phase-1 quorum, for a phase-2 quorum may still accept below', () => {
    expect(broken(() => new Trace().promise(0, 3).accept(0, 3, 1, X))).toBe('SafeAt');
  });

  it('SafeAt: another value is chosen below, or may yet be', () => {
    const chosen = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).vote(1, 3, 1, X).promise(1, 4).promise(2, 4);
    expect(broken(() => chosen.accept(1, 4, 1, Y))).toBe('SafeAt');
    const open = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).accepted(0, 3, 1).promise(0, 4).promise(2, 4);
    expect(broken(() => open.accept(1, 4, 1, Y))).toBe('SafeAt');
  });

  it('P2c: not the value of the highest-numbered vote of any phase-1 quorum, though nothing else can be chosen', () => {
    const trace = new Trace(new MultiPaxosObserver(countingSystem(3, 3, 3), 3));
    for (const node of [0, 1, 2]) trace.promise(node, 3);
    trace.accept(0, 3, 1, X).vote(0, 3, 1, X).vote(1, 3, 1, X);
    for (const node of [0, 1, 2]) trace.promise(node, 4);
    expect(broken(() => trace.accept(1, 4, 1, Y))).toBe('P2c');
  });

  it('ChosenBeforeLearned: votes of several ballots make no quorum', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).accepted(0, 3, 1);
    expect(broken(() => trace.commit(0, 1, X))).toBe('ChosenBeforeLearned');
    trace.promise(0, 4).promise(2, 4).accept(1, 4, 1, X).vote(2, 4, 1, X);
    expect(broken(() => trace.commit(1, 1, X))).toBe('ChosenBeforeLearned');
    expect(broken(() => trace.commit(2, 1, Y))).toBe('ChosenBeforeLearned');
    expect(broken(() => new Trace().commit(0, 1, X))).toBe('ChosenBeforeLearned');
  });

  it('Agreement: two values are learned in one slot', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).vote(1, 3, 1, X).commit(0, 1, X);
    expect(broken(() => trace.commit(1, 1, Y))).toBe('Agreement');
  });

  it('AppliedPrefix: a hole, or twice the same', () => {
    const trace = elected().accept(0, 3, 1, X).vote(0, 3, 1, X).vote(1, 3, 1, X);
    expect(broken(() => trace.commit(0, 2, X))).toBe('AppliedPrefix');
    trace.commit(0, 1, X);
    expect(broken(() => trace.commit(0, 1, X))).toBe('AppliedPrefix');
  });
});
