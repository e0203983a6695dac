/** A proposer that leaves the field to another: the leader it has heard of, or whoever campaigns. */
import type { NodeId } from '../contract.ts';

export class Following {
  readonly kind = 'following';
  leader: NodeId | undefined;
  /** The leader's ballot. */
  readonly ballot: number;
  /** That leader knows all slots below to be chosen. */
  chosenBelow: number;
  /** It campaigns if it hears nothing for so long, ms. */
  readonly timeoutMs: number;
  /** It has put off its own campaign for that of another. */
  gaveTime = false;

  constructor(leader: NodeId | undefined, ballot: number, chosenBelow: number, timeoutMs: number) {
    this.leader = leader;
    this.ballot = ballot;
    this.chosenBelow = chosenBelow;
    this.timeoutMs = timeoutMs;
  }
}
