/** Each invariant on a good and a bad history made by hand. */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../algorithms/contract.ts';
import { PaxosObserver } from '../../algorithms/paxos/invariants.ts';
import { NO_BALLOT } from '../../algorithms/paxos/messages.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';

const A: Batch = [{ client: 1, seq: 1, op: { bytes: 8 } }];
const B: Batch = [{ client: 2, seq: 1, op: { bytes: 8 } }];

/** Slot 1 of three nodes; what happens in it, in a word each. */
class History {
  readonly observer: PaxosObserver;

  constructor(quorums: QuorumSystem = majoritySystem(3)) {
    this.observer = new PaxosObserver({ quorums }, quorums.nodes);
  }

  promise(ballot: number, ...nodes: number[]): this {
    const message = { type: 'promise', slot: 1, ballot, acceptedBallot: NO_BALLOT, acceptedValue: [] } as const;
    for (const node of nodes) this.observer.onSend(node, 1, message);
    return this;
  }
  propose(ballot: number, value: Batch): this {
    this.observer.onSend(ballot % 3, 7, { type: 'accept', slot: 1, ballot, value });
    return this;
  }
  /** The vote is on disk, and told. */
  vote(ballot: number, value: Batch, ...nodes: number[]): this {
    for (const node of nodes) {
      this.observer.onDurable(node, { type: 'accepted', slot: 1, ballot, value });
      this.observer.onSend(node, 1, { type: 'accepted', slot: 1, ballot });
    }
    return this;
  }
  tell(value: Batch): this {
    this.observer.onSend(0, 7, { type: 'chosen', slot: 1, value });
    return this;
  }
  commit(node: number, slot: number, value: Batch): this {
    this.observer.onCommit(node, slot, value);
    return this;
  }
}

const choosesA = (quorums?: QuorumSystem): History =>
  new History(quorums).promise(3, 0, 1).propose(3, A).vote(3, A, 0, 1);

describe('the invariants of Paxos', () => {
  it('are silent on a choice, and on a second ballot that repeats its value', () => {
    expect(() =>
      choosesA().tell(A).promise(4, 1, 2).propose(4, A).vote(4, A, 1, 2).commit(0, 1, A).commit(2, 1, A),
    ).not.toThrow();
  });

  it('PromiseKept: no promise and no vote below a promise, over all lives', () => {
    const history = new History().promise(3, 0, 1).propose(3, A).promise(4, 1);
    expect(() => history.vote(3, A, 0)).not.toThrow();
    expect(() => history.promise(4, 1)).not.toThrow();
    history.observer.onStop();
    expect(() => history.vote(3, A, 1)).toThrow('PromiseKept');
    expect(() => history.promise(3, 1)).toThrow('PromiseKept');
  });

  it('PromiseKept: a vote that was told is a promise', () => {
    expect(() => choosesA().promise(3, 0)).not.toThrow();
    expect(() => choosesA().promise(2, 0)).toThrow('PromiseKept');
  });

  it('PromiseKept: a vote that is on disk before an older promise leaves in the same flush is none yet', () => {
    const history = new History().promise(3, 0, 1).promise(4, 0, 1).propose(4, A);
    history.observer.onDurable(2, { type: 'accepted', slot: 1, ballot: 4, value: A });
    expect(() => history.promise(3, 2)).not.toThrow();
  });

  it('OneValuePerBallot: all proposals and votes of a ballot carry one value', () => {
    expect(() =>
      new History()
        .promise(3, 0, 1)
        .propose(3, A)
        .propose(3, [...A]),
    ).not.toThrow();
    expect(() => new History().promise(3, 0, 1).propose(3, A).propose(3, B)).toThrow('OneValuePerBallot');
    expect(() => new History().promise(3, 0, 1).propose(3, A).vote(3, B, 0)).toThrow('OneValuePerBallot');
    expect(() => new History().promise(3, 0, 1).vote(3, A, 0)).toThrow('OneValuePerBallot');
  });

  it('SafeAt: no other value is, or can still be, chosen below', () => {
    expect(() => choosesA().promise(4, 1, 2).propose(4, B)).toThrow('SafeAt');
    expect(() => new History().promise(3, 0).propose(3, A), 'nobody else has promised').toThrow('SafeAt');
    const oneVote = new History().promise(3, 0, 1).propose(3, A).vote(3, A, 0);
    expect(() => oneVote.promise(4, 1, 2).propose(4, B), 'node 1 can no longer vote for A').not.toThrow();
    const late = new History().promise(3, 0, 1).propose(3, A).vote(3, A, 0);
    expect(() => late.promise(4, 2, 0).propose(4, B), 'nodes 0 and 1 can still choose A').toThrow('SafeAt');
  });

  it('P2c: the value of the highest vote below, of some phase-1 quorum that promised', () => {
    const split = (): History =>
      new History().promise(3, 0, 1).propose(3, A).vote(3, A, 0).promise(4, 1, 2).propose(4, B).vote(4, B, 1);
    expect(() => split().promise(8, 0, 1).propose(8, B)).not.toThrow();
    expect(() => split().promise(8, 0, 1).propose(8, A)).toThrow('SafeAt');
    const grown = (): History =>
      new History(countingSystem(3, 2, 3)).promise(3, 0, 1).propose(3, A).vote(3, A, 0).promise(4, 1, 2);
    const mixed = (): History => grown().propose(4, B).vote(4, B, 1);
    expect(() => mixed().promise(8, 0, 1).propose(8, B)).not.toThrow();
    expect(() => mixed().promise(8, 0, 1).propose(8, A), 'B has the highest vote of them').toThrow('P2c');
    expect(() => mixed().promise(8, 0, 2).propose(8, A), 'node 1 is not asked').not.toThrow();
    expect(() => mixed().promise(8, 0, 2).propose(8, B), 'nor is its vote known').toThrow('P2c');
  });

  it('ChosenBeforeLearned: who learns or tells a value does so after a phase-2 quorum voted for it', () => {
    const oneVote = (): History => new History().promise(3, 0, 1).propose(3, A).vote(3, A, 0);
    expect(() => oneVote().tell(A)).toThrow('ChosenBeforeLearned');
    expect(() => oneVote().commit(0, 1, A)).toThrow('ChosenBeforeLearned');
    expect(() => oneVote().vote(3, A, 0).tell(A), 'the same vote twice').toThrow('ChosenBeforeLearned');
    expect(() => oneVote().vote(3, A, 2).tell(A)).not.toThrow();
  });

  it('Agreement: nobody learns another value than the chosen one', () => {
    expect(() => choosesA().tell(B)).toThrow('Agreement');
    expect(() => choosesA().commit(2, 1, B)).toThrow('Agreement');
    expect(() => choosesA().observer.onSend(2, 1, { type: 'learned', slot: 1, values: [B], upTo: 2 })).toThrow(
      'Agreement',
    );
  });

  it('Agreement: with quorums that need not meet, the run is stopped before or when a second value is chosen', () => {
    const history = new History(countingSystem(3, 1, 2)).promise(3, 0).promise(4, 2);
    expect(() => history.propose(3, A).propose(4, B)).toThrow('SafeAt');
  });

  it('AppliedPrefix: a node applies slot after slot, and begins a life where its snapshot ends', () => {
    expect(() => choosesA().commit(0, 2, A)).toThrow('AppliedPrefix');
    expect(() => choosesA().commit(0, 1, A).commit(0, 1, A)).toThrow('AppliedPrefix');
    const history = choosesA().commit(0, 1, A);
    history.observer.onStart(0, { slot: 1, records: [] });
    expect(() => history.commit(0, 1, A)).not.toThrow();
  });

  it('forget what every node holds in a snapshot', () => {
    const { observer } = choosesA().commit(0, 1, A);
    observer.forget(2);
    expect(observer.slots.items.length).toBe(0);
    expect(() => observer.onSend(0, 7, { type: 'chosen', slot: 1, value: B })).not.toThrow();
  });
});
