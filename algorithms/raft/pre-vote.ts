/**
 * PreVote (Ongaro's thesis, §9.6), an option: a server first asks whether it would be voted for, and raises its term only
 * if an election quorum says yes. So who was cut off comes back without deposing anybody, and who cannot win keeps asking
 * in the term that it is in. An answer promises nothing, and changes nothing of whoever gives it.
 */
import type { NodeId, NodeSet } from '../contract.ts';
import { singleton } from '../quorum/node-set.ts';
import { hasLeader } from './check-quorum.ts';
import { campaign, drawElectionTimeout, isUpToDate, resetElectionTimer } from './election.ts';
import { lastIndex, lastTerm } from './log.ts';
import type { PreVote, PreVoteReply } from './messages.ts';
import type { Raft } from './raft.ts';

export interface PreCandidate {
  readonly kind: 'preCandidate';
  readonly request: PreVote;
  votes: NodeSet;
  /** Who need not be asked again, granted or not. */
  answered: NodeSet;
}

/** §9.6: "a candidate only increments its term if it first learns that a majority would be willing to vote for it". */
export function preCampaign(raft: Raft): void {
  const { env, log, currentTerm } = raft;
  const request: PreVote = {
    type: 'preVote',
    term: currentTerm,
    lastLogIndex: lastIndex(log),
    lastLogTerm: lastTerm(log),
  };
  raft.role = { kind: 'preCandidate', request, votes: 0, answered: 0 };
  drawElectionTimeout(raft);
  resetElectionTimer(raft);
  env.sendOnceDurable(singleton(env.self), {
    type: 'preVoteReply',
    term: currentTerm,
    candidateTerm: currentTerm,
    voteGranted: true,
  });
  if (raft.others !== 0) env.sendOnceDurable(raft.others, request);
  env.setTimer('heartbeat', raft.options.heartbeatMs);
}

/** Granted if a vote in the next term would be, and no leader was heard for the least election time-out (§9.6). */
export function onPreVote(raft: Raft, from: NodeId, message: PreVote): void {
  const voteGranted = message.term >= raft.currentTerm && !hasLeader(raft) && isUpToDate(raft.log, message);
  raft.env.sendOnceDurable(singleton(from), {
    type: 'preVoteReply',
    term: raft.currentTerm,
    candidateTerm: message.term,
    voteGranted,
  });
}

export function onPreVoteReply(raft: Raft, from: NodeId, message: PreVoteReply): void {
  const { role } = raft;
  if (role.kind !== 'preCandidate' || message.candidateTerm !== raft.currentTerm) return;
  role.answered |= singleton(from);
  if (!message.voteGranted) return;
  role.votes |= singleton(from);
  if (raft.options.quorums.isPhase1(role.votes)) campaign(raft);
}
