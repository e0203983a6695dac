/**
 * Log replication (§5.3, §5.4.2): the rules for leaders of Figure 2, and the state that only leaders have.
 *
 * AppendEntries are pipelined: `nextIndex` advances when entries are sent, not when they are acknowledged. Whatever was
 * lost shows in the next request or heartbeat, whose consistency check fails; the leader then goes back and *probes*:
 * one request at a time until an answer fits. So heartbeats are the only timer, and nothing that arrived is repeated.
 */
import { NO_OP, type Batch, type NodeId, type NodeSet } from '../contract.ts';
import { contains, firstOf, singleton } from '../quorum/node-set.ts';
import { startRound } from './check-quorum.ts';
import { entriesFrom, entryAt, lastIndex, lastIndexOfTerm, lastTerm, termAt } from './log.ts';
import { STALE_TERM, type AppendEntriesReply, type Entry } from './messages.ts';
import type { Raft } from './raft.ts';
import { chooseReceivers, noteAnswers } from './thrifty.ts';

/** Entries of one catching-up request: large enough to fill a link, small enough not to hold up a heartbeat. */
const MAX_BYTES_PER_MESSAGE = 65_536;
/** Requests per answer while catching up: the flow doubles each round trip, and nothing flows to who does not answer. */
const MESSAGES_PER_ANSWER = 2;
/** Entries in flight to one follower: a far region's round trip at full rate. Beyond it, acknowledgements set the pace. */
export const MAX_ENTRIES_IN_FLIGHT = 16_384;

export interface Leader {
  readonly kind: 'leader';
  /** Index of the no-op that began the term: what the leader appended itself starts here. */
  readonly firstIndex: number;
  // Volatile state on leaders (Figure 2), by node
  /** The next entry to send. */
  readonly nextIndex: number[];
  /** Known to be durable there; the leader's own too. */
  readonly matchIndex: number[];
  /** Followers whose log is being searched for the last common entry. */
  probing: NodeSet;
  /** Whom new entries go to at once: everybody else, or a commit quorum when thrifty. */
  receivers: NodeSet;
  /** Thrifty: all others are sent entries up to here; it is the end of the log at the last heartbeat. */
  heartbeatIndex: number;
  /** Who answered since the last heartbeat, and who had not at the one before. */
  answered: NodeSet;
  suspects: NodeSet;
  /** CheckQuorum: itself, and who answered in this round. */
  heard: NodeSet;
}

/** §5.2: a candidate that wins leads, and says so at once. The no-op of §8 also lets earlier terms commit (§5.4.2). */
export function becomeLeader(raft: Raft): void {
  const { env, log } = raft;
  const next = lastIndex(log) + 1;
  const leader: Leader = {
    kind: 'leader',
    firstIndex: next,
    nextIndex: new Array<number>(env.nodes).fill(next),
    matchIndex: new Array<number>(env.nodes).fill(0),
    probing: 0,
    receivers: raft.others,
    heartbeatIndex: next,
    answered: raft.others,
    suspects: 0,
    heard: 0,
  };
  raft.role = leader;
  env.count('leader');
  env.cancelTimer('election');
  startRound(raft, leader);
  appendToLog(raft, leader, NO_OP);
  chooseReceivers(raft, leader);
  env.setTimer('heartbeat', raft.options.heartbeatMs);
}

/** Figure 2, leaders: if command received from client, append entry to local log. It leaves while the own disk writes. */
export function appendToLog(raft: Raft, leader: Leader, batch: Batch): void {
  const { env, log, currentTerm } = raft;
  const { nextIndex, matchIndex } = leader;
  const prevLogIndex = lastIndex(log);
  const prevLogTerm = lastTerm(log);
  const index = prevLogIndex + 1;
  const entry: Entry = { type: 'entry', index, term: currentTerm, batch };
  log.entries.push(entry);
  env.persist(entry);
  acknowledgeOwn(raft, index);

  // One message for all who have what precedes; the rest is served as its answers come in.
  let to = 0;
  const ready = leader.receivers & ~leader.probing;
  for (let node = 0; node < nextIndex.length; node++) {
    if ((ready & (1 << node)) === 0 || nextIndex[node] !== index) continue;
    if (index - matchIndex[node]! > MAX_ENTRIES_IN_FLIGHT) continue;
    nextIndex[node] = index + 1;
    to |= 1 << node;
  }
  if (to === 0) return;
  const leaderCommit = raft.commitIndex;
  env.send(to, { type: 'appendEntries', term: currentTerm, prevLogIndex, prevLogTerm, entries: [entry], leaderCommit });
}

/** The leader's own copy counts once it is on disk, as anyone's. */
function acknowledgeOwn(raft: Raft, index: number): void {
  raft.env.sendOnceDurable(singleton(raft.env.self), {
    type: 'appendEntriesReply',
    term: raft.currentTerm,
    success: true,
    matchIndex: index,
    prevLogIndex: index - 1,
    conflictIndex: 0,
    conflictTerm: 0,
  });
}

export function onAppendEntriesReply(raft: Raft, from: NodeId, message: AppendEntriesReply): void {
  const leader = raft.role;
  if (leader.kind !== 'leader' || message.term !== raft.currentTerm) return;
  leader.answered |= 1 << from;
  leader.heard |= 1 << from;
  if (!message.success) return backUp(raft, leader, from, message);
  const { matchIndex } = message;
  if (matchIndex > leader.matchIndex[from]!) {
    leader.matchIndex[from] = matchIndex;
    advanceCommitIndex(raft, leader, matchIndex);
  }
  if (from === raft.env.self) return;
  if (contains(leader.probing, from)) {
    if (matchIndex < leader.nextIndex[from]! - 1) return;
    leader.probing &= ~(1 << from);
  }
  if (matchIndex >= leader.nextIndex[from]!) leader.nextIndex[from] = matchIndex + 1;
  const end = contains(leader.receivers, from) ? lastIndex(raft.log) : leader.heartbeatIndex;
  for (let i = 0; i < MESSAGES_PER_ANSWER && mayPipeline(leader, from, end); i++) sendEntries(raft, leader, 1 << from);
}

/** Are there entries up to `end` that may go to `node` before it has answered for the earlier ones? */
function mayPipeline(leader: Leader, node: NodeId, end: number): boolean {
  if (contains(leader.probing, node)) return false;
  const next = leader.nextIndex[node]!;
  return next <= end && next - leader.matchIndex[node]! <= MAX_ENTRIES_IN_FLIGHT;
}

/**
 * Figure 2, leaders: if there is an N > commitIndex, a commit quorum of matchIndex[i] ≥ N, and log[N].term = currentTerm,
 * set commitIndex = N. The largest such N is some node's matchIndex, and none above what was just `acknowledged`.
 */
function advanceCommitIndex(raft: Raft, leader: Leader, acknowledged: number): void {
  if (acknowledged <= raft.commitIndex) return;
  const { matchIndex } = leader;
  const { quorums } = raft.options;
  let best = raft.commitIndex;
  for (let node = 0; node < matchIndex.length; node++) {
    const index = matchIndex[node]!;
    if (index > best && index <= acknowledged && quorums.isPhase2(holdersOf(matchIndex, index))) best = index;
  }
  // §5.4.2: only entries of the current term are committed by counting; earlier ones follow by Log Matching.
  if (best > raft.commitIndex && termAt(raft.log, best) === raft.currentTerm) raft.commitTo(best);
}

/** Who has the entry at `index` on disk. */
function holdersOf(matchIndex: readonly number[], index: number): NodeSet {
  let holders = 0;
  for (let node = 0; node < matchIndex.length; node++) if (matchIndex[node]! >= index) holders |= 1 << node;
  return holders;
}

/**
 * §5.3: after a rejection the leader decrements nextIndex and retries; here by whole terms, as the last paragraphs of the
 * section describe. Requests that were in flight behind the rejected one are rejected too: those answers are stale.
 */
function backUp(raft: Raft, leader: Leader, from: NodeId, message: AppendEntriesReply): void {
  const { log } = raft;
  const { prevLogIndex, conflictTerm, conflictIndex } = message;
  if (conflictIndex === STALE_TERM) return;
  const sent = leader.nextIndex[from]! - 1;
  if (prevLogIndex <= leader.matchIndex[from]! || prevLogIndex > sent) return;
  if (contains(leader.probing, from) && prevLogIndex !== sent) return;
  const ownLast = conflictTerm === 0 ? undefined : lastIndexOfTerm(log, conflictTerm);
  const next = ownLast !== undefined && ownLast < prevLogIndex ? ownLast + 1 : conflictIndex;
  raft.env.count('retransmission');
  leader.probing |= 1 << from;
  if (next > log.baseIndex) {
    leader.nextIndex[from] = Math.max(next, leader.matchIndex[from]! + 1);
    return sendEntries(raft, leader, 1 << from);
  }
  // §7: the entries that the follower lacks are forgotten.
  leader.nextIndex[from] = log.baseIndex + 1;
  raft.env.send(1 << from, {
    type: 'installSnapshot',
    term: raft.currentTerm,
    lastIncludedIndex: log.baseIndex,
    lastIncludedTerm: log.baseTerm,
  });
}

/** Sends what follows nextIndex to followers that have it in common, and advances it unless they are probed. */
function sendEntries(raft: Raft, leader: Leader, to: NodeSet): void {
  const next = leader.nextIndex[firstOf(to)]!;
  const entries = entriesFrom(raft.log, next, MAX_BYTES_PER_MESSAGE);
  sendAppendEntries(raft, to, next, entries);
  for (let rest = to & ~leader.probing; rest !== 0; rest &= rest - 1) {
    leader.nextIndex[firstOf(rest)] = next + entries.length;
  }
}

function sendAppendEntries(raft: Raft, to: NodeSet, next: number, entries: readonly Entry[]): void {
  raft.env.send(to, {
    type: 'appendEntries',
    term: raft.currentTerm,
    prevLogIndex: next - 1,
    prevLogTerm: termAt(raft.log, next - 1),
    entries,
    leaderCommit: raft.commitIndex,
  });
}

/** §5.2: periodic heartbeats; with whatever the follower was not sent yet, unless it must first answer a probe. */
export function onHeartbeat(raft: Raft, leader: Leader): void {
  noteAnswers(raft, leader);
  leader.heartbeatIndex = lastIndex(raft.log);
  for (let rest = raft.others; rest !== 0;) {
    const first = firstOf(rest);
    const group = alike(leader, rest, first);
    rest &= ~group;
    if (mayPipeline(leader, first, leader.heartbeatIndex)) sendEntries(raft, leader, group);
    else sendAppendEntries(raft, group, leader.nextIndex[first]!, NO_ENTRIES);
  }
  raft.env.setTimer('heartbeat', raft.options.heartbeatMs);
}

const NO_ENTRIES: readonly Entry[] = [];

/** Those of `among` that the same request serves as `node`. */
function alike(leader: Leader, among: NodeSet, node: NodeId): NodeSet {
  const { nextIndex, heartbeatIndex } = leader;
  const withEntries = mayPipeline(leader, node, heartbeatIndex);
  let group = 0;
  for (let rest = among; rest !== 0; rest &= rest - 1) {
    const other = firstOf(rest);
    if (nextIndex[other] !== nextIndex[node]) continue;
    if (mayPipeline(leader, other, heartbeatIndex) === withEntries) group |= 1 << other;
  }
  return group;
}

/** What was forgotten is not sent any more: all nodes have it in a snapshot. */
export function leadAfterForgetting(raft: Raft, leader: Leader): void {
  const { nextIndex } = leader;
  for (let node = 0; node < nextIndex.length; node++) {
    nextIndex[node] = Math.max(nextIndex[node]!, raft.log.baseIndex + 1);
  }
}

/** Whoever stops leading redirects what it appended for clients and has not committed. It may still commit later. */
export function redirectPending(raft: Raft, leader: Leader, to: NodeId | undefined): void {
  const last = lastIndex(raft.log);
  for (let index = Math.max(leader.firstIndex, raft.commitIndex + 1); index <= last; index++) {
    const { batch } = entryAt(raft.log, index);
    if (batch.length > 0) raft.env.redirect(batch, to);
  }
}
