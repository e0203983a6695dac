/**
 * Lamport's `Paxos.tla` and Howard's `FPaxos.tla` as one transition system, action by action: the second is the first with
 * the quorums of the two phases set apart, and with majorities for both it is the first.
 *
 * Acceptors, ballots and values are numbered from 0; none is -1. The sets of messages are kept as what can be in them: an
 * acceptor sends one 1b per ballot (its promise grows), a ballot has one 2a, and a 2b says no more than that 2a.
 * What mutants break is protected.
 */
import type { QuorumSystem } from '../../../algorithms/quorum/quorum-system.ts';
import type { Model, PathStep, Successors, Violation } from '../model.ts';

export interface PaxosSpecificationSize {
  readonly acceptors: number;
  readonly values: number;
  readonly ballots: number;
}

const ACTIONS = ['Phase1a', 'Phase1b', 'Phase2a', 'Phase2b'] as const;

export class PaxosSpecification implements Model {
  readonly width: number;
  readonly lanes: readonly string[];
  readonly acceptors: number;
  readonly values: number;
  readonly ballots: number;
  protected readonly quorums: QuorumSystem;

  // Where the variables begin in a state.
  readonly maxBal = 0;
  readonly maxVBal: number;
  readonly maxVal: number;
  /** Per ballot: 1 if its 1a was sent. */
  readonly sent1a: number;
  /** Per ballot: the value of its 2a. */
  readonly sent2a: number;
  /** Per ballot: who sent a 2b. */
  readonly sent2b: number;
  /** Per acceptor and ballot: `mbal + 1` and `mval + 1` of its 1b as one number from 1; 0 if it sent none. */
  readonly sent1b: number;

  constructor({ acceptors, values, ballots }: PaxosSpecificationSize, quorums: QuorumSystem) {
    this.acceptors = acceptors;
    this.values = values;
    this.ballots = ballots;
    this.quorums = quorums;
    this.maxVBal = acceptors;
    this.maxVal = acceptors * 2;
    this.sent1a = acceptors * 3;
    this.sent2a = this.sent1a + ballots;
    this.sent2b = this.sent2a + ballots;
    this.sent1b = this.sent2b + ballots;
    this.width = this.sent1b + acceptors * ballots;
    this.lanes = [...Array.from({ length: acceptors }, (_, a) => `acceptor ${a}`), 'proposers'];
  }

  initial(state: Int32Array): void {
    state.fill(-1, this.maxBal, this.sent1a);
    state.fill(0, this.sent1a);
    state.fill(-1, this.sent2a, this.sent2b);
  }

  successors(state: Int32Array, to: Successors): void {
    for (let ballot = 0; ballot < this.ballots; ballot++) {
      this.phase1a(state, ballot, to);
      for (let value = 0; value < this.values; value++) this.phase2a(state, ballot, value, to);
    }
    for (let acceptor = 0; acceptor < this.acceptors; acceptor++) {
      for (let ballot = 0; ballot < this.ballots; ballot++) {
        this.phase1b(state, acceptor, ballot, to);
        this.phase2b(state, acceptor, ballot, to);
      }
    }
  }

  private phase1a(state: Int32Array, ballot: number, to: Successors): void {
    to.next.set(state);
    to.next[this.sent1a + ballot] = 1;
    to.add(this.action(0, ballot, 0));
  }

  protected phase1b(state: Int32Array, acceptor: number, ballot: number, to: Successors): void {
    if (state[this.sent1a + ballot] === 0 || ballot <= state[this.maxBal + acceptor]!) return;
    to.next.set(state);
    to.next[this.maxBal + acceptor] = ballot;
    const accepted = (state[this.maxVBal + acceptor]! + 1) * (this.values + 1) + state[this.maxVal + acceptor]! + 1;
    to.next[this.sent1b + acceptor * this.ballots + ballot] = accepted + 1;
    to.add(this.action(1, ballot, acceptor));
  }

  private phase2a(state: Int32Array, ballot: number, value: number, to: Successors): void {
    if (state[this.sent2a + ballot] !== -1 || !this.mayPropose(state, ballot, value)) return;
    to.next.set(state);
    to.next[this.sent2a + ballot] = value;
    to.add(this.action(2, ballot, value));
  }

  protected phase2b(state: Int32Array, acceptor: number, ballot: number, to: Successors): void {
    const value = state[this.sent2a + ballot]!;
    if (value === -1 || ballot < state[this.maxBal + acceptor]!) return;
    to.next.set(state);
    to.next[this.maxBal + acceptor] = ballot;
    to.next[this.maxVBal + acceptor] = ballot;
    to.next[this.maxVal + acceptor] = value;
    to.next[this.sent2b + ballot]! |= 1 << acceptor;
    to.add(this.action(3, ballot, acceptor));
  }

  /**
   * Is there a phase-1 quorum of 1b of `ballot` that report no vote, or whose highest vote is for `value`? The most that
   * such a quorum can contain is everybody whose vote is not higher than that one.
   */
  protected mayPropose(state: Int32Array, ballot: number, value: number): boolean {
    for (let highest = -1; highest < this.ballots; highest++) {
      let quorum = 0;
      let reports = highest === -1;
      for (let acceptor = 0; acceptor < this.acceptors; acceptor++) {
        const sent = state[this.sent1b + acceptor * this.ballots + ballot]! - 1;
        if (sent === -1) continue;
        const mbal = Math.floor(sent / (this.values + 1)) - 1;
        if (mbal <= highest) quorum |= 1 << acceptor;
        if (mbal === highest && (sent % (this.values + 1)) - 1 === value) reports = true;
      }
      if (reports && this.quorums.isPhase1(quorum)) return true;
    }
    return false;
  }

  /** SafeValue: once a phase-2 quorum agreed on a value in a ballot, no higher ballot has a 2a with another. */
  violation(state: Int32Array): Violation | undefined {
    for (let ballot = 0; ballot < this.ballots; ballot++) {
      if (!this.quorums.isPhase2(state[this.sent2b + ballot]!)) continue;
      const value = state[this.sent2a + ballot]!;
      for (let higher = ballot + 1; higher < this.ballots; higher++) {
        const other = state[this.sent2a + higher]!;
        if (other === -1 || other === value) continue;
        const detail = `value ${value} is agreed in ballot ${ballot}, and ballot ${higher} proposes ${other}`;
        return { invariant: 'SafeValue', detail };
      }
    }
    return undefined;
  }

  protected action(kind: number, ballot: number, argument: number): number {
    return (ballot * 64 + argument) * ACTIONS.length + kind;
  }

  describe(_state: Int32Array, action: number): PathStep {
    const kind = ACTIONS[action % ACTIONS.length]!;
    const argument = Math.floor(action / ACTIONS.length) % 64;
    const ballot = Math.floor(action / ACTIONS.length / 64);
    const proposers = this.acceptors;
    switch (kind) {
      case 'Phase1a':
        return { at: proposers, text: `1a: prepare ballot ${ballot}` };
      case 'Phase1b':
        return { at: argument, from: proposers, text: `1b: promise ballot ${ballot}` };
      case 'Phase2a':
        return { at: proposers, text: `2a: propose value ${argument} in ballot ${ballot}` };
      case 'Phase2b':
        return { at: argument, from: proposers, text: `2b: accept ballot ${ballot}` };
    }
  }
}
