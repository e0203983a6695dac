import { describe, expect, test } from 'vitest';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import { lastIndex } from '../../algorithms/raft/log.ts';
import {
  accepted,
  appendEntries,
  appends,
  batch,
  entries,
  entry,
  refused,
  requestVote,
  saved,
  sent,
  Server,
} from './script.ts';

describe('AppendEntries, receiver (Figure 2)', () => {
  test('1. replies false if term < currentTerm (§5.1), which says nothing about its log', () => {
    const server = new Server({}, saved(3, entries(1)));
    expect(sent(server.receive(1, appendEntries(2, [5, 2])))).toEqual([{ to: 0b00010, message: refused(3, 5, 0) }]);
  });

  test('2. replies false if its log is too short, and says where it ends (§5.3)', () => {
    const server = new Server({}, saved(2, entries(1, 2)));
    expect(sent(server.receive(1, appendEntries(2, [7, 2])))).toEqual([{ to: 0b00010, message: refused(2, 7, 3) }]);
  });

  test('2. replies false if the term differs, with the conflicting term and its first index (§5.3)', () => {
    const server = new Server({}, saved(5, entries(1, 3, 3, 3)));
    expect(sent(server.receive(1, appendEntries(5, [4, 4])))).toEqual([{ to: 0b00010, message: refused(5, 4, 2, 3) }]);
    expect(server.log).toHaveLength(4);
  });

  test('3. an entry that conflicts with a new one is deleted, and all that follow it (§5.3)', () => {
    const server = new Server({}, saved(5, entries(1, 3, 3, 3)));
    const effects = server.receive(1, appendEntries(5, [1, 1], [entry(2, 3), entry(3, 4)]));
    expect(effects.filter((e) => e.effect === 'persist')).toEqual([
      { effect: 'persist', record: { type: 'truncate', fromIndex: 3 } },
      { effect: 'persist', record: entry(3, 4) },
    ]);
    expect(server.log).toEqual([[1, 1], [2, 3], [3, 4]]); // prettier-ignore
    expect(sent(effects)).toEqual([{ to: 0b00010, message: { ...accepted(5, 3), prevLogIndex: 1 } }]);
  });

  test('3. only a conflict deletes: a request that was overtaken, or a heartbeat, leaves what follows', () => {
    const server = new Server({}, saved(5, entries(1, 3, 3, 3)));
    server.receive(1, appendEntries(5, [1, 1], [entry(2, 3)]));
    server.receive(1, appendEntries(5, [2, 3]));
    expect(server.log).toHaveLength(4);
  });

  test('5. commitIndex = min(leaderCommit, index of last new entry): what lies behind that is not confirmed', () => {
    const server = new Server({}, saved(5, entries(1, 3, 3, 3)));
    const effects = server.receive(1, appendEntries(5, [1, 1], [entry(2, 3)], 4));
    expect(server.raft.commitIndex).toBe(2);
    expect(effects.filter((e) => e.effect === 'commit').map((e) => e.slot)).toEqual([1, 2]);
    server.receive(1, appendEntries(5, [1, 1], [], 9));
    expect(server.raft.commitIndex).toBe(2);
  });

  test('responds once the entries are durable, resets its election timer and follows the sender', () => {
    const server = new Server();
    const effects = server.receive(4, appendEntries(1, [0, 0], [entry(1, 1)]));
    expect(effects).toEqual([
      { effect: 'persist', record: { type: 'state', currentTerm: 1, votedFor: undefined } },
      { effect: 'setTimer', timer: 'election', ms: 225, key: undefined },
      { effect: 'persist', record: entry(1, 1) },
      { effect: 'sendOnceDurable', to: 0b10000, message: { ...accepted(1, 1), prevLogIndex: 0 } },
    ]);
    expect(server.raft.view().leader).toBe(4);
  });
});

describe('leaders (Figure 2)', () => {
  test('§5.3: appends the command and issues AppendEntries in parallel, as one message, beside its own disk', () => {
    const server = new Server();
    server.win();
    const own = { type: 'entry', index: 2, term: 1, batch: batch(7) } as const;
    expect(server.request(batch(7))).toEqual([
      { effect: 'persist', record: own },
      { effect: 'sendOnceDurable', to: 0b00001, message: { ...accepted(1, 2), prevLogIndex: 1 } },
      { effect: 'send', to: 0b11110, message: appendEntries(1, [1, 1], [own]) },
    ]);
  });

  test('§5.3: an entry is committed once the leader has replicated it on a majority, its own disk counted as one', () => {
    const server = new Server();
    server.win();
    expect(server.receive(1, accepted(1, 1))).toEqual([]);
    expect(server.receive(2, accepted(1, 1))).toEqual([]);
    expect(server.receive(0, accepted(1, 1))).toEqual([{ effect: 'commit', slot: 1, batch: [] }]);
    expect(server.receive(3, accepted(1, 1))).toEqual([]);
  });

  test('§5.3: the followers alone may commit before the leader has its own entry on disk', () => {
    const server = new Server();
    server.win();
    for (const from of [1, 2]) server.receive(from, accepted(1, 1));
    expect(server.receive(3, accepted(1, 1))).toEqual([{ effect: 'commit', slot: 1, batch: [] }]);
  });

  test('Flexible Paxos §5, for commits: the phase-2 quorums decide', () => {
    const server = new Server({ quorums: countingSystem(3, 3, 1) });
    server.win();
    expect(server.receive(2, accepted(1, 1))).toEqual([{ effect: 'commit', slot: 1, batch: [] }]);
  });

  test('the commit quorum may lie below the newest acknowledgement', () => {
    const server = new Server();
    server.win();
    for (const seq of [1, 2, 3]) server.request(batch(seq));
    server.receive(0, accepted(1, 2));
    server.receive(1, accepted(1, 3));
    server.receive(2, accepted(1, 4));
    expect(server.raft.commitIndex).toBe(2);
  });

  test('§5.4.2: entries of earlier terms are not committed by counting, but with one of the current term', () => {
    const server = new Server({}, saved(2, entries(1, 2)));
    server.win();
    for (const from of [0, 1, 2, 3, 4]) server.receive(from, accepted(3, 2));
    expect(server.raft.commitIndex).toBe(0);
    for (const from of [0, 1]) server.receive(from, accepted(3, 3));
    const effects = server.receive(2, accepted(3, 3));
    expect(effects.filter((e) => e.effect === 'commit').map((e) => e.slot)).toEqual([1, 2, 3]);
  });

  test('§5.3: the leader keeps track of the highest index committed and includes it in its RPCs', () => {
    const server = new Server();
    server.win();
    for (const from of [0, 1, 2]) server.receive(from, accepted(1, 1));
    expect(appends(server.request(batch(1)))[0]!.message.leaderCommit).toBe(1);
    expect(appends(server.fire('heartbeat'))).toEqual([{ to: 0b11110, message: appendEntries(1, [2, 1], [], 1) }]);
  });

  test('§5.3: after a rejection nextIndex goes back to where the logs agree, by terms, in one step each', () => {
    const server = new Server({}, saved(6, entries(1, 4, 4, 5, 5, 6)));
    server.win();
    // A follower with terms 1 4 4 4 4: the leader has term 4 as well, so it goes on behind its last entry of it.
    const first = appends(server.receive(1, refused(7, 6, 6, 0)));
    expect(first.map(({ to, message }) => [to, message.prevLogIndex])).toEqual([[0b00010, 5]]);
    const second = appends(server.receive(1, refused(7, 5, 2, 4)));
    expect(second[0]!.message).toMatchObject({ prevLogIndex: 3, prevLogTerm: 4 });
    expect(second[0]!.message.entries).toHaveLength(4);
    // Another with terms 1 2 2 2: the leader has no term 2.
    const other = appends(server.receive(2, refused(7, 4, 2, 2)));
    expect(other[0]!.message).toMatchObject({ prevLogIndex: 1, prevLogTerm: 1 });
  });

  test('a rejection is answered once: those of the requests in flight behind it are stale', () => {
    const server = new Server();
    server.win();
    for (const seq of [1, 2, 3]) server.request(batch(seq));
    const [again] = appends(server.receive(1, refused(1, 1, 1)));
    expect(again!.message.entries).toHaveLength(4);
    expect(server.receive(1, refused(1, 2, 1))).toEqual([]);
    expect(server.receive(1, refused(1, 3, 1))).toEqual([]);
    expect(appends(server.request(batch(4)))[0]!.to).toBe(0b11100);
    expect(appends(server.receive(1, accepted(1, 4)))).toMatchObject([{ message: { prevLogIndex: 4 } }]);
  });

  test('a rejection for a stale term does not move nextIndex, even if it comes in the current term', () => {
    const server = new Server({}, saved(1, entries(1)));
    server.win();
    expect(server.receive(1, refused(2, 1, 0))).toEqual([]);
  });

  test('lost entries show in the heartbeat that follows, and only what was lost is sent again', () => {
    const server = new Server();
    server.win();
    server.request(batch(1));
    const [heartbeat] = appends(server.fire('heartbeat'));
    expect(heartbeat!.message).toMatchObject({ prevLogIndex: 2, entries: [] });
    const [again] = appends(server.receive(1, refused(1, 2, 2)));
    expect(again!.message).toMatchObject({ prevLogIndex: 1 });
    expect(again!.message.entries).toHaveLength(1);
  });

  test('matchIndex never goes down, also if replies arrive in another order', () => {
    const server = new Server();
    server.win();
    server.request(batch(1));
    server.receive(1, accepted(1, 2));
    server.receive(1, accepted(1, 1));
    server.receive(1, refused(1, 1, 1));
    expect(server.raft.role).toMatchObject({ matchIndex: [0, 2, 0, 0, 0], nextIndex: [1, 3, 3, 3, 3] });
  });
});

describe('thrifty', () => {
  test('asks a commit quorum at once: itself and the nodes behind it', () => {
    const server = new Server({ thrifty: true });
    server.win();
    expect(appends(server.request(batch(1))).map(({ to }) => to)).toEqual([0b00110]);
  });

  test('the others get the entries with the next heartbeat, and whoever was silent is replaced', () => {
    const server = new Server({ thrifty: true });
    server.win();
    server.request(batch(1));
    for (const from of [2, 3, 4]) server.receive(from, accepted(1, 1));
    // Nobody is suspected before it had an interval's time.
    server.fire('heartbeat');
    for (const from of [2, 3, 4]) server.receive(from, accepted(1, 2));
    server.fire('heartbeat');
    expect(appends(server.request(batch(2)))[0]!.to).toBe(0b01100);
    const others = appends(server.fire('heartbeat')).filter(({ message }) => message.entries.length > 0);
    expect(others).toMatchObject([{ to: 0b10010, message: { prevLogIndex: 2 } }]);
  });
});

describe('restart and log compaction (§7)', () => {
  test('a restart reads back term, vote and log, and applies from the snapshot on', () => {
    const server = new Server({}, { slot: 3, ...saved(4, entries(1, 2, 4), 2) });
    expect(server.raft).toMatchObject({ currentTerm: 4, votedFor: 2, lastApplied: 2 });
    expect(server.raft.view()).toEqual({ leader: undefined, ballot: 4, nextSlot: 3 });
    const effects = server.receive(1, appendEntries(4, [3, 4], [], 3));
    expect(effects.filter((e) => e.effect === 'commit').map((e) => e.slot)).toEqual([3]);
  });

  test('forget drops the log below and rewrites the disk; the term of the last one dropped stays', () => {
    const server = new Server({}, saved(4, entries(1, 2, 4), 2));
    server.receive(1, appendEntries(4, [3, 4], [], 3));
    server.raft.forget(3);
    const records = [{ type: 'state', currentTerm: 4, votedFor: 2 }, { type: 'base', index: 2, term: 2 }, entry(3, 4)]; // prettier-ignore
    expect(server.env.takeEffects()).toEqual([{ effect: 'checkpoint', records }]);
    const again = new Server({}, { slot: 4, records: records as never });
    expect(again.raft.log).toEqual(server.raft.log);
    expect(sent(again.receive(1, appendEntries(4, [1, 1], [entry(2, 2), entry(3, 4)], 3)))).toEqual([
      { to: 0b00010, message: { ...accepted(4, 3), prevLogIndex: 1 } },
    ]);
    expect(lastIndex(again.raft.log)).toBe(3);
  });

  test('forget waits while the log is not known to be committed that far', () => {
    const server = new Server({}, { slot: 4, ...saved(4, entries(1, 2, 4)) });
    server.raft.forget(4);
    expect(server.env.takeEffects()).toEqual([]);
  });

  test('who lacks entries that all have forgotten is told where to begin (InstallSnapshot)', () => {
    const server = new Server({}, saved(4, entries(1, 2, 4)));
    server.win();
    for (const from of [0, 2, 3]) server.receive(from, accepted(5, 4));
    server.raft.forget(4);
    server.env.takeEffects();
    const install = { type: 'installSnapshot', term: 5, lastIncludedIndex: 3, lastIncludedTerm: 4 } as const;
    expect(sent(server.receive(1, refused(5, 3, 2)))).toEqual([{ to: 0b00010, message: install }]);

    const behind = new Server({}, { slot: 4, ...saved(4, entries(1)) });
    const effects = behind.receive(0, install);
    expect(behind.raft.log).toEqual({ baseIndex: 3, baseTerm: 4, entries: [] });
    expect(effects.some((e) => e.effect === 'checkpoint')).toBe(true);
    expect(sent(effects)).toEqual([{ to: 0b00001, message: accepted(5, 3) }]);
    const even = new Server({}, { slot: 4, ...saved(4, entries(1, 2, 4, 4)) });
    expect(sent(even.receive(0, install))).toEqual([{ to: 0b00001, message: accepted(5, 3) }]);
    expect(even.log).toHaveLength(4);
  });

  test('a restarted server that is behind its own snapshot votes by what its log holds', () => {
    const server = new Server({}, { slot: 9, ...saved(4, entries(1)) });
    expect(sent(server.receive(1, requestVote(5, 1, 1)))).toMatchObject([{ message: { voteGranted: true } }]);
  });
});
