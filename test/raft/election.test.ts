import { describe, expect, test } from 'vitest';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import { appendEntries, batch, entries, kinds, requestVote, saved, sent, Server, vote } from './script.ts';

describe('Raft elections, sentence by sentence', () => {
  test('§5.2: when servers start up, they begin as followers', () => {
    const { raft } = new Server();
    expect(raft.role).toEqual({ kind: 'follower', leader: undefined });
    expect(raft.view()).toEqual({ leader: undefined, ballot: 0, nextSlot: 1 });
  });

  test('§5.2: to begin an election, a follower increments its term, votes for itself and asks all others', () => {
    const server = new Server({}, saved(4, entries(1, 4)));
    expect(server.fire('election')).toEqual([
      { effect: 'persist', record: { type: 'state', currentTerm: 5, votedFor: 0 } },
      { effect: 'count', event: 'election' },
      { effect: 'setTimer', timer: 'election', ms: 225, key: undefined },
      { effect: 'sendOnceDurable', to: 0b00001, message: vote(5) },
      { effect: 'sendOnceDurable', to: 0b11110, message: requestVote(5, 2, 4) },
      { effect: 'setTimer', timer: 'heartbeat', ms: 50, key: undefined },
    ]);
  });

  test('§5.2: a candidate wins with votes of a majority for the same term, its own once it is durable', () => {
    const server = new Server();
    server.fire('election');
    expect(server.receive(1, vote(1))).toEqual([]);
    expect(server.receive(1, vote(1))).toEqual([]);
    expect(server.receive(2, vote(0))).toEqual([]);
    expect(server.receive(3, vote(1, false))).toEqual([]);
    expect(server.receive(4, vote(1))).toEqual([]);
    expect(server.raft.role.kind).toBe('candidate');
    server.receive(0, vote(1));
    expect(server.raft.role.kind).toBe('leader');
    expect(server.raft.view().leader).toBe(0);
  });

  test('Flexible Paxos §5, for elections: the phase-1 quorums decide who wins', () => {
    const server = new Server({ quorums: countingSystem(5, 4, 2) });
    server.fire('election');
    for (const from of [0, 1, 2]) server.receive(from, vote(1));
    expect(server.raft.role.kind).toBe('candidate');
    server.receive(4, vote(1));
    expect(server.raft.role.kind).toBe('leader');
  });

  test('§5.2: once a candidate wins, it sends heartbeats to all others; the first carries the no-op of §8', () => {
    const server = new Server({ thrifty: true }, saved(1, entries(1)));
    const effects = server.win();
    const noOp = { type: 'entry', index: 2, term: 2, batch: [] } as const;
    expect(effects).toContainEqual({ effect: 'persist', record: noOp });
    expect(effects).toContainEqual({ effect: 'send', to: 0b11110, message: appendEntries(2, [1, 1], [noOp]) });
    expect(effects).toContainEqual({ effect: 'cancelTimer', timer: 'election', key: undefined });
  });

  test('§5.2: a candidate that hears from a leader of at least its term returns to follower state', () => {
    const server = new Server();
    server.fire('election');
    expect(kinds(server.receive(3, appendEntries(1, [0, 0])))).toContain('cancelTimer');
    expect(server.raft.role).toEqual({ kind: 'follower', leader: 3 });
  });

  test('§5.2: a candidate rejects the RPC of a leader of a smaller term and continues in candidate state', () => {
    const server = new Server({}, saved(6));
    server.fire('election');
    const [reply] = sent(server.receive(3, appendEntries(6, [0, 0])));
    expect(reply).toMatchObject({ to: 0b01000, message: { term: 7, success: false } });
    expect(server.raft.role.kind).toBe('candidate');
  });

  test('§5.2: on a split vote each candidate times out and starts a new election in a new term', () => {
    const server = new Server();
    server.fire('election');
    server.env.nextRandom = 0.9;
    const effects = server.fire('election');
    expect(server.raft.currentTerm).toBe(2);
    expect(effects).toContainEqual({ effect: 'setTimer', timer: 'election', ms: 285, key: undefined });
  });

  test('§5.1: a candidate asks those again that do not answer, and only once its term is durable', () => {
    const server = new Server();
    server.fire('election');
    server.receive(1, vote(1));
    server.receive(2, vote(1, false));
    expect(server.fire('heartbeat')).toEqual([
      { effect: 'sendOnceDurable', to: 0b11000, message: requestVote(1) },
      { effect: 'count', event: 'retransmission' },
      { effect: 'setTimer', timer: 'heartbeat', ms: 50, key: undefined },
    ]);
  });
});

describe('RequestVote, receiver (Figure 2)', () => {
  test('1. replies false if term < currentTerm (§5.1)', () => {
    const server = new Server({}, saved(3));
    expect(server.receive(1, requestVote(2, 9, 9))).toEqual([
      { effect: 'sendOnceDurable', to: 0b00010, message: vote(3, false) },
    ]);
  });

  test('2. grants if it has not voted in the term; term and vote are one write, and the reply waits for it', () => {
    const server = new Server();
    expect(server.receive(2, requestVote(4))).toEqual([
      { effect: 'persist', record: { type: 'state', currentTerm: 4, votedFor: 2 } },
      { effect: 'setTimer', timer: 'election', ms: 225, key: undefined },
      { effect: 'sendOnceDurable', to: 0b00100, message: vote(4) },
    ]);
  });

  test('2. votes for at most one candidate per term, first come, first served (§5.2), over a restart too', () => {
    const server = new Server({}, saved(4, [], 2));
    expect(server.receive(1, requestVote(4))).toEqual([
      { effect: 'sendOnceDurable', to: 0b00010, message: vote(4, false) },
    ]);
    expect(sent(server.receive(2, requestVote(4)))).toEqual([{ to: 0b00100, message: vote(4) }]);
  });

  test.each([
    ['a later last term wins, however short the log', 1, 3, true],
    ['an earlier last term loses, however long the log', 9, 1, false],
    ['with equal last terms the longer log wins', 4, 2, true],
    ['equal logs are up to date', 3, 2, true],
    ['with equal last terms the shorter log loses', 2, 2, false],
  ])('§5.4.1: %s', (_rule, lastLogIndex, lastLogTerm, voteGranted) => {
    const server = new Server({}, saved(5, entries(1, 2, 2)));
    const effects = server.receive(1, requestVote(6, lastLogIndex, lastLogTerm));
    expect(sent(effects)).toEqual([{ to: 0b00010, message: vote(6, voteGranted) }]);
    expect(effects[0]).toMatchObject({ record: { currentTerm: 6, votedFor: voteGranted ? 1 : undefined } });
    expect(kinds(effects).includes('setTimer')).toBe(voteGranted);
  });
});

describe('terms (§5.1)', () => {
  test('a leader that discovers a newer term reverts to follower and redirects what it has pending, once', () => {
    const server = new Server();
    server.win();
    server.request(batch(7));
    const effects = server.receive(3, requestVote(2, 0, 0));
    expect(effects.filter((e) => e.effect === 'redirect')).toEqual([
      { effect: 'redirect', batch: batch(7), leader: undefined },
    ]);
    expect(server.raft.role).toEqual({ kind: 'follower', leader: undefined });
    expect(sent(effects)).toEqual([{ to: 0b01000, message: vote(2, false) }]);
    server.win();
    expect(server.receive(3, requestVote(9)).filter((e) => e.effect === 'redirect')).toEqual([]);
  });

  test('a newer term in a reply deposes as well, and is written', () => {
    const server = new Server();
    server.win();
    const effects = server.receive(3, vote(8, false));
    expect(effects[0]).toEqual({ effect: 'persist', record: { type: 'state', currentTerm: 8, votedFor: undefined } });
    expect(effects).toContainEqual({ effect: 'setTimer', timer: 'election', ms: 225, key: undefined });
    expect(server.raft.role.kind).toBe('follower');
  });

  test('§8: a request at a follower is redirected to the leader', () => {
    const server = new Server();
    server.receive(3, appendEntries(1, [0, 0]));
    expect(server.request(batch(1))).toEqual([{ effect: 'redirect', batch: batch(1), leader: 3 }]);
  });

  test('the first leader campaigns at once, at the first start only', () => {
    expect(new Server({ firstLeader: 0 }).raft.role.kind).toBe('candidate');
    expect(new Server({ firstLeader: 1 }).raft.role.kind).toBe('follower');
    expect(new Server({ firstLeader: 0 }, saved(1, [], 0)).raft.role.kind).toBe('follower');
  });
});
