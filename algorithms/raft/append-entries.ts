/** Figure 2, AppendEntries RPC, receiver (§5.3), and its sibling of Figure 13 for entries that all have forgotten (§7). */
import type { NodeId } from '../contract.ts';
import { invariant } from '../assert.ts';
import { singleton } from '../quorum/node-set.ts';
import { hearLeader } from './check-quorum.ts';
import { becomeFollower, resetElectionTimer } from './election.ts';
import { emptyLog, firstIndexOfTermAt, lastIndex, termAt, truncateFrom } from './log.ts';
import { STALE_TERM, type AppendEntries, type Entry, type InstallSnapshot } from './messages.ts';
import type { Raft } from './raft.ts';

export function onAppendEntries(raft: Raft, from: NodeId, message: AppendEntries): void {
  const { log } = raft;
  const { prevLogIndex } = message;
  // 1. Reply false if term < currentTerm (§5.1).
  if (message.term < raft.currentTerm) return refuse(raft, from, prevLogIndex, STALE_TERM, 0);
  followLeader(raft, from);

  // 2. Reply false if the log has no entry at prevLogIndex whose term matches prevLogTerm (§5.3). What is forgotten was
  //    committed, and is the same everywhere.
  if (prevLogIndex > lastIndex(log)) {
    raft.env.count('catch-up');
    return refuse(raft, from, prevLogIndex, lastIndex(log) + 1, 0);
  }
  if (prevLogIndex >= log.baseIndex) {
    const term = termAt(log, prevLogIndex);
    if (term !== message.prevLogTerm)
      return refuse(raft, from, prevLogIndex, firstIndexOfTermAt(log, prevLogIndex), term);
  }

  for (let i = 0; i < message.entries.length; i++) append(raft, message.entries[i]!);

  // 5. commitIndex = min(leaderCommit, index of last new entry): what lies behind that may differ from the leader's log.
  const matchIndex = prevLogIndex + message.entries.length;
  const committed = Math.min(message.leaderCommit, matchIndex);
  if (committed > raft.commitIndex) raft.commitTo(committed);
  accept(raft, from, prevLogIndex, matchIndex);
}

function append(raft: Raft, entry: Entry): void {
  const { log, env } = raft;
  const { index } = entry;
  if (index <= lastIndex(log)) {
    if (index <= log.baseIndex || termAt(log, index) === entry.term) return;
    // 3. If an existing entry conflicts with a new one, delete it and all that follow it (§5.3). Only then: a request
    //    that was overtaken holds less than the log, and what it lacks may be committed.
    truncateFrom(log, index);
    env.persist({ type: 'truncate', fromIndex: index });
  }
  // 4. Append any new entries not already in the log.
  log.entries.push(entry);
  env.persist(entry);
}

/** Figure 13, receiver, rules 6 to 8; the data is in the node's own snapshot already. */
export function onInstallSnapshot(raft: Raft, from: NodeId, message: InstallSnapshot): void {
  const { lastIncludedIndex, lastIncludedTerm } = message;
  if (message.term < raft.currentTerm) return refuse(raft, from, lastIncludedIndex, STALE_TERM, 0);
  followLeader(raft, from);
  const covered = raft.lastApplied >= lastIncludedIndex;
  invariant(
    covered,
    'SnapshotCovers',
    `${lastIncludedIndex} is forgotten, but node ${raft.env.self} has not applied it`,
  );
  const { log } = raft;
  const agrees =
    lastIncludedIndex <= log.baseIndex ||
    (lastIncludedIndex <= lastIndex(log) && termAt(log, lastIncludedIndex) === lastIncludedTerm);
  if (!agrees) {
    raft.log = emptyLog(lastIncludedIndex, lastIncludedTerm);
    raft.checkpoint();
  }
  if (lastIncludedIndex > raft.commitIndex) raft.commitTo(lastIncludedIndex);
  accept(raft, from, lastIncludedIndex, lastIncludedIndex);
}

/** §5.2: a candidate that hears from the leader of its term follows it. A term has one leader (Election Safety). */
function followLeader(raft: Raft, from: NodeId): void {
  const { role } = raft;
  if (role.kind === 'follower') role.leader = from;
  else {
    invariant(
      role.kind !== 'leader',
      'ElectionSafety',
      `nodes ${from} and ${raft.env.self} lead term ${raft.currentTerm}`,
    );
    becomeFollower(raft, from);
  }
  hearLeader(raft);
  resetElectionTimer(raft);
}

/** Says that the log equals the leader's up to `matchIndex`, once that is on disk. */
function accept(raft: Raft, from: NodeId, prevLogIndex: number, matchIndex: number): void {
  raft.env.sendOnceDurable(singleton(from), {
    type: 'appendEntriesReply',
    term: raft.currentTerm,
    success: true,
    matchIndex,
    prevLogIndex,
    conflictIndex: 0,
    conflictTerm: 0,
  });
}

function refuse(raft: Raft, from: NodeId, prevLogIndex: number, conflictIndex: number, conflictTerm: number): void {
  raft.env.sendOnceDurable(singleton(from), {
    type: 'appendEntriesReply',
    term: raft.currentTerm,
    success: false,
    matchIndex: 0,
    prevLogIndex,
    conflictIndex,
    conflictTerm,
  });
}
