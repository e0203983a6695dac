/** Servers and worlds that break one rule each: the invariant that the rule is for must catch them. */
import { describe, expect, test } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Env, NodeSet } from '../../algorithms/contract.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { termAt } from '../../algorithms/raft/log.ts';
import type { RaftMessage, RaftProtocol, RaftRecord } from '../../algorithms/raft/messages.ts';
import { Raft, type RaftOptions } from '../../algorithms/raft/raft.ts';
import { Cluster, type World } from './cluster.ts';
import { disturb, optionsFor, worldFor } from './schedule.ts';

type Create = NonNullable<World['create']>;

/** The environment of a broken server. Overridden per control. */
class BrokenEnv implements Env<RaftProtocol> {
  readonly self: number;
  readonly nodes: number;
  private readonly env: Env<RaftProtocol>;
  constructor(env: Env<RaftProtocol>) {
    this.env = env;
    this.self = env.self;
    this.nodes = env.nodes;
  }
  send(to: NodeSet, message: RaftMessage): void {
    this.env.send(to, message);
  }
  persist(record: RaftRecord): void {
    this.env.persist(record);
  }
  checkpoint(records: readonly RaftRecord[]): void {
    this.env.checkpoint(records);
  }
  sendOnceDurable(to: NodeSet, message: RaftMessage): void {
    this.env.sendOnceDurable(to, message);
  }
  setTimer(...args: Parameters<Env<RaftProtocol>['setTimer']>): void {
    this.env.setTimer(...args);
  }
  cancelTimer(...args: Parameters<Env<RaftProtocol>['cancelTimer']>): void {
    this.env.cancelTimer(...args);
  }
  random(): number {
    return this.env.random();
  }
  now(): number {
    return this.env.now();
  }
  commit(...args: Parameters<Env<RaftProtocol>['commit']>): void {
    this.env.commit(...args);
  }
  redirect(...args: Parameters<Env<RaftProtocol>['redirect']>): void {
    this.env.redirect(...args);
  }
  count(...args: Parameters<Env<RaftProtocol>['count']>): void {
    this.env.count(...args);
  }
}

class VoteNotPersisted extends BrokenEnv {
  override persist(record: RaftRecord): void {
    super.persist(record.type === 'state' ? { ...record, votedFor: undefined } : record);
  }
}
class TermNotPersisted extends BrokenEnv {
  override persist(record: RaftRecord): void {
    if (record.type !== 'state') super.persist(record);
  }
}
class EntriesNotPersisted extends BrokenEnv {
  override persist(record: RaftRecord): void {
    if (record.type !== 'entry') super.persist(record);
  }
}

function sendsAtOnce(type: RaftMessage['type']): Create {
  class AtOnce extends BrokenEnv {
    override sendOnceDurable(to: NodeSet, message: RaftMessage): void {
      if (message.type === type) this.send(to, message);
      else super.sendOnceDurable(to, message);
    }
  }
  return (options, env) => new Raft(options, new AtOnce(env));
}

/** §5.4.1 left out: votes for anybody. */
class VotesForAnybody extends Raft {
  override onMessage(from: number, message: RaftMessage): void {
    super.onMessage(from, message.type === 'requestVote' ? { ...message, lastLogTerm: Infinity } : message);
  }
}

/** §5.3 left out: takes entries whatever precedes them, if it has anything there. */
class NoConsistencyCheck extends Raft {
  override onMessage(from: number, message: RaftMessage): void {
    const prev = message.type === 'appendEntries' ? message.prevLogIndex : -1;
    const known = prev >= this.log.baseIndex && prev <= this.log.baseIndex + this.log.entries.length;
    if (message.type !== 'appendEntries' || !known) super.onMessage(from, message);
    else super.onMessage(from, { ...message, prevLogTerm: termAt(this.log, prev) });
  }
}

/** The invariant that stops one of up to `schedules` random schedules. */
function caughtBy(create: Create | undefined, schedules: number, other: Partial<World> = {}): string | undefined {
  for (let seed = 1; seed <= schedules; seed++) {
    const world = worldFor(seed, create === undefined ? other : { create, ...other });
    try {
      disturb(new Cluster(world), 3_000);
    } catch (error) {
      if (error instanceof InvariantViolation) return error.invariant;
      throw error;
    }
  }
  return undefined;
}

const within =
  (Broken: new (env: Env<RaftProtocol>) => Env<RaftProtocol>): Create =>
  (options, env) =>
    new Raft(options, new Broken(env));

const as =
  (Broken: new (options: RaftOptions, env: Env<RaftProtocol>) => Raft): Create =>
  (options, env) =>
    new Broken(options, env);

describe('a broken Raft is caught', () => {
  test.each<[string, string, Create]>([
    ['the vote is not persisted', 'VoteOnce', within(VoteNotPersisted)],
    ['the term is not persisted', 'TermMonotonic', within(TermNotPersisted)],
    ['entries are not persisted', 'CommittedOnQuorum', within(EntriesNotPersisted)],
    ['requestVote leaves before the term is durable', 'TermMonotonic', sendsAtOnce('requestVote')],
    ['the vote leaves before it is durable', 'TermMonotonic', sendsAtOnce('requestVoteReply')],
    ['anybody gets a vote, however old its log', 'LeaderCompleteness', as(VotesForAnybody)],
    ['the term of the preceding entry is not compared', 'LogMatching', as(NoConsistencyCheck)],
  ])('%s: %s', (_rule, invariant, create) => {
    expect(caughtBy(create, 400)).toBe(invariant);
  });

  test('an append reply leaves before the entries are durable: CommittedOnQuorum', () => {
    class EarlyReply extends BrokenEnv {
      override sendOnceDurable(to: NodeSet, message: RaftMessage): void {
        if (message.type === 'appendEntriesReply' && message.matchIndex > 1) this.send(to, message);
        else super.sendOnceDurable(to, message);
      }
    }
    const options = optionsFor(majoritySystem(3), { firstLeader: 0 });
    const calm = { fifo: true, delayMs: [1, 1], fsyncMs: [30, 30], loss: 0, duplicate: 0 } as const;
    const early = new Cluster(worldFor(1, { ...calm, options, create: within(EarlyReply) }));
    early.run(140);
    early.request(0);
    expect(() => early.run(50)).toThrow(/^CommittedOnQuorum: leader 0 commits/);
  });

  test('election quorums that do not meet: ElectionSafety', () => {
    const options = optionsFor(countingSystem(4, 2, 3));
    expect(caughtBy(undefined, 200, { options })).toBe('ElectionSafety');
  });

  test('commit quorums that do not meet the elections: LeaderCompleteness', () => {
    const options = optionsFor(countingSystem(5, 3, 2));
    expect(caughtBy(undefined, 400, { options })).toBe('LeaderCompleteness');
  });

  test('the controls themselves are sound: an environment that changes nothing raises no alarm', () => {
    expect(caughtBy(within(BrokenEnv), 200)).toBeUndefined();
  });
});
