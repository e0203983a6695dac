/**
 * Whom a thrifty leader sends new entries at once: a commit quorum that prefers itself, then the nodes behind it in
 * circular order; who did not answer between two heartbeats comes last, until it does again. All others get the entries
 * with the next heartbeat, so that they lag by one interval and can replace whoever fails.
 */
import type { NodeId } from '../contract.ts';
import { chooseQuorum } from '../quorum/quorum-system.ts';
import type { Raft } from './raft.ts';
import type { Leader } from './replication.ts';

/** Before each heartbeat: who was silent since the last one? */
export function noteAnswers(raft: Raft, leader: Leader): void {
  const suspects = raft.others & ~leader.answered;
  leader.answered = 0;
  if (suspects === leader.suspects) return;
  leader.suspects = suspects;
  chooseReceivers(raft, leader);
}

export function chooseReceivers(raft: Raft, leader: Leader): void {
  const { thrifty, quorums } = raft.options;
  if (!thrifty) return;
  const chosen = chooseQuorum(quorums.phase2, preference(raft, leader));
  leader.receivers = chosen === undefined ? raft.others : chosen & raft.others;
}

function preference(raft: Raft, leader: Leader): NodeId[] {
  const { self, nodes } = raft.env;
  const answering: NodeId[] = [];
  const silent: NodeId[] = [];
  for (let i = 0; i < nodes; i++) {
    const node = (self + i) % nodes;
    if ((leader.suspects & (1 << node)) === 0) answering.push(node);
    else silent.push(node);
  }
  return answering.concat(silent);
}
