/**
 * The acceptor, whose two rules are Paxos (Paxos Made Simple §2.2; Phase1b and Phase2b of the TLA+ specifications of
 * Paxos and Flexible Paxos). It holds one `maxBal, maxVBal, maxVal` per slot.
 */
import { NO_OP, type Batch, type NodeId } from '../contract.ts';
import { NO_BALLOT, type AcceptMessage, type PaxosEnv, type PaxosRecord, type PrepareMessage } from './messages.ts';
import { SlotArray } from './slot-array.ts';

/** What an acceptor knows of one slot. All of it is persistent. */
export interface AcceptorSlot {
  /** The highest ballot that it promised or accepted (maxBal). */
  promised: number;
  /** The highest ballot that it accepted (maxVBal), and the value of it (maxVal). */
  acceptedBallot: number;
  acceptedValue: Batch;
}

export class Acceptor {
  readonly env: PaxosEnv;

  // Persistent
  readonly slots = new SlotArray<AcceptorSlot>();
  /** One above the highest slot in which it accepted: all below may be chosen without anyone alive knowing. */
  acceptedUpTo = 0;

  constructor(env: PaxosEnv) {
    this.env = env;
  }

  /** Phase 1b: promises to accept nothing below `ballot`, and says what it accepted last. */
  onPrepare(from: NodeId, message: PrepareMessage): void {
    const { slot, ballot } = message;
    if (slot < this.slots.first) return; // Forgotten: it must not say "nothing accepted".
    const state = this.at(slot);
    if (ballot < state.promised) return this.reject(from, slot, ballot, state.promised);
    // A repeated prepare is answered alike again, unless the phase 2 that followed it has come already.
    if (ballot === state.acceptedBallot) return;

    if (ballot > state.promised) {
      state.promised = ballot;
      this.env.persist({ type: 'promised', slot, ballot });
    }
    this.env.sendOnceDurable(1 << from, {
      type: 'promise',
      slot,
      ballot,
      acceptedBallot: state.acceptedBallot,
      acceptedValue: state.acceptedValue,
    });
  }

  /** Phase 2b: accepts, unless it has promised more. To accept is to promise (maxBal' = m.bal). */
  onAccept(from: NodeId, message: AcceptMessage): void {
    const { slot, ballot, value } = message;
    if (slot < this.slots.first) return;
    const state = this.at(slot);
    if (ballot < state.promised) return this.reject(from, slot, ballot, state.promised);

    if (ballot > state.acceptedBallot) {
      state.promised = ballot;
      state.acceptedBallot = ballot;
      state.acceptedValue = value;
      this.env.persist({ type: 'accepted', slot, ballot, value });
      if (slot >= this.acceptedUpTo) this.acceptedUpTo = slot + 1;
    }
    this.env.sendOnceDurable(1 << from, { type: 'accepted', slot, ballot });
  }

  /** Takes up a record that it wrote in an earlier life. Records come in the order in which they were written. */
  restore(record: PaxosRecord): void {
    if (record.type === 'forgotten') this.slots.forget(record.slot);
    if (record.type === 'promised') this.at(record.slot).promised = record.ballot;
    if (record.type !== 'accepted') return;
    const state = this.at(record.slot);
    state.promised = record.ballot;
    state.acceptedBallot = record.ballot;
    state.acceptedValue = record.value;
    if (record.slot >= this.acceptedUpTo) this.acceptedUpTo = record.slot + 1;
  }

  /** Drops everything below `slot`. */
  forget(slot: number): void {
    this.slots.forget(slot);
  }

  /** What must stay on stable storage, in an order that {@link restore} understands. */
  recordsToKeep(): PaxosRecord[] {
    const records: PaxosRecord[] = [{ type: 'forgotten', slot: this.slots.first }];
    for (let slot = this.slots.first; slot < this.slots.end; slot++) {
      const state = this.slots.get(slot);
      if (state === undefined) continue;
      const { promised, acceptedBallot, acceptedValue } = state;
      if (acceptedBallot !== NO_BALLOT) {
        records.push({ type: 'accepted', slot, ballot: acceptedBallot, value: acceptedValue });
      }
      if (promised !== acceptedBallot) records.push({ type: 'promised', slot, ballot: promised });
    }
    return records;
  }

  private at(slot: number): AcceptorSlot {
    let state = this.slots.get(slot);
    if (state === undefined) {
      state = { promised: NO_BALLOT, acceptedBallot: NO_BALLOT, acceptedValue: NO_OP };
      this.slots.set(slot, state);
    }
    return state;
  }

  private reject(from: NodeId, slot: number, ballot: number, promised: number): void {
    this.env.send(1 << from, { type: 'rejected', slot, ballot, promised });
  }
}
