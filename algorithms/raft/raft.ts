/**
 * Raft (Ongaro and Ousterhout, *In Search of an Understandable Consensus Algorithm*, extended version), over a quorum
 * system. Start reading here. The boxes of Figure 2:
 *
 *   State                    the fields of `Raft` below; on leaders: `Leader` in replication.ts
 *   AppendEntries RPC        messages.ts; receiver: append-entries.ts
 *   RequestVote RPC          messages.ts; receiver: `onRequestVote` in election.ts
 *   Rules for Servers        all servers: `onMessage` and `commitTo` below; followers and candidates: election.ts;
 *                            leaders: replication.ts
 */
import {
  FIRST_SLOT,
  type Algorithm,
  type Batch,
  type CommonOptions,
  type Env,
  type NodeId,
  type NodeSet,
  type Replica,
  type Saved,
  type View,
} from '../contract.ts';
import { unreachable } from '../assert.ts';
import { allNodes, without } from '../quorum/node-set.ts';
import { raftLegality } from '../quorum/legality.ts';
import { onAppendEntries, onInstallSnapshot } from './append-entries.ts';
import { checkQuorum, hasLeader } from './check-quorum.ts';
import {
  drawElectionTimeout,
  observeNewerTerm,
  onElectionTimeout,
  onRequestVote,
  onRequestVoteReply,
  repeatRequestVote,
  resetElectionTimer,
  type Candidate,
  type Follower,
} from './election.ts';
import { observe } from './invariants.ts';
import { emptyLog, entryAt, forgetThrough, type Log } from './log.ts';
import { sizeOf, sizeOfRecord, vocabulary, type RaftMessage, type RaftProtocol, type RaftRecord } from './messages.ts';
import { appendToLog, leadAfterForgetting, onAppendEntriesReply, onHeartbeat, type Leader } from './replication.ts';
import { onPreVote, onPreVoteReply, type PreCandidate } from './pre-vote.ts';
import { readRecords, recordsOfFirstTerm } from './restart.ts';

export type { RaftProtocol } from './messages.ts';

export interface RaftOptions extends CommonOptions {
  /** Thesis §9.6: pre-vote.ts. */
  readonly preVote: boolean;
  /** Thesis §6.2, §4.2.3: check-quorum.ts. */
  readonly checkQuorum: boolean;
}

export class Raft implements Replica<RaftProtocol> {
  readonly options: RaftOptions;
  readonly env: Env<RaftProtocol>;
  /** All nodes but this one. */
  readonly others: NodeSet;

  // Persistent
  currentTerm = 0;
  votedFor: NodeId | undefined = undefined;
  log: Log = emptyLog(0, 0);

  // Volatile
  /** The log is known to be committed up to here. */
  commitIndex = 0;
  /** The state machine has executed up to here; after a restart its snapshot may be ahead of `commitIndex`. */
  lastApplied = 0;
  role: Follower | PreCandidate | Candidate | Leader = { kind: 'follower', leader: undefined };
  electionTimeoutMs = 0;
  /** PreVote and CheckQuorum only: from the leader of its term, within the least election time-out. */
  hearsLeader = false;

  constructor(options: RaftOptions, env: Env<RaftProtocol>) {
    this.options = options;
    this.env = env;
    this.others = without(allNodes(env.nodes), env.self);
  }

  start(saved: Saved<RaftProtocol>): void {
    const { currentTerm, votedFor, log } = readRecords(saved.records);
    this.currentTerm = currentTerm;
    this.votedFor = votedFor;
    this.log = log;
    // The log alone says what it holds for certain: a snapshot may have reached the disk before the entries below it.
    this.commitIndex = log.baseIndex;
    this.lastApplied = saved.slot - 1;
    drawElectionTimeout(this);
    const firstStart = saved.slot === FIRST_SLOT && saved.records.length === 0;
    if (firstStart && this.options.firstLeader === this.env.self) onElectionTimeout(this);
    else resetElectionTimer(this);
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    // Thesis §4.2.3: who hears from a leader neither adopts the term of a candidate nor votes.
    if (message.type === 'requestVote' && this.options.checkQuorum && hasLeader(this)) return;
    // All servers (§5.1): a newer term in a request or response is adopted, and whoever led or campaigned follows. Not for
    // a pre-vote: it changes nothing (thesis §9.6).
    if (message.term > this.currentTerm && message.type !== 'preVote') observeNewerTerm(this, from, message);
    switch (message.type) {
      case 'appendEntries':
        return onAppendEntries(this, from, message);
      case 'appendEntriesReply':
        return onAppendEntriesReply(this, from, message);
      case 'requestVote':
        return onRequestVote(this, from, message);
      case 'requestVoteReply':
        return onRequestVoteReply(this, from, message);
      case 'preVote':
        return onPreVote(this, from, message);
      case 'preVoteReply':
        return onPreVoteReply(this, from, message);
      case 'installSnapshot':
        return onInstallSnapshot(this, from, message);
      default:
        return unreachable(message);
    }
  }

  onTimer(timer: RaftProtocol['Timer']): void {
    const { role } = this;
    switch (timer) {
      case 'election':
        return role.kind === 'leader' ? checkQuorum(this, role) : onElectionTimeout(this);
      case 'heartbeat':
        if (role.kind === 'leader') onHeartbeat(this, role);
        else if (role.kind !== 'follower') repeatRequestVote(this, role);
        return;
      case 'leaderSilence':
        this.hearsLeader = false;
        return;
      default:
        return unreachable(timer);
    }
  }

  onRequest(batch: Batch): void {
    if (this.role.kind === 'leader') appendToLog(this, this.role, batch);
    else this.env.redirect(batch, this.view().leader);
  }

  /** §7, log compaction: the snapshots are the node's, here the log lets go of what they cover. */
  forget(slot: number): void {
    const index = Math.min(slot - 1, this.commitIndex);
    if (index <= this.log.baseIndex) return;
    forgetThrough(this.log, index);
    this.checkpoint();
    if (this.role.kind === 'leader') leadAfterForgetting(this, this.role);
  }

  /** All servers (§5.3): if commitIndex > lastApplied, apply log[lastApplied + 1] and so on to the state machine. */
  commitTo(index: number): void {
    this.commitIndex = index;
    while (this.lastApplied < index) {
      this.lastApplied += 1;
      this.env.commit(this.lastApplied, entryAt(this.log, this.lastApplied).batch);
    }
  }

  /** Rewrites the disk to what is still needed: term, vote and the log that is left. */
  checkpoint(): void {
    const { log, currentTerm, votedFor } = this;
    const records: RaftRecord[] = [
      { type: 'state', currentTerm, votedFor },
      { type: 'base', index: log.baseIndex, term: log.baseTerm },
    ];
    for (let i = 0; i < log.entries.length; i++) records.push(log.entries[i]!);
    this.env.checkpoint(records);
  }

  view(): View {
    const { role } = this;
    const leader = role.kind === 'leader' ? this.env.self : role.kind === 'follower' ? role.leader : undefined;
    return { leader, ballot: this.currentTerm, nextSlot: this.lastApplied + 1 };
  }
}

export const raft: Algorithm<RaftProtocol, RaftOptions, Raft> = {
  name: 'raft',
  title: 'Raft',
  about: 'A leader elected per term replicates one log; only up-to-date logs can win an election.',
  differs: [
    'A new leader commits a no-op of its own term before anything of older terms.',
    'Lost entries are noticed by the consistency check of the next AppendEntries or heartbeat, and repeated then.',
    'A leader that can speak and hears nobody blocks its cluster, as its followers hear that it lives; Multi-Paxos has its leader fall silent when nothing is chosen for two election time-outs. The option checkQuorum does the like here.',
  ],
  order: 'total',
  leader: true,
  options: {
    preVote: {
      about: 'a server asks whether it would be voted for before it raises its term (thesis §9.6)',
      values: [false, true],
      default: false,
    },
    checkQuorum: {
      about:
        'a leader that no commit quorum answers steps down, and who hears a leader does not vote (thesis §6.2, §4.2.3)',
      values: [false, true],
      default: false,
    },
  },
  vocabulary,
  legality: raftLegality,
  create: (options, env) => new Raft(options, env),
  acceptedBefore: (entries) => recordsOfFirstTerm(entries),
  sizeOf,
  sizeOfRecord,
  observe,
};
