/**
 * The acceptor of all slots. One promise covers every slot (Paxos Made Simple §3); `promised` and `votes` are `maxBal`
 * and `maxVBal, maxVal` of the TLA+ specifications of Paxos and Flexible Paxos, its two rules Phase1b and Phase2b.
 */
import type { Batch, NodeId, NodeSet } from '../contract.ts';
import { NO_BALLOT } from '../paxos/messages.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { MultiPaxosEnv, Promised, Vote } from './messages.ts';

export class Acceptor {
  readonly env: MultiPaxosEnv;
  /** Whom it tells of what it accepted, beside the leader: none, or all (§2.3). */
  readonly learners: NodeSet;

  // Persistent
  /** The highest ballot in which it has promised or accepted anything. */
  promised = NO_BALLOT;
  /** What it accepted last, per slot. It remembers nothing of the slots below `votes.first`. */
  readonly votes = new SlotArray<Vote>();

  constructor(env: MultiPaxosEnv, learners: NodeSet) {
    this.env = env;
    this.learners = learners;
  }

  /** Phase 1b: accepts nothing below `ballot` any more, and says what it accepted. Not if it has promised more. */
  promise(to: NodeId, ballot: number, fromSlot: number): void {
    this.raise(ballot);
    const votes: Vote[] = [];
    const { first, end } = this.votes;
    for (let slot = fromSlot > first ? fromSlot : first; slot < end; slot++) {
      const vote = this.votes.get(slot);
      if (vote !== undefined) votes.push(vote);
    }
    // Where its log begins goes with it: silence about a forgotten slot does not mean "nothing accepted".
    this.env.sendOnceDurable(1 << to, { type: 'promise', ballot, firstSlot: first, votes });
  }

  /**
   * Phase 2b: accepts. Not if it has promised more. To accept is to promise (maxBal' = m.bal). False if it had accepted
   * this before.
   */
  accept(to: NodeId, ballot: number, slot: number, batch: Batch, chosenBelow: number): boolean {
    const last = this.votes.get(slot);
    const isNew = last === undefined || last.ballot < ballot;
    if (isNew) {
      const vote: Vote = { type: 'vote', ballot, slot, batch, chosenBelow };
      this.promised = ballot;
      this.votes.set(slot, vote);
      this.env.persist(vote);
    }
    this.env.sendOnceDurable(1 << to, { type: 'accepted', ballot, slot });
    const told = this.learners & ~(1 << to);
    if (told !== 0) this.env.sendOnceDurable(told, { type: 'acceptedValue', ballot, slot, batch });
    return isNew;
  }

  /** Promises `ballot` to whoever asks from now on. */
  raise(ballot: number): void {
    if (ballot <= this.promised) return;
    this.promised = ballot;
    this.env.persist({ type: 'promised', ballot, firstSlot: this.votes.first });
  }

  /** Takes up a record of an earlier life. Records come in the order in which they were written. */
  restore(record: Promised | Vote): void {
    if (record.ballot > this.promised) this.promised = record.ballot;
    if (record.type === 'promised') this.votes.forget(record.firstSlot);
    else this.votes.set(record.slot, record);
  }

  /** What must stay on stable storage, in an order that {@link restore} understands. */
  recordsToKeep(): (Promised | Vote)[] {
    const records: (Promised | Vote)[] = [{ type: 'promised', ballot: this.promised, firstSlot: this.votes.first }];
    for (let slot = this.votes.first; slot < this.votes.end; slot++) {
      const vote = this.votes.get(slot);
      if (vote !== undefined) records.push(vote);
    }
    return records;
  }
}
