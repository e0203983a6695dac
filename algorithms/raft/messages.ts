/**
 * What Raft's servers say and write. The names are those of Figure 2; `candidateId` and `leaderId` are the sender, whom
 * the network names.
 *
 *     candidate                          voter
 *        | requestVote ------------------> |    §5.2; after its own term and vote are durable
 *        | <------------ requestVoteReply  |    after the vote is durable
 *
 *     pre-candidate (option preVote)     voter
 *        | preVote ----------------------> |    thesis §9.6; in its own term, which is not raised yet
 *        | <---------------- preVoteReply  |    after the term that it shows is durable; nothing else is written
 *
 *     client        leader                              follower
 *        | batch ---> | appendEntries (entries) ----------> |    §5.3; at once, while its own disk writes
 *        |            | <------------- appendEntriesReply   |    after the entries are durable; the leader's own likewise
 *        | <-- commit | appendEntries (none: heartbeat) ---> |    §5.2; with leaderCommit
 *        |            | installSnapshot ------------------> |    §7; for who lacks entries that all have forgotten
 */
import { sizeOfBatch, type Batch, type NodeId, type Vocabulary } from '../contract.ts';

/** Asks for a vote (Figure 2, RequestVote RPC). */
export interface RequestVote {
  readonly type: 'requestVote';
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
}

export interface RequestVoteReply {
  readonly type: 'requestVoteReply';
  readonly term: number;
  readonly voteGranted: boolean;
}

/** Would you vote for me in the term behind mine (thesis §9.6)? */
export interface PreVote {
  readonly type: 'preVote';
  /** The one that the sender is in. */
  readonly term: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
}

export interface PreVoteReply {
  readonly type: 'preVoteReply';
  readonly term: number;
  /** Of the request. */
  readonly candidateTerm: number;
  readonly voteGranted: boolean;
}

/** Replicates entries; without any it is a heartbeat (Figure 2, AppendEntries RPC). */
export interface AppendEntries {
  readonly type: 'appendEntries';
  readonly term: number;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  /** Consecutive, the first at `prevLogIndex` + 1. */
  readonly entries: readonly Entry[];
  readonly leaderCommit: number;
}

export interface AppendEntriesReply {
  readonly type: 'appendEntriesReply';
  readonly term: number;
  readonly success: boolean;
  /** On success: the follower's durable log equals the leader's up to here. Else 0. */
  readonly matchIndex: number;
  /** Of the request, so that a refusal that was overtaken is known as such. */
  readonly prevLogIndex: number;
  /**
   * On refusal: the first index of the follower's conflicting term, or where its log ends (§5.3, last paragraphs);
   * {@link STALE_TERM} if it was refused for its term.
   */
  readonly conflictIndex: number;
  /** On refusal: the follower's term at `prevLogIndex`, 0 if it has no entry there. */
  readonly conflictTerm: number;
}

/**
 * In place of a conflict: the request was of an older term. It tells nothing about logs, and may reach a server that leads
 * again, in the very term of the reply.
 */
export const STALE_TERM = 0;

/** §7, without the data: whoever is told to forget a slot has a durable snapshot of it (see the contract's `forget`). */
export interface InstallSnapshot {
  readonly type: 'installSnapshot';
  readonly term: number;
  readonly lastIncludedIndex: number;
  readonly lastIncludedTerm: number;
}

export type RaftMessage =
  RequestVote | RequestVoteReply | PreVote | PreVoteReply | AppendEntries | AppendEntriesReply | InstallSnapshot;

/** One entry of the log. It is its own record on disk, so that a batch is wrapped once for log, disk and network. */
export interface Entry {
  readonly type: 'entry';
  readonly index: number;
  readonly term: number;
  readonly batch: Batch;
}

/** `state`: term and vote. `truncate`: entries from here on are gone. `base`: where the log begins after `forget`. */
export type RaftRecord =
  | { readonly type: 'state'; readonly currentTerm: number; readonly votedFor: NodeId | undefined }
  | Entry
  | { readonly type: 'truncate'; readonly fromIndex: number }
  | { readonly type: 'base'; readonly index: number; readonly term: number };

/**
 * `election`: the randomised time-out; on a leader, CheckQuorum's. `heartbeat`: the leader's heartbeat, and the candidate's
 * repetition. `leaderSilence`: no leader was heard for the least election time-out (PreVote and CheckQuorum only).
 */
export interface RaftProtocol {
  readonly Message: RaftMessage;
  readonly Record: RaftRecord;
  readonly Timer: 'election' | 'heartbeat' | 'leaderSilence';
}

export const vocabulary: Vocabulary<RaftProtocol> = {
  messages: {
    requestVote: 'RequestVote RPC',
    requestVoteReply: 'its reply',
    preVote: 'option preVote',
    preVoteReply: 'its reply',
    appendEntries: 'AppendEntries RPC, heartbeats too',
    appendEntriesReply: 'its reply',
    installSnapshot: 'InstallSnapshot RPC',
  },
  timers: {
    election: 'the leader is silent, or the votes were split',
    heartbeat: 'of the leader, and of a candidate that repeats',
    leaderSilence: 'options preVote and checkQuorum',
  },
};

/** Bytes of an entry inside a message: its index follows from `prevLogIndex`. */
export function sizeOfEntry(entry: Entry): number {
  return 8 + sizeOfBatch(entry.batch);
}

/** Bytes of the body: 1 for the type, 8 for a term or index, 1 for a flag, 4 for a count. */
export function sizeOf(message: RaftMessage): number {
  switch (message.type) {
    case 'appendEntries': {
      let bytes = 1 + 8 + 8 + 8 + 8 + 4;
      for (let i = 0; i < message.entries.length; i++) bytes += sizeOfEntry(message.entries[i]!);
      return bytes;
    }
    case 'appendEntriesReply':
      return message.success ? 1 + 8 + 1 + 8 : 1 + 8 + 1 + 8 + 8 + 8;
    case 'requestVote':
    case 'preVote':
    case 'installSnapshot':
      return 1 + 8 + 8 + 8;
    case 'requestVoteReply':
      return 1 + 8 + 1;
    case 'preVoteReply':
      return 1 + 8 + 8 + 1;
  }
}

/** Bytes of the body; a node id takes 1. */
export function sizeOfRecord(record: RaftRecord): number {
  switch (record.type) {
    case 'entry':
      return 1 + 8 + 8 + sizeOfBatch(record.batch);
    case 'state':
      return 1 + 8 + 1;
    case 'truncate':
      return 1 + 8;
    case 'base':
      return 1 + 8 + 8;
  }
}
