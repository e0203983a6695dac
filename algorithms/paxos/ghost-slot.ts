/** What truly happened in one slot, over all nodes and lives; and the two rules on what may be proposed next. */
import type { Batch, NodeSet } from '../contract.ts';
import { allNodes } from '../quorum/node-set.ts';
import type { QuorumSystem } from '../quorum/quorum-system.ts';
import { NO_BALLOT, sameValue } from './messages.ts';

/** A ballot in which a value was proposed (2a), and who voted for it (2b). */
export interface GhostBallot {
  readonly ballot: number;
  readonly value: Batch;
  votes: NodeSet;
}

export class GhostSlot {
  /** The highest ballot that each acceptor ever promised, or said that it voted in. */
  readonly promised: number[] = [];
  /** Ascending. One, unless proposers contend. */
  readonly ballots: GhostBallot[] = [];
  chosen: Batch | undefined = undefined;

  constructor(nodes: number) {
    for (let node = 0; node < nodes; node++) this.promised.push(NO_BALLOT);
  }

  find(ballot: number): GhostBallot | undefined {
    for (let i = this.ballots.length - 1; i >= 0; i--) {
      if (this.ballots[i]!.ballot === ballot) return this.ballots[i];
    }
    return undefined;
  }

  add(ballot: number, value: Batch): void {
    const { ballots } = this;
    ballots.push({ ballot, value, votes: 0 });
    for (let i = ballots.length - 1; i > 0 && ballots[i - 1]!.ballot > ballot; i--) {
      [ballots[i - 1], ballots[i]] = [ballots[i]!, ballots[i - 1]!];
    }
  }

  /**
   * Voting!SafeAt(ballot, value): no other value is, or can still be, chosen in any lower ballot. It can be chosen in c
   * as long as a phase-2 quorum has voted for it in c, or may yet: has promised no more than c and not voted in c.
   * Ballots without proposal are all covered by the highest of them: whoever may vote lower may vote there.
   * @returns acceptors that together break it
   */
  choosableBelow(ballot: number, value: Batch, quorums: QuorumSystem): NodeSet | undefined {
    const free = this.promisedAtMost(ballot - 1);
    if (quorums.isPhase2(free)) return free;
    for (let i = 0; i < this.ballots.length; i++) {
      const lower = this.ballots[i]!;
      if (lower.ballot >= ballot) return undefined;
      if (sameValue(lower.value, value)) continue;
      const voters = lower.votes | this.promisedAtMost(lower.ballot);
      if (quorums.isPhase2(voters)) return voters;
    }
    return undefined;
  }

  /**
   * P2c: some phase-1 quorum has promised `ballot` and either voted in no lower one, or voted for `value` in the highest
   * of the lower ones that any of it voted in.
   */
  followsP2c(ballot: number, value: Batch, quorums: QuorumSystem): boolean {
    let quorum = ~this.promisedAtMost(ballot - 1) & allNodes(this.promised.length);
    for (let i = this.ballots.length - 1; i >= 0; i--) {
      const lower = this.ballots[i]!;
      if (lower.ballot >= ballot) continue;
      const allows = (lower.votes & quorum) !== 0 && sameValue(lower.value, value);
      if (allows && quorums.isPhase1(quorum)) return true;
      quorum &= ~lower.votes;
    }
    return quorums.isPhase1(quorum);
  }

  /** Who may still vote in `ballot`, having promised nothing higher. */
  private promisedAtMost(ballot: number): NodeSet {
    let set = 0;
    for (let node = 0; node < this.promised.length; node++) {
      if (this.promised[node]! <= ballot) set |= 1 << node;
    }
    return set;
  }
}
