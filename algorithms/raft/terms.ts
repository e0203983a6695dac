/** The ghosts of terms, votes and leaders: ElectionSafety, VoteOnce and TermMonotonic of invariants.ts. */
import type { NodeId, NodeSet } from '../contract.ts';
import { InvariantViolation } from '../assert.ts';
import { firstOf } from '../quorum/node-set.ts';
import type { RaftMessage, RaftRecord } from './messages.ts';

interface Voter {
  durableTerm: number;
  durableVote: NodeId | undefined;
  /** The highest term that it showed to others or had on disk, in all its lives. */
  shownTerm: number;
  /** In this life. */
  currentTerm: number;
  /** `granted(term)` of all its lives; dropped by `forget`. */
  readonly granted: Map<number, NodeId>;
}

export class Terms {
  private readonly voters: Voter[] = [];
  private readonly leaders = new Map<number, NodeId>();

  constructor(nodes: number) {
    for (let node = 0; node < nodes; node++) {
      this.voters.push({ durableTerm: 0, durableVote: undefined, shownTerm: 0, currentTerm: 0, granted: new Map() });
    }
  }

  onStart(node: NodeId, records: readonly RaftRecord[]): void {
    const voter = this.voters[node]!;
    voter.durableTerm = 0;
    voter.durableVote = undefined;
    // What it showed in earlier lives is a floor for this one.
    voter.currentTerm = voter.shownTerm;
    for (const record of records)
      if (record.type === 'state') this.onDurable(node, record.currentTerm, record.votedFor);
  }

  onDurable(node: NodeId, term: number, vote: NodeId | undefined): void {
    const voter = this.voters[node]!;
    if (term < voter.durableTerm) {
      throw new InvariantViolation('TermMonotonic', `node ${node} writes term ${term} over ${voter.durableTerm}`);
    }
    voter.durableTerm = term;
    voter.durableVote = vote;
    if (term > voter.shownTerm) voter.shownTerm = term;
    if (vote !== undefined) this.grant(node, term, vote);
  }

  onSend(node: NodeId, to: NodeSet, message: RaftMessage): void {
    const voter = this.voters[node]!;
    const { term } = message;
    if (term > voter.durableTerm) {
      const disk = `its disk has ${voter.durableTerm}`;
      throw new InvariantViolation('TermMonotonic', `node ${node} shows term ${term} in ${message.type}, ${disk}`);
    }
    if (message.type !== 'requestVoteReply' || !message.voteGranted) return;
    const candidate = firstOf(to);
    this.grant(node, term, candidate);
    if (term === voter.durableTerm && voter.durableVote !== candidate) {
      throw new InvariantViolation(
        'VoteOnce',
        `node ${node} grants ${candidate} term ${term}, its disk has no such vote`,
      );
    }
  }

  private grant(node: NodeId, term: number, candidate: NodeId): void {
    const { granted } = this.voters[node]!;
    const before = granted.get(term);
    if (before === candidate) return;
    if (before !== undefined) {
      throw new InvariantViolation('VoteOnce', `node ${node} votes for ${before} and ${candidate} in term ${term}`);
    }
    granted.set(term, candidate);
  }

  onStep(node: NodeId, currentTerm: number): void {
    const voter = this.voters[node]!;
    if (currentTerm === voter.currentTerm) return;
    if (currentTerm < voter.currentTerm) {
      throw new InvariantViolation(
        'TermMonotonic',
        `node ${node} goes back from term ${voter.currentTerm} to ${currentTerm}`,
      );
    }
    voter.currentTerm = currentTerm;
  }

  onLeader(node: NodeId, term: number): void {
    const before = this.leaders.get(term);
    if (before !== undefined && before !== node) {
      throw new InvariantViolation('ElectionSafety', `nodes ${before} and ${node} both lead term ${term}`);
    }
    this.leaders.set(term, node);
  }

  /** Drops terms that are past on every disk: nobody votes or wins in them without breaking TermMonotonic. */
  forget(): void {
    let floor = Infinity;
    for (const voter of this.voters) floor = Math.min(floor, voter.durableTerm);
    for (const voter of this.voters) {
      for (const term of voter.granted.keys()) if (term < floor) voter.granted.delete(term);
    }
    for (const term of this.leaders.keys()) if (term < floor) this.leaders.delete(term);
  }
}
