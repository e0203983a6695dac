/** A proposer in phase 1: one for all slots from the first that it does not know to be chosen (Paxos Made Simple §3). */
import type { NodeId, NodeSet } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { Vote } from './messages.ts';

export class Candidate {
  readonly kind = 'preparing';
  readonly ballot: number;
  /** Who has promised. A set: an acceptor counts once, however often its answer arrives. */
  promises: NodeSet = 0;
  /** Per slot, the proposal of the highest ballot that they reported (§2.2, P2c). */
  readonly reported = new SlotArray<Vote>();
  /** Until it repeats the question to those that are silent, ms; doubles each time. */
  patienceMs: number;

  constructor(ballot: number, fromSlot: number, patienceMs: number) {
    this.ballot = ballot;
    this.reported.forget(fromSlot);
    this.patienceMs = patienceMs;
  }

  onPromise(from: NodeId, votes: readonly Vote[]): void {
    this.promises |= 1 << from;
    for (let i = 0; i < votes.length; i++) {
      const vote = votes[i]!;
      if (vote.slot < this.reported.first) continue;
      const highest = this.reported.get(vote.slot);
      if (highest === undefined || vote.ballot > highest.ballot) this.reported.set(vote.slot, vote);
    }
  }
}
