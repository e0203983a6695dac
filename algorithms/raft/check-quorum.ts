/**
 * CheckQuorum (Ongaro's thesis, §6.2 and §4.2.3), an option with two halves, neither of which is safe without the other:
 *
 *   leaders     step down if no quorum answers their heartbeats within an election time-out
 *   followers   that hear from a leader ignore requestVote, so that nobody deposes a leader that works
 *
 * Which quorum? §6.2 says a majority, for which both phases would do. It is the *commit* quorum that a leader needs to be of
 * use: with it, it commits, though no election quorum may be left to replace it (Flexible Paxos §4); without it, it delays
 * its clients for ever. And it is enough for the second half: a commit quorum that hears the leader meets every election
 * quorum, so no other server can win one.
 */
import { singleton } from '../quorum/node-set.ts';
import { becomeFollower } from './election.ts';
import type { Raft } from './raft.ts';
import type { Leader } from './replication.ts';

/** From when on it counts who answers: it has just won, or a quorum has just answered. */
export function startRound(raft: Raft, leader: Leader): void {
  if (!raft.options.checkQuorum) return;
  leader.heard = singleton(raft.env.self);
  raft.env.setTimer('election', raft.options.electionMs[0]);
}

/** §6.2: an election time-out has passed. So a leader without a quorum leads for two of them at most. */
export function checkQuorum(raft: Raft, leader: Leader): void {
  if (raft.options.quorums.isPhase2(leader.heard)) startRound(raft, leader);
  else becomeFollower(raft, undefined);
}

/** A leader of the current term has spoken: §4.2.3 and §9.6 count from here. */
export function hearLeader(raft: Raft): void {
  const { preVote, checkQuorum, electionMs } = raft.options;
  if (!preVote && !checkQuorum) return;
  raft.hearsLeader = true;
  raft.env.setTimer('leaderSilence', electionMs[0]);
}

/** Does it lead, or has it heard from a current leader within the least election time-out (§4.2.3)? */
export function hasLeader(raft: Raft): boolean {
  return raft.role.kind === 'leader' || raft.hearsLeader;
}
