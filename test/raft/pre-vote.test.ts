import { describe, expect, test } from 'vitest';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import type { RaftMessage } from '../../algorithms/raft/messages.ts';
import { appendEntries, entries, kinds, requestVote, saved, sent, Server, vote } from './script.ts';

function preVote(term: number, lastLogIndex = 0, lastLogTerm = 0): RaftMessage {
  return { type: 'preVote', term, lastLogIndex, lastLogTerm };
}

function preVoteReply(candidateTerm: number, voteGranted = true, term = candidateTerm): RaftMessage {
  return { type: 'preVoteReply', term, candidateTerm, voteGranted };
}

const WITH = { preVote: true };

describe('PreVote, the one who asks (thesis §9.6)', () => {
  test('asks in its own term whether it would be voted for, and writes nothing', () => {
    const server = new Server(WITH, saved(4, entries(1, 4)));
    expect(server.fire('election')).toEqual([
      { effect: 'setTimer', timer: 'election', ms: 225, key: undefined },
      { effect: 'sendOnceDurable', to: 0b00001, message: preVoteReply(4) },
      { effect: 'sendOnceDurable', to: 0b11110, message: preVote(4, 2, 4) },
      { effect: 'setTimer', timer: 'heartbeat', ms: 50, key: undefined },
    ]);
    expect(server.raft).toMatchObject({ currentTerm: 4, votedFor: undefined });
    expect(server.raft.view().leader).toBeUndefined();
  });

  test('only increments its term if it first learns that a majority would vote for it', () => {
    const server = new Server(WITH);
    server.fire('election');
    server.receive(0, preVoteReply(0));
    server.receive(1, preVoteReply(0));
    server.receive(1, preVoteReply(0));
    server.receive(2, preVoteReply(0, false));
    expect(server.raft).toMatchObject({ currentTerm: 0, role: { kind: 'preCandidate' } });
    const effects = server.receive(3, preVoteReply(0));
    expect(effects[0]).toEqual({ effect: 'persist', record: { type: 'state', currentTerm: 1, votedFor: 0 } });
    expect(sent(effects)).toContainEqual({ to: 0b11110, message: requestVote(1) });
    expect(server.raft.role.kind).toBe('candidate');
  });

  test('needs an election quorum, whatever commits need', () => {
    const server = new Server({ ...WITH, quorums: countingSystem(5, 4, 2) });
    server.fire('election');
    for (const from of [0, 1, 2]) server.receive(from, preVoteReply(0));
    expect(server.raft.role.kind).toBe('preCandidate');
    server.receive(3, preVoteReply(0));
    expect(server.raft.role.kind).toBe('candidate');
  });

  test('counts no answer to a question of an older term', () => {
    const server = new Server({ ...WITH, quorums: countingSystem(5, 3, 3) }, saved(2));
    server.fire('election');
    for (const from of [0, 1, 2]) server.receive(from, preVoteReply(1));
    expect(server.raft.role.kind).toBe('preCandidate');
  });

  test('asks those again that do not answer; each new election begins with the question', () => {
    const server = new Server(WITH);
    server.fire('election');
    server.receive(1, preVoteReply(0, false));
    expect(sent(server.fire('heartbeat'))).toEqual([{ to: 0b11100, message: preVote(0) }]);
    for (const from of [0, 2, 3]) server.receive(from, preVoteReply(0));
    expect(server.raft.role.kind).toBe('candidate');
    expect(sent(server.fire('election'))).toContainEqual({ to: 0b11110, message: preVote(1) });
    expect(server.raft).toMatchObject({ currentTerm: 1, role: { kind: 'preCandidate' } });
  });

  test('follows the leader of its term that it hears, and adopts a newer term that a refusal shows', () => {
    const server = new Server(WITH, saved(3));
    server.fire('election');
    const effects = server.receive(2, appendEntries(3, [0, 0]));
    expect(server.raft.role).toEqual({ kind: 'follower', leader: 2 });
    expect(kinds(effects)).not.toContain('count');
    server.fire('election');
    server.receive(4, preVoteReply(3, false, 7));
    expect(server.raft).toMatchObject({ currentTerm: 7, role: { kind: 'follower', leader: undefined } });
  });

  test('a server alone is its own majority', () => {
    const server = new Server({ ...WITH, quorums: countingSystem(1, 1, 1) });
    server.fire('election');
    server.receive(0, preVoteReply(0));
    server.receive(0, vote(1));
    expect(server.raft.role.kind).toBe('leader');
  });
});

describe('PreVote, the one who is asked (thesis §9.6)', () => {
  test('a pre-vote changes neither term nor vote nor timer, whatever term it is of', () => {
    const server = new Server(WITH, saved(3, entries(1), 2));
    expect(server.receive(1, preVote(9, 5, 9))).toEqual([
      { effect: 'sendOnceDurable', to: 0b00010, message: preVoteReply(9, true, 3) },
    ]);
    expect(server.raft).toMatchObject({ currentTerm: 3, votedFor: 2 });
  });

  test.each([
    ['a shorter log', preVote(3, 1, 1), false],
    ['a log as good as its own', preVote(3, 2, 1), true],
    ['a term that is past', preVote(2, 9, 9), false],
  ])('%s', (_case, request, voteGranted) => {
    const server = new Server(WITH, saved(3, entries(1, 1)));
    const term = (request as { term: number }).term;
    expect(sent(server.receive(1, request))).toEqual([{ to: 0b00010, message: preVoteReply(term, voteGranted, 3) }]);
  });

  test('refuses while it has heard from a leader for less than a baseline election time-out', () => {
    const server = new Server(WITH);
    expect(server.receive(1, appendEntries(1, [0, 0]))).toContainEqual({
      effect: 'setTimer',
      timer: 'leaderSilence',
      ms: 150,
      key: undefined,
    });
    expect(sent(server.receive(2, preVote(1)))).toEqual([{ to: 0b00100, message: preVoteReply(1, false) }]);
    server.fire('leaderSilence');
    expect(sent(server.receive(2, preVote(1)))).toEqual([{ to: 0b00100, message: preVoteReply(1) }]);
  });

  test('refuses while it leads', () => {
    const server = new Server(WITH);
    server.fire('election');
    for (const from of [0, 1, 2]) server.receive(from, preVoteReply(0));
    for (const from of [0, 1, 2]) server.receive(from, vote(1));
    expect(sent(server.receive(3, preVote(1, 9, 9)))).toEqual([{ to: 0b01000, message: preVoteReply(1, false) }]);
  });

  test('the leader of an older term is none', () => {
    const server = new Server(WITH);
    server.receive(1, appendEntries(1, [0, 0]));
    server.receive(2, vote(2, false));
    expect(sent(server.receive(2, preVote(2)))).toEqual([{ to: 0b00100, message: preVoteReply(2) }]);
  });

  test('without the option no time of silence is kept', () => {
    const server = new Server();
    const effects = server.receive(1, appendEntries(1, [0, 0]));
    expect(effects.some((e) => e.effect === 'setTimer' && e.timer === 'leaderSilence')).toBe(false);
  });
});
