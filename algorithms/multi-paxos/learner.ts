/**
 * The learner: what was chosen, slot by slot, and in which order it is executed (Paxos Made Simple §2.3 and §3). Values
 * stay until every node has a durable snapshot of them, so that whoever missed some can be told.
 */
import { FIRST_SLOT, sizeOfBatch, type Batch, type NodeId } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { Learn, Learned, MultiPaxosEnv, Promised, Vote } from './messages.ts';

/** A reply to a learner that lags holds values of about this size, bytes. */
const REPLY_BYTES = 64 * 1024;

export class Learner {
  readonly env: MultiPaxosEnv;

  // Volatile
  readonly chosen = new SlotArray<Batch>();
  /** The first slot whose chosen value is not known here. */
  firstUnchosen = FIRST_SLOT;
  /** The node has restored all slots below from its snapshot: they are not executed again. */
  restoredBelow = FIRST_SLOT;

  constructor(env: MultiPaxosEnv) {
    this.env = env;
  }

  /** The slot that is executed next. */
  get nextSlot(): number {
    return this.firstUnchosen > this.restoredBelow ? this.firstUnchosen : this.restoredBelow;
  }

  /** `batch` is the value that was chosen in `slot`. Executes all that can be: §3, in order and without gaps. */
  learn(slot: number, batch: Batch): void {
    if (slot < this.firstUnchosen) return;
    this.chosen.set(slot, batch);
    if (slot === this.firstUnchosen) this.execute();
  }

  private execute(): void {
    for (;;) {
      const slot = this.firstUnchosen;
      const batch = this.chosen.get(slot);
      if (batch === undefined) return;
      this.firstUnchosen = slot + 1;
      if (slot >= this.restoredBelow) this.env.commit(slot, batch);
    }
  }

  /** Tells a learner that lags what it misses, as far as it is known here. */
  onLearn(from: NodeId, { fromSlot, belowSlot }: Learn): void {
    const firstSlot = this.chosen.first;
    const begin = Math.max(fromSlot, firstSlot);
    const end = Math.min(belowSlot, this.firstUnchosen);
    const batches: Batch[] = [];
    for (let slot = begin, bytes = 0; slot < end && bytes < REPLY_BYTES; slot++) {
      const batch = this.chosen.get(slot)!;
      batches.push(batch);
      bytes += sizeOfBatch(batch);
    }
    if (batches.length === 0 && firstSlot <= fromSlot) return;
    this.env.send(1 << from, { type: 'learned', firstSlot, fromSlot: begin, batches });
  }

  /** True if it learned anything. */
  onLearned({ firstSlot, fromSlot, batches }: Learned): boolean {
    const before = this.firstUnchosen;
    this.forget(firstSlot);
    for (let i = 0; i < batches.length; i++) this.learn(fromSlot + i, batches[i]!);
    return this.firstUnchosen > before;
  }

  /**
   * Drops what it knows beyond the first gap. A leader does not say "chosen" of a slot before its own ballot has chosen
   * there: it may have heard of a choice in a higher ballot, and followers take it for their vote in the leader's.
   */
  forgetAhead(): void {
    this.chosen.items.length = Math.min(this.chosen.items.length, this.firstUnchosen - this.chosen.first);
  }

  /** Every node, this one too, holds a durable snapshot of the slots below `slot`. */
  forget(slot: number): void {
    this.chosen.forget(slot);
    if (this.firstUnchosen >= slot) return;
    this.firstUnchosen = slot;
    this.execute();
  }

  /** A life begins: what its records say was chosen. `votes` are those of this node's acceptor. */
  restore(restoredBelow: number, records: readonly (Promised | Vote | Learned)[], votes: SlotArray<Vote>): void {
    this.restoredBelow = restoredBelow;
    this.forget(votes.first);
    const chosenBelow = new Map<number, number>();
    for (const record of records) {
      if (record.type === 'vote') {
        chosenBelow.set(record.ballot, Math.max(record.chosenBelow, chosenBelow.get(record.ballot) ?? FIRST_SLOT));
      } else if (record.type === 'learned') {
        for (let i = 0; i < record.batches.length; i++) this.learn(record.fromSlot + i, record.batches[i]!);
      }
    }
    // As when the votes were cast: what a leader says is chosen is what it proposed in the same ballot.
    for (let slot = votes.first; slot < votes.end; slot++) {
      const vote = votes.get(slot);
      if (vote !== undefined && slot < chosenBelow.get(vote.ballot)!) this.learn(slot, vote.batch);
    }
  }

  /** What must stay on stable storage because no vote of this node says it. */
  recordsToKeep(votes: SlotArray<Vote>): Learned[] {
    const records: Learned[] = [];
    const firstSlot = this.chosen.first;
    for (let slot = firstSlot; slot < this.chosen.end; slot++) {
      const batch = this.chosen.get(slot);
      if (batch === undefined || votes.get(slot)?.batch === batch) continue;
      records.push({ type: 'learned', firstSlot, fromSlot: slot, batches: [batch] });
    }
    return records;
  }
}
