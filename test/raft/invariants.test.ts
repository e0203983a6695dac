/** Hand-made traces, a good and a bad one for each invariant: the checker is the first thing to be wrong. */
import { beforeEach, describe, expect, test } from 'vitest';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RaftObserver } from '../../algorithms/raft/invariants.ts';
import type { Entry, RaftRecord } from '../../algorithms/raft/messages.ts';
import { Raft } from '../../algorithms/raft/raft.ts';
import type { Leader } from '../../algorithms/raft/replication.ts';
import { RecordingEnv } from '../support/recording-env.ts';
import { optionsFor } from './schedule.ts';
import { accepted, appendEntries, batch, entries, entry, requestVote, vote } from './script.ts';

const OPTIONS = optionsFor(majoritySystem(3));
const state = (currentTerm: number, votedFor?: number): RaftRecord => ({ type: 'state', currentTerm, votedFor });

let observer: RaftObserver;
let servers: Raft[];

beforeEach(() => {
  observer = new RaftObserver(OPTIONS, 3);
  servers = [0, 1, 2].map((self) => new Raft(OPTIONS, new RecordingEnv(self, 3)));
  for (const node of [0, 1, 2]) observer.onStart(node, { slot: 1, records: [] });
});

/** The disk of `node` gets these, durably. */
function write(node: number, ...records: RaftRecord[]): void {
  for (const record of records) observer.onPersist(node, record);
  for (const record of records) observer.onDurable(node, record);
}

/** A step after which `node` looks like this. */
function step(
  node: number,
  change: Partial<Pick<Raft, 'currentTerm' | 'commitIndex' | 'role'>> & { log?: Entry[] },
): void {
  const { log, ...fields } = change;
  const server = servers[node]!;
  Object.assign(server, fields);
  if (log !== undefined) server.log = { baseIndex: 0, baseTerm: 0, entries: log };
  observer.onStep(node, server);
}

function leader(firstIndex: number, matchIndex = [0, 0, 0], nextIndex = [9, 9, 9]): Leader {
  const receivers = { probing: 0, receivers: 6, heartbeatIndex: 0, answered: 0, suspects: 0, heard: 0 };
  return { kind: 'leader', firstIndex, matchIndex, nextIndex, ...receivers };
}

/** Node 0 leads `term` with `log` on its own disk and node 1's, and commits all of it. */
function commitAll(term: number, log: Entry[]): void {
  for (const node of [0, 1]) write(node, state(term, 0), ...log);
  step(0, { currentTerm: term, role: leader(log.length), log });
  for (const { index, batch } of log) observer.onCommit(0, index, batch);
  step(0, { commitIndex: log.length });
}

describe('Raft invariants on hand-made traces', () => {
  test('ElectionSafety: one leader per term; another term may have another', () => {
    step(0, { currentTerm: 1, role: leader(1) });
    step(1, { currentTerm: 2, role: leader(1) });
    expect(() => step(2, { currentTerm: 1, role: leader(1) })).toThrow(/^ElectionSafety: nodes 0 and 2/);
  });

  test('VoteOnce: the same vote may be repeated, over a restart too; no other in its term', () => {
    write(2, state(4, 0));
    observer.onSend(2, 0b001, vote(4));
    observer.onStop(2);
    observer.onStart(2, { slot: 1, records: [state(4, 0)] });
    observer.onSend(2, 0b001, vote(4));
    observer.onSend(2, 0b010, vote(4, false));
    expect(() => observer.onSend(2, 0b010, vote(4))).toThrow(/^VoteOnce: node 2 votes for 0 and 1 in term 4/);
  });

  test('VoteOnce: a vote that is not on disk does not leave; one that was overtaken by a newer term may', () => {
    write(2, state(4));
    expect(() => observer.onSend(2, 0b001, vote(4))).toThrow(/^VoteOnce: .*disk/);
    write(1, state(4, 0), state(5));
    observer.onSend(1, 0b001, vote(4));
  });

  test('VoteOnce: a disk that gets a second vote in a term', () => {
    write(2, state(4, 0));
    expect(() => write(2, state(4, 1))).toThrow(/^VoteOnce/);
  });

  test('TermMonotonic: on disk, in a life, over lives, and nothing shown that could be forgotten', () => {
    write(0, state(3));
    observer.onSend(0, 0b110, requestVote(3));
    expect(() => observer.onSend(0, 0b110, requestVote(4))).toThrow(/^TermMonotonic: node 0 shows term 4/);
    expect(() => write(0, state(2))).toThrow(/^TermMonotonic/);
    step(1, { currentTerm: 5 });
    expect(() => step(1, { currentTerm: 4 })).toThrow(/^TermMonotonic/);
    observer.onStop(0);
    observer.onStart(0, { slot: 1, records: [state(2)] });
    expect(() => step(0, { currentTerm: 2 })).toThrow(/^TermMonotonic/);
  });

  test('LeaderAppendOnly: a leader’s log grows; a follower’s may be cut, also by a leader that steps down', () => {
    const log = entries(1, 1);
    write(0, state(1, 0), ...log);
    step(0, { currentTerm: 1, role: leader(1), log: log.slice() });
    step(0, { log: [...log, entry(3, 1)] });
    write(0, state(2), { type: 'truncate', fromIndex: 2 });
    step(0, { currentTerm: 2, role: { kind: 'follower', leader: 1 }, log: log.slice(0, 1) });
    step(1, { currentTerm: 2, role: leader(1), log: log.slice() });
    expect(() => step(1, { log: log.slice(0, 1) })).toThrow(/^LeaderAppendOnly/);
  });

  test('LeaderAppendOnly: nor does a leader overwrite', () => {
    write(0, ...entries(1, 1));
    step(0, { currentTerm: 2, role: leader(3), log: entries(1, 1) });
    write(0, { type: 'truncate', fromIndex: 2 }, entry(2, 2));
    expect(() => step(0, { log: [entry(1, 1), entry(2, 2)] })).toThrow(/^LeaderAppendOnly/);
  });

  test('LogMatching: index and term determine the entry', () => {
    write(0, entry(1, 1), entry(2, 1));
    write(1, entry(1, 1), entry(2, 2));
    write(2, entry(1, 1), entry(2, 2));
    expect(() => write(1, { type: 'truncate', fromIndex: 2 }, entry(2, 1, 99))).toThrow(
      /^LogMatching: node 1 has another/,
    );
  });

  test('LogMatching: index and term determine the predecessor', () => {
    write(0, entry(1, 1), entry(2, 3));
    write(1, entry(1, 2));
    expect(() => write(1, entry(2, 3))).toThrow(/^LogMatching: on node 1 entry \(index 2, term 3\) follows term 2/);
  });

  test('LogMatching: a term that is led twice, its candidate having lost it from its disk', () => {
    observer.onPersist(0, entry(1, 1));
    observer.onStop(0);
    observer.onStart(0, { slot: 1, records: [] });
    expect(() => observer.onPersist(0, entry(1, 1, 99))).toThrow(/^LogMatching/);
  });

  test('LeaderCompleteness: a leader has what was committed in earlier terms', () => {
    commitAll(2, entries(1, 2));
    step(1, { currentTerm: 3, role: leader(3), log: entries(1, 2, 3) });
    expect(() => step(2, { currentTerm: 4, role: leader(2), log: entries(1, 4) })).toThrow(
      /^LeaderCompleteness: node 2/,
    );
  });

  test('LeaderCompleteness: its guard. What is committed in a later term is none of an earlier leader’s business', () => {
    commitAll(5, entries(1, 2, 5));
    step(2, { currentTerm: 4, role: leader(2), log: entries(1, 4) });
  });

  test('CommittedOnQuorum: durable on a commit quorum, not merely written', () => {
    const log = entries(1);
    for (const node of [0, 1]) write(node, state(1, 0));
    write(0, ...log);
    observer.onPersist(1, log[0]!);
    step(0, { currentTerm: 1, role: leader(1), log });
    expect(() => step(0, { commitIndex: 1 })).toThrow(/^CommittedOnQuorum: leader 0 .* durable on \{0\} only/);
    observer.onDurable(1, log[0]!);
    step(0, { commitIndex: 1 });
  });

  test('StateMachineSafety: all apply the same batch, in order', () => {
    commitAll(1, entries(1, 1));
    observer.onCommit(1, 1, batch(1));
    expect(() => observer.onCommit(1, 2, batch(99))).toThrow(/^StateMachineSafety/);
    expect(() => observer.onCommit(2, 2, batch(2))).toThrow(/^StateMachineSafety: node 2 applies 2 after 0/);
  });

  test('StateMachineSafety: the same entry, even of empty batches, and only what a leader committed', () => {
    commitAll(1, entries(1, 1));
    step(1, { commitIndex: 1, log: entries(1, 1) });
    expect(() => step(2, { commitIndex: 1, log: entries(2) })).toThrow(/^StateMachineSafety: .* entry of term 2/);
    write(1, entry(3, 1));
    expect(() => step(1, { commitIndex: 3, log: entries(1, 1, 1) })).toThrow(/^StateMachineSafety: .* no leader/);
  });

  test('CommittedNotTruncated: with and without a truncate record', () => {
    commitAll(1, entries(1, 1));
    write(1, entry(3, 1));
    step(1, { commitIndex: 2, log: entries(1, 1, 1) });
    write(1, { type: 'truncate', fromIndex: 3 });
    expect(() => write(1, { type: 'truncate', fromIndex: 2 })).toThrow(/^CommittedNotTruncated: node 1/);
    expect(() => write(1, entry(2, 2))).toThrow(/^CommittedNotTruncated/);
  });

  test('CommitMonotonic: in a life; a restart begins anew', () => {
    commitAll(1, entries(1, 1));
    observer.onStop(0);
    observer.onStart(0, { slot: 1, records: [state(1, 0), ...entries(1, 1)] });
    step(0, { commitIndex: 0, role: { kind: 'follower', leader: undefined } });
    step(0, { commitIndex: 2 });
    expect(() => step(0, { commitIndex: 1 })).toThrow(/^CommitMonotonic/);
  });

  test('MatchMonotonic: per leadership, and nextIndex stays above', () => {
    step(0, { currentTerm: 1, role: leader(1, [0, 5, 0]) });
    step(0, { role: leader(1, [0, 6, 0]) });
    step(0, { currentTerm: 2, role: leader(1, [0, 0, 0]) });
    step(0, { role: leader(1, [0, 3, 0]) });
    expect(() => step(0, { role: leader(1, [0, 2, 0]) })).toThrow(/^MatchMonotonic/);
    expect(() => step(0, { role: leader(1, [0, 9, 0]) })).toThrow(/^MatchMonotonic: .* nextIndex 9/);
  });

  test('forgets what all have in a snapshot, and still judges what follows', () => {
    commitAll(1, entries(1, 1, 1));
    write(1, state(1, 0));
    write(2, state(1));
    observer.forget(3);
    observer.onSend(1, 0b001, accepted(1, 3));
    observer.onSend(0, 0b010, appendEntries(1, [3, 1]));
    expect(() => write(1, entry(3, 1, 99))).toThrow(/^LogMatching/);
    step(1, { commitIndex: 3, log: entries(1, 1, 1) });
  });
});
