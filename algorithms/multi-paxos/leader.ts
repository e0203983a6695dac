/** A proposer in phase 2, which is pipelined: many slots are under way at once (Paxos Made Simple §3). */
import { FIRST_SLOT, type NodeId, type NodeSet } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { Patience } from './patience.ts';

export class Leader {
  readonly kind = 'leading';
  readonly ballot: number;
  /** The next slot that is free. */
  nextSlot: number;
  /** From here on the slots hold what this node's clients asked for; below are proposals of leaders before. */
  ownFrom = FIRST_SLOT;
  /** Per slot, who has accepted in this ballot. A set: an acceptor counts once. */
  readonly accepted = new SlotArray<NodeSet>();
  /** Whom it asks to accept, itself left out. */
  asked: NodeSet = 0;
  /** Who has accepted anything since it last repeated itself. */
  answered: NodeSet;
  readonly patience: Patience;
  /** The slots below were proposed before the retransmission timer was last set. */
  repeatBelow = FIRST_SLOT;

  /** @param fromSlot the first slot that phase 1 was for; @param answered who has promised */
  constructor(ballot: number, fromSlot: number, answered: NodeSet, patience: Patience) {
    this.ballot = ballot;
    this.nextSlot = fromSlot;
    this.accepted.forget(fromSlot);
    this.answered = answered;
    this.patience = patience;
  }

  /** Counts an acceptance; who has accepted `slot` by now. */
  onAccepted(from: NodeId, slot: number): NodeSet {
    this.answered |= 1 << from;
    const accepted = (this.accepted.get(slot) ?? 0) | (1 << from);
    this.accepted.set(slot, accepted);
    return accepted;
  }
}
