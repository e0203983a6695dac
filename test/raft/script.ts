/** One server on a recording environment, and short ways to say what comes in and to look at what goes out. */
import type { Batch, Saved } from '../../algorithms/contract.ts';
import { majoritySystem } from '../../algorithms/quorum/counting.ts';
import type {
  AppendEntries,
  AppendEntriesReply,
  Entry,
  RaftMessage,
  RaftProtocol,
  RaftRecord,
} from '../../algorithms/raft/messages.ts';
import { Raft, type RaftOptions } from '../../algorithms/raft/raft.ts';
import { RecordingEnv, type Effect } from '../support/recording-env.ts';
import { optionsFor } from './schedule.ts';

export type RaftEffect = Effect<RaftProtocol>;

/** Node 0 of five, unless told otherwise. */
export class Server {
  readonly env: RecordingEnv<RaftProtocol>;
  readonly raft: Raft;

  constructor(options: Partial<RaftOptions> = {}, saved: Partial<Saved<RaftProtocol>> = {}) {
    const all = optionsFor(majoritySystem(5), options);
    this.env = new RecordingEnv<RaftProtocol>(0, all.quorums.nodes);
    this.raft = new Raft(all, this.env);
    this.raft.start({ slot: 1, records: [], ...saved });
    this.env.takeEffects();
  }

  /** Delivers, and returns what the server did. */
  receive(from: number, message: RaftMessage): RaftEffect[] {
    this.raft.onMessage(from, message);
    return this.env.takeEffects();
  }

  fire(timer: RaftProtocol['Timer']): RaftEffect[] {
    this.raft.onTimer(timer);
    return this.env.takeEffects();
  }

  request(batch: Batch): RaftEffect[] {
    this.raft.onRequest(batch);
    return this.env.takeEffects();
  }

  /** Campaigns and wins with the votes of 0, 1 and 2. */
  win(): RaftEffect[] {
    this.fire('election');
    const term = this.raft.currentTerm;
    const effects: RaftEffect[] = [];
    for (const from of [0, 1, 2])
      effects.push(...this.receive(from, { type: 'requestVoteReply', term, voteGranted: true }));
    return effects;
  }

  /** What the log holds, as [index, term]. */
  get log(): [number, number][] {
    return this.raft.log.entries.map(({ index, term }) => [index, term]);
  }
}

export function batch(seq: number): Batch {
  return [{ client: 1, seq, op: { bytes: 8 } }];
}

export function entry(index: number, term: number, seq = index): Entry {
  return { type: 'entry', index, term, batch: batch(seq) };
}

/** Entries 1, 2, … of these terms. */
export function entries(...terms: number[]): Entry[] {
  return terms.map((term, i) => entry(i + 1, term));
}

export function saved(currentTerm: number, log: readonly Entry[] = [], votedFor?: number): { records: RaftRecord[] } {
  return { records: [{ type: 'state', currentTerm, votedFor }, ...log] };
}

export function requestVote(term: number, lastLogIndex = 0, lastLogTerm = 0): RaftMessage {
  return { type: 'requestVote', term, lastLogIndex, lastLogTerm };
}

export function vote(term: number, voteGranted = true): RaftMessage {
  return { type: 'requestVoteReply', term, voteGranted };
}

export function appendEntries(
  term: number,
  prev: [number, number],
  list: Entry[] = [],
  leaderCommit = 0,
): AppendEntries {
  const [prevLogIndex, prevLogTerm] = prev;
  return { type: 'appendEntries', term, prevLogIndex, prevLogTerm, entries: list, leaderCommit };
}

export function accepted(term: number, matchIndex: number): AppendEntriesReply {
  const none = { conflictIndex: 0, conflictTerm: 0 };
  return { type: 'appendEntriesReply', term, success: true, matchIndex, prevLogIndex: matchIndex, ...none };
}

export function refused(
  term: number,
  prevLogIndex: number,
  conflictIndex: number,
  conflictTerm = 0,
): AppendEntriesReply {
  return { type: 'appendEntriesReply', term, success: false, matchIndex: 0, prevLogIndex, conflictIndex, conflictTerm };
}

/** The messages among effects, with their receivers. */
export function sent(effects: readonly RaftEffect[]): { to: number; message: RaftMessage }[] {
  return effects.flatMap((e) =>
    e.effect === 'send' || e.effect === 'sendOnceDurable' ? [{ to: e.to, message: e.message }] : [],
  );
}

/** The append requests among effects. */
export function appends(effects: readonly RaftEffect[]): { to: number; message: AppendEntries }[] {
  return sent(effects).flatMap(({ to, message }) => (message.type === 'appendEntries' ? [{ to, message }] : []));
}

export function kinds(effects: readonly RaftEffect[]): string[] {
  return effects.map((e) => e.effect);
}
