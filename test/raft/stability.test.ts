/** The invariants of PreVote and CheckQuorum on hand-made traces: what they are for is caught, and what looks like it is not. */
import { beforeEach, describe, expect, test } from 'vitest';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import { RaftObserver } from '../../algorithms/raft/invariants.ts';
import type { RaftMessage, RaftRecord } from '../../algorithms/raft/messages.ts';
import { Raft } from '../../algorithms/raft/raft.ts';
import { RecordingEnv } from '../support/recording-env.ts';
import { appendEntries, vote } from './script.ts';
import { optionsFor } from './schedule.ts';

const options = optionsFor(majoritySystem(3), { preVote: true, checkQuorum: true });
let observer: RaftObserver;
let servers: Raft[];

beforeEach(() => {
  observer = new RaftObserver(options, 3);
  servers = [0, 1, 2].map((node) => new Raft(options, new RecordingEnv(node, 3)));
  servers.forEach((raft, node) => {
    raft.start({ slot: 1, records: [] });
    observer.onStart(node, { slot: 1, records: [] });
    observer.onStep(node, raft);
  });
});

const state = (currentTerm: number, votedFor: number | undefined): RaftRecord => ({
  type: 'state',
  currentTerm,
  votedFor,
});
const preVote: RaftMessage = { type: 'preVote', term: 0, lastLogIndex: 0, lastLogTerm: 0 };
const preVoteReply: RaftMessage = { type: 'preVoteReply', term: 0, candidateTerm: 0, voteGranted: true };

/** `node` takes these messages, and is seen after each. */
function take(node: number, ...messages: [from: number, message: RaftMessage][]): void {
  for (const [from, message] of messages) {
    servers[node]!.onMessage(from, message);
    observer.onStep(node, servers[node]!);
  }
}

describe('Raft’s options on hand-made traces', () => {
  test('PreVoteFirst: a term begins with the pre-votes of an election quorum, each counted once', () => {
    observer.onSend(0, 0b001, preVoteReply);
    observer.onSend(0, 0b110, preVote);
    observer.onSend(0, 0b001, preVoteReply);
    expect(() => observer.onPersist(0, state(1, 0))).toThrow(/^PreVoteFirst: node 0 begins term 1 .* of \{0\}/);
    observer.onSend(2, 0b001, preVoteReply);
    observer.onPersist(0, state(1, 0));
    expect(() => observer.onPersist(1, state(2, 1))).toThrow(/^PreVoteFirst: .* of nobody/);
  });

  test('PreVoteFirst: pre-votes for another term do not count', () => {
    observer.onSend(0, 0b001, preVoteReply);
    for (const node of [1, 2]) observer.onSend(node, 0b001, { ...preVoteReply, candidateTerm: 4 });
    expect(() => observer.onPersist(0, state(1, 0))).toThrow(/^PreVoteFirst/);
  });

  test('TermBegun: nobody adopts a term that no candidate has begun', () => {
    expect(() => observer.onPersist(1, state(1, undefined))).toThrow(/^TermBegun: node 1 adopts term 1/);
  });

  test('PreVoteWithheld: not by who has had a leader since before it was asked', () => {
    observer.onPersist(1, state(0, undefined));
    take(0, [1, appendEntries(0, [0, 0])]);
    observer.onSend(2, 0b011, preVote);
    expect(() => observer.onSend(0, 0b100, preVoteReply)).toThrow(/^PreVoteWithheld: node 0 has a leader/);
    observer.onSend(1, 0b100, preVoteReply);
  });

  test('PreVoteWithheld: an answer that waited for the disk while a leader came is no breach', () => {
    observer.onSend(2, 0b011, preVote);
    take(0, [1, appendEntries(0, [0, 0])]);
    observer.onSend(0, 0b100, preVoteReply);
    servers[0]!.onTimer('leaderSilence');
    observer.onStep(0, servers[0]!);
    take(0, [1, appendEntries(0, [0, 0])]);
    observer.onSend(0, 0b100, preVoteReply);
  });

  test('VoteWithheld: who has a leader votes for no other', () => {
    take(0, [1, appendEntries(0, [0, 0])]);
    expect(() => observer.onPersist(0, state(0, 2))).toThrow(/^VoteWithheld: node 0 has a leader, and votes for 2/);
    servers[0]!.onTimer('leaderSilence');
    observer.onStep(0, servers[0]!);
    observer.onPersist(0, state(0, 2));
  });

  test('LeaderHasQuorum: not longer than one round without answers, in heartbeats', () => {
    const heartbeats = (count: number): void => {
      for (let i = 0; i < count; i++) observer.onSend(0, 0b110, appendEntries(0, [0, 0]));
      observer.onStep(0, servers[0]!);
    };
    // In term 0, so that nothing need be on a disk.
    servers[0]!.onTimer('election');
    const candidate = {
      kind: 'candidate',
      request: { type: 'requestVote', term: 0, lastLogIndex: 0, lastLogTerm: 0 },
    } as const;
    servers[0]!.role = { ...candidate, votes: 0, answered: 0 };
    take(0, [0, vote(0)], [1, vote(0)]);
    expect(servers[0]!.role.kind).toBe('leader');
    const most = options.electionMs[0] / options.heartbeatMs + 2;
    heartbeats(most);
    expect(() => heartbeats(1)).toThrow(
      /^LeaderHasQuorum: node 0 leads term 0 after 6 heartbeats with answers of \{0\}/,
    );
    take(0, [2, { ...appendEntriesReply, term: 0 }]);
    heartbeats(most);
  });
});

const appendEntriesReply: RaftMessage = {
  type: 'appendEntriesReply',
  term: 0,
  success: true,
  matchIndex: 0,
  prevLogIndex: 0,
  conflictIndex: 0,
  conflictTerm: 0,
};
