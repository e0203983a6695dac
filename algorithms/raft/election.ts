/**
 * Leader election (§5.2, §5.4.1): the rules for followers and candidates of Figure 2, and both ends of RequestVote.
 *
 * Every reply, refusals too, leaves once durable: Figure 2 has the persistent state "updated on stable storage before
 * responding to RPCs". With nothing to write it leaves at once, and no server ever shows a term that it could forget.
 */
import type { NodeId, NodeSet } from '../contract.ts';
import { singleton } from '../quorum/node-set.ts';
import { lastIndex, lastTerm, type Log } from './log.ts';
import type { PreVote, RaftMessage, RequestVote, RequestVoteReply } from './messages.ts';
import { preCampaign, type PreCandidate } from './pre-vote.ts';
import type { Raft } from './raft.ts';
import { becomeLeader, redirectPending } from './replication.ts';

export interface Follower {
  readonly kind: 'follower';
  /** Of the current term, as far as known. */
  leader: NodeId | undefined;
}

export interface Candidate {
  readonly kind: 'candidate';
  readonly request: RequestVote;
  votes: NodeSet;
  /** Who need not be asked again, granted or not. */
  answered: NodeSet;
}

/** §5.2: a follower that hears from no leader campaigns, and a candidate whose election came to nothing does again. */
export function onElectionTimeout(raft: Raft): void {
  if (raft.options.preVote) preCampaign(raft);
  else campaign(raft);
}

/** Figure 2, candidates: on conversion to candidate, start election. */
export function campaign(raft: Raft): void {
  const { env, log } = raft;
  raft.currentTerm += 1;
  raft.votedFor = env.self;
  saveState(raft);
  const request: RequestVote = {
    type: 'requestVote',
    term: raft.currentTerm,
    lastLogIndex: lastIndex(log),
    lastLogTerm: lastTerm(log),
  };
  raft.role = { kind: 'candidate', request, votes: 0, answered: 0 };
  env.count('election');
  drawElectionTimeout(raft);
  resetElectionTimer(raft);
  // The own vote is a vote like any other: it counts once durable, and a restarted candidate must not re-use its term.
  env.sendOnceDurable(singleton(env.self), { type: 'requestVoteReply', term: raft.currentTerm, voteGranted: true });
  if (raft.others !== 0) env.sendOnceDurable(raft.others, request);
  env.setTimer('heartbeat', raft.options.heartbeatMs);
}

/** §5.1: candidates and leaders retry RPCs that are not answered in a timely manner. */
export function repeatRequestVote(raft: Raft, candidate: Candidate | PreCandidate): void {
  const { env } = raft;
  const silent = raft.others & ~candidate.answered;
  if (silent !== 0) {
    env.sendOnceDurable(silent, candidate.request);
    env.count('retransmission');
  }
  env.setTimer('heartbeat', raft.options.heartbeatMs);
}

/** Figure 2, RequestVote RPC, receiver. */
export function onRequestVote(raft: Raft, from: NodeId, message: RequestVote): void {
  // 1. A stale term is refused (§5.1). 2. One vote per term, first come, first served, to an up-to-date log (§5.2, §5.4).
  const voteGranted =
    message.term === raft.currentTerm &&
    (raft.votedFor === undefined || raft.votedFor === from) &&
    isUpToDate(raft.log, message);
  if (voteGranted) {
    if (raft.votedFor === undefined) {
      raft.votedFor = from;
      saveState(raft);
    }
    resetElectionTimer(raft);
  }
  raft.env.sendOnceDurable(singleton(from), { type: 'requestVoteReply', term: raft.currentTerm, voteGranted });
}

export function onRequestVoteReply(raft: Raft, from: NodeId, message: RequestVoteReply): void {
  const candidate = raft.role;
  if (candidate.kind !== 'candidate' || message.term !== raft.currentTerm) return;
  candidate.answered |= singleton(from);
  if (!message.voteGranted) return;
  candidate.votes |= singleton(from);
  // §5.2 says a majority; any system will do in which election quorums meet each other and every commit quorum.
  if (raft.options.quorums.isPhase1(candidate.votes)) becomeLeader(raft);
}

/** §5.4.1: the later last term is more up-to-date; with equal last terms, the longer log. */
export function isUpToDate(log: Log, candidate: RequestVote | PreVote): boolean {
  const ownTerm = lastTerm(log);
  return (
    candidate.lastLogTerm > ownTerm || (candidate.lastLogTerm === ownTerm && candidate.lastLogIndex >= lastIndex(log))
  );
}

/**
 * Figure 2, all servers (§5.1): a newer term is adopted. The vote of the new term goes to whoever brought it as a
 * candidate, if up to date: decided here, so that term and vote are one write.
 */
export function observeNewerTerm(raft: Raft, from: NodeId, message: RaftMessage): void {
  raft.currentTerm = message.term;
  raft.votedFor = message.type === 'requestVote' && isUpToDate(raft.log, message) ? from : undefined;
  saveState(raft);
  drawElectionTimeout(raft);
  const fromLeader = message.type === 'appendEntries' || message.type === 'installSnapshot';
  becomeFollower(raft, fromLeader ? from : undefined);
}

/** Steps down, if need be. A follower's or candidate's election timer runs on: only a vote or a leader resets it. */
export function becomeFollower(raft: Raft, leader: NodeId | undefined): void {
  const { env, role } = raft;
  raft.role = { kind: 'follower', leader };
  raft.hearsLeader = false;
  if (role.kind === 'follower') return;
  env.cancelTimer('heartbeat');
  if (role.kind === 'preCandidate') return;
  env.count('contention');
  if (role.kind === 'leader') {
    redirectPending(raft, role, leader);
    resetElectionTimer(raft);
  }
}

/** §5.2: election time-outs are chosen randomly, anew for each term, to prevent split votes. */
export function drawElectionTimeout(raft: Raft): void {
  const [low, high] = raft.options.electionMs;
  raft.electionTimeoutMs = low + raft.env.random() * (high - low);
}

export function resetElectionTimer(raft: Raft): void {
  raft.env.setTimer('election', raft.electionTimeoutMs);
}

function saveState(raft: Raft): void {
  raft.env.persist({ type: 'state', currentTerm: raft.currentTerm, votedFor: raft.votedFor });
}
