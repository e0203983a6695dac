/** The ghosts of PreVote and CheckQuorum: the last five invariants of invariants.ts. */
import type { NodeId, NodeSet } from '../contract.ts';
import { InvariantViolation } from '../assert.ts';
import { firstOf, formatSet, singleton } from '../quorum/node-set.ts';
import { hasLeader } from './check-quorum.ts';
import type { PreVoteReply, RaftMessage, RaftRecord } from './messages.ts';
import type { Raft, RaftOptions } from './raft.ts';

interface Server {
  /** The term that it wrote last, in this life. */
  writtenTerm: number;
  /** It has had a leader after every step since this one; `NEVER`: it has none. */
  ledSince: number;
  // As a pre-candidate
  /** The term that it asked in last, at which step first, and who has said yes. */
  askedTerm: number;
  askedAt: number;
  preVotes: NodeSet;
  // As a leader
  leads: number;
  /** By node: heartbeats without entries since it last had the answers of a quorum. */
  readonly beats: number[];
}

const NEVER = Infinity;

export class Stability {
  private readonly options: RaftOptions;
  private readonly servers: Server[] = [];
  /** Heartbeats in the longest time that CheckQuorum lets a leader go on without a quorum. */
  private readonly mostBeats: number;
  private highestTerm = 0;
  private step = 0;

  constructor(options: RaftOptions, nodes: number) {
    this.options = options;
    // One election time-out, whose ends need not fall on heartbeats.
    this.mostBeats = Math.ceil(options.electionMs[0] / options.heartbeatMs) + 2;
    for (let node = 0; node < nodes; node++) {
      const asked = { askedTerm: -1, askedAt: NEVER, preVotes: 0 };
      this.servers.push({
        writtenTerm: 0,
        ledSince: NEVER,
        ...asked,
        leads: 0,
        beats: new Array<number>(nodes).fill(0),
      });
    }
  }

  onStart(node: NodeId, records: readonly RaftRecord[]): void {
    const server = this.servers[node]!;
    server.writtenTerm = 0;
    server.ledSince = NEVER;
    for (const record of records) if (record.type === 'state') server.writtenTerm = record.currentTerm;
  }

  onPersist(node: NodeId, record: RaftRecord): void {
    if (record.type !== 'state') return;
    const server = this.servers[node]!;
    if (this.options.checkQuorum) checkVote(node, server, record.votedFor);
    if (!this.options.preVote) return;
    const { currentTerm: term, votedFor } = record;
    const begins = votedFor === node && term > server.writtenTerm;
    if (begins) this.checkPreVotes(node, server, term);
    server.writtenTerm = term;
    if (term <= this.highestTerm) return;
    if (!begins)
      throw new InvariantViolation('TermBegun', `node ${node} adopts term ${term}, which no candidate began`);
    this.highestTerm = term;
  }

  private checkPreVotes(node: NodeId, { askedTerm, preVotes }: Server, term: number): void {
    if (askedTerm === term - 1 && this.options.quorums.isPhase1(preVotes)) return;
    const voters = askedTerm === term - 1 ? formatSet(preVotes) : 'nobody';
    throw new InvariantViolation('PreVoteFirst', `node ${node} begins term ${term} with the pre-votes of ${voters}`);
  }

  onSend(node: NodeId, to: NodeSet, message: RaftMessage): void {
    if (message.type === 'preVote') this.ask(node, message.term);
    else if (message.type === 'preVoteReply' && message.voteGranted) this.onPreVoteGranted(node, firstOf(to), message);
    else if (message.type === 'appendEntries' && message.entries.length === 0 && this.options.checkQuorum) {
      const { beats } = this.servers[node]!;
      for (let rest = to; rest !== 0; rest &= rest - 1) beats[firstOf(rest)]!++;
    }
  }

  private ask(node: NodeId, term: number): void {
    const server = this.servers[node]!;
    if (server.askedTerm === term) return;
    server.askedTerm = term;
    server.askedAt = this.step;
    server.preVotes = 0;
  }

  private onPreVoteGranted(node: NodeId, candidate: NodeId, { candidateTerm }: PreVoteReply): void {
    // Its own answer may leave before its question does.
    if (node === candidate) this.ask(node, candidateTerm);
    const server = this.servers[candidate]!;
    if (server.askedTerm !== candidateTerm) return;
    server.preVotes |= singleton(node);
    // The answer may have waited for the disk: it counts what was so all the time since it was asked.
    if (node === candidate || this.servers[node]!.ledSince > server.askedAt) return;
    throw new InvariantViolation('PreVoteWithheld', `node ${node} has a leader, and would vote for ${candidate}`);
  }

  onStep(node: NodeId, raft: Raft): void {
    const { preVote, checkQuorum } = this.options;
    if (!preVote && !checkQuorum) return;
    this.step++;
    const server = this.servers[node]!;
    if (!hasLeader(raft)) server.ledSince = NEVER;
    else if (server.ledSince === NEVER) server.ledSince = this.step;
    if (checkQuorum) this.checkBeats(node, server, raft);
  }

  private checkBeats(node: NodeId, server: Server, { role, currentTerm, others, options }: Raft): void {
    if (role.kind !== 'leader') return;
    if (server.leads !== currentTerm || options.quorums.isPhase2(role.heard)) {
      server.leads = currentTerm;
      server.beats.fill(0);
      return;
    }
    let least = Infinity;
    for (let rest = others; rest !== 0; rest &= rest - 1) least = Math.min(least, server.beats[firstOf(rest)]!);
    if (least === Infinity || least <= this.mostBeats) return;
    const answers = `answers of ${formatSet(role.heard)} only`;
    throw new InvariantViolation(
      'LeaderHasQuorum',
      `node ${node} leads term ${currentTerm} after ${least} heartbeats with ${answers}`,
    );
  }
}

/** §4.2.3. What it writes is decided in the present step, before which it had a leader. */
function checkVote(node: NodeId, { ledSince }: Server, votedFor: NodeId | undefined): void {
  if (votedFor === undefined || votedFor === node || ledSince === NEVER) return;
  throw new InvariantViolation('VoteWithheld', `node ${node} has a leader, and votes for ${votedFor}`);
}
