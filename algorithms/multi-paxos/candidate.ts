/** A proposer in phase 1: one for all slots from the first that it does not know to be chosen (Paxos Made Simple §3). */
import type { NodeId, NodeSet } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import type { Vote } from './messages.ts';
import type { Roles } from './roles.ts';

export class Candidate {
  readonly kind = 'preparing';
  readonly ballot: number;
  /** Who has promised. A set: an acceptor counts once, however often its answer arrives. */
  promises: NodeSet = 0;
  /** Per slot, the proposal of the highest ballot that they reported (§2.2, P2c). */
  readonly reported = new SlotArray<Vote>();
  /** Until it repeats the question to those that are silent, ms; doubles each time. */
  waitMs: number;

  constructor(ballot: number, fromSlot: number, waitMs: number) {
    this.ballot = ballot;
    this.reported.forget(fromSlot);
    this.waitMs = waitMs;
  }

  /** Phase 1a. The ballot is on stable storage before anyone hears of it: it is never used twice. */
  prepare({ env, others, acceptor }: Roles): void {
    const { ballot } = this;
    const fromSlot = this.reported.first;
    acceptor.promise(env.self, ballot, fromSlot);
    if (others !== 0) env.sendOnceDurable(others, { type: 'prepare', ballot, fromSlot });
    env.setTimer('retransmission', this.waitMs);
  }

  repeatPrepare({ env, others }: Roles): void {
    const silent = others & ~this.promises;
    if (silent !== 0) {
      env.sendOnceDurable(silent, { type: 'prepare', ballot: this.ballot, fromSlot: this.reported.first });
      env.count('retransmission');
    }
    this.waitMs *= 2;
    env.setTimer('retransmission', this.waitMs);
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
