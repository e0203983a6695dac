/** A learner that all acceptors tell of what they accept (Paxos Made Simple §2.3): it counts the votes itself. */
import type { NodeId, NodeSet } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { AcceptedValue } from './messages.ts';
import type { Roles } from './roles.ts';

interface Count {
  readonly ballot: number;
  voters: NodeSet;
}

export class Tally {
  /** Per slot, of the highest ballot heard of: what a lower one may still choose is proposed again in it (P2c). */
  private readonly counts = new SlotArray<Count>();

  /** Chosen, if a phase-2 quorum has accepted it in one ballot. */
  onAcceptedValue({ env, options, acceptor, learner }: Roles, from: NodeId, message: AcceptedValue): void {
    const { ballot, slot, batch } = message;
    if (slot < learner.firstUnchosen || learner.chosen.get(slot) !== undefined) return;
    if (!options.quorums.isPhase2(this.add(from, ballot, slot))) return;
    // As what a learner is told on asking, it is kept, unless a vote of this node says it.
    if (acceptor.votes.get(slot)?.ballot !== ballot) {
      env.persist({ type: 'learned', firstSlot: learner.chosen.first, fromSlot: slot, batches: [batch] });
    }
    learner.learn(slot, batch);
    this.counts.forget(learner.firstUnchosen);
  }

  /** Takes in one vote. Who has accepted in this ballot so far; nobody, if a higher one was heard of. */
  private add(from: NodeId, ballot: number, slot: number): NodeSet {
    let count = this.counts.get(slot);
    if (count === undefined || count.ballot < ballot) {
      count = { ballot, voters: 0 };
      this.counts.set(slot, count);
    }
    if (count.ballot > ballot) return 0;
    count.voters |= 1 << from;
    return count.voters;
  }
}
