/**
 * What must hold while Multi-Paxos or Flexible Paxos runs, checked on ghost state that no replica can see. The names are
 * those of Lamport's proofs: *SafeAt* is that of the TLA+ module Voting, P2c that of Paxos Made Simple §2.2.
 */
import { InvariantViolation } from '../assert.ts';
import {
  FIRST_SLOT,
  type Batch,
  type NodeId,
  type NodeSet,
  type Observer,
  type Replica,
  type Saved,
} from '../contract.ts';
import { NO_BALLOT, sameValue } from '../paxos/messages.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import { allNodes, formatSet } from '../quorum/node-set.ts';
import type { QuorumSystem } from '../quorum/quorum-system.ts';
import type { Message, MultiPaxosProtocol } from './messages.ts';

/** What was proposed in one slot in one ballot, and who has accepted it. */
export interface Round {
  readonly ballot: number;
  readonly batch: Batch;
  voters: NodeSet;
}

interface SlotGhost {
  /** The highest ballot in which anything was proposed here. */
  top: Round;
  /** The ballots below, the highest first. */
  older: Round[];
  /** What a learner took for chosen. */
  learned: Batch | undefined;
}

const NONE: Round[] = [];

export class MultiPaxosObserver implements Observer<MultiPaxosProtocol> {
  private readonly quorums: QuorumSystem;
  private readonly all: NodeSet;
  /** The highest ballot that each acceptor has promised to another node, over all its lives. */
  private readonly promised: number[];
  private readonly slots = new SlotArray<SlotGhost>();
  /** The slot that each node executes next. */
  private readonly nextSlot: number[];
  /** No phase-2 quorum can still accept anything below this ballot: promises only grow, so this stays true. */
  private closedBelow = NO_BALLOT;

  constructor(quorums: QuorumSystem, nodes: number) {
    this.quorums = quorums;
    this.all = allNodes(nodes);
    this.promised = new Array<number>(nodes).fill(NO_BALLOT);
    this.nextSlot = new Array<number>(nodes).fill(FIRST_SLOT);
  }

  onStart(node: NodeId, { slot }: Saved<MultiPaxosProtocol>): void {
    this.nextSlot[node] = slot;
  }

  onStop(_node: NodeId): void {}

  onPersist(_node: NodeId, _record: MultiPaxosProtocol['Record']): void {}

  onStep(_node: NodeId, _replica: Replica<MultiPaxosProtocol>): void {}

  onDurable(node: NodeId, record: MultiPaxosProtocol['Record']): void {
    if (record.type !== 'vote' || record.slot < this.slots.first) return;
    this.vote(node, record.slot, this.proposed(record.slot, record.ballot, record.batch));
  }

  onSend(node: NodeId, _to: NodeSet, message: Message): void {
    if (message.type === 'accept') {
      if (message.slot >= this.slots.first) this.proposed(message.slot, message.ballot, message.batch);
    } else if (message.type === 'accepted') {
      this.onAccepted(node, message.slot, message.ballot);
    } else if (message.type === 'acceptedValue') {
      this.onAccepted(node, message.slot, message.ballot);
      if (message.slot >= this.slots.first) this.proposed(message.slot, message.ballot, message.batch);
    } else if (message.type === 'promise') {
      if (message.ballot < this.promised[node]!) this.promiseBroken(node, `promises ${message.ballot}`);
      this.promised[node] = message.ballot;
    }
  }

  /** AppliedPrefix, ChosenBeforeLearned, Agreement. */
  onCommit(node: NodeId, slot: number, batch: Batch): void {
    const next = this.nextSlot[node]!;
    if (slot !== next)
      throw new InvariantViolation('AppliedPrefix', `node ${node} executes slot ${slot} after ${next - 1}`);
    this.nextSlot[node] = slot + 1;
    if (slot < this.slots.first) return;
    const ghost = this.slots.get(slot);
    const learned = ghost?.learned;
    if (learned !== undefined) {
      if (learned === batch || sameValue(learned, batch)) return;
      throw new InvariantViolation(
        'Agreement',
        `node ${node} learns in slot ${slot} another value than was learned before`,
      );
    }
    if (ghost === undefined || !this.isChosen(ghost, batch)) {
      throw new InvariantViolation(
        'ChosenBeforeLearned',
        `node ${node} learns in slot ${slot} what no phase-2 quorum voted`,
      );
    }
    ghost.learned = batch;
  }

  forget(slot: number): void {
    this.slots.forget(slot);
  }

  private onAccepted(node: NodeId, slot: number, ballot: number): void {
    if (slot < this.slots.first) return;
    const ghost = this.slots.get(slot);
    let round = ghost?.top;
    if (ghost !== undefined && round!.ballot !== ballot) round = ghost.older.find((older) => older.ballot === ballot);
    if (round === undefined) {
      throw new InvariantViolation(
        'OneValuePerBallot',
        `node ${node} accepts slot ${slot} in ballot ${ballot}: never proposed`,
      );
    }
    this.vote(node, slot, round);
    // To tell of a vote is to promise; a vote that is only durable yet may still be overtaken by an older promise's message.
    if (ballot > this.promised[node]!) this.promised[node] = ballot;
  }

  /** A vote counts from when it is durable or told, whichever is first. */
  private vote(node: NodeId, slot: number, round: Round): void {
    if ((round.voters & (1 << node)) !== 0) return;
    if (round.ballot < this.promised[node]!) this.promiseBroken(node, `accepts slot ${slot} in ballot ${round.ballot}`);
    round.voters |= 1 << node;
  }

  private promiseBroken(node: NodeId, what: string): never {
    throw new InvariantViolation('PromiseKept', `node ${node} ${what} after it promised ${this.promised[node]}`);
  }

  /** OneValuePerBallot; and for what is proposed for the first time SafeAt and P2c. */
  private proposed(slot: number, ballot: number, batch: Batch): Round {
    const ghost = this.slots.get(slot);
    if (ghost === undefined) {
      this.checkProposal(slot, ballot, batch, NONE);
      const top: Round = { ballot, batch, voters: 0 };
      this.slots.set(slot, { top, older: NONE, learned: undefined });
      return top;
    }
    const { top } = ghost;
    const round = top.ballot === ballot ? top : this.another(ghost, slot, ballot, batch);
    if (round.batch !== batch && !sameValue(round.batch, batch)) {
      throw new InvariantViolation('OneValuePerBallot', `slot ${slot} has two values in ballot ${ballot}`);
    }
    return round;
  }

  /** A ballot of a slot that has others. */
  private another(ghost: SlotGhost, slot: number, ballot: number, batch: Batch): Round {
    const known = ghost.older.find((older) => older.ballot === ballot);
    if (known !== undefined) return known;
    const rounds = [ghost.top, ...ghost.older];
    const round: Round = { ballot, batch, voters: 0 };
    this.checkProposal(
      slot,
      ballot,
      batch,
      rounds.filter((other) => other.ballot < ballot),
    );
    rounds.push(round);
    rounds.sort((a, b) => b.ballot - a.ballot);
    ghost.top = rounds[0]!;
    ghost.older = rounds.slice(1);
    return round;
  }

  /** @param below the rounds of the slot below `ballot`, the highest first */
  private checkProposal(slot: number, ballot: number, batch: Batch, below: readonly Round[]): void {
    const unsafe = this.whyUnsafe(ballot, batch, below);
    if (unsafe === undefined && (below.length === 0 || this.followsReports(batch, below))) return;
    throw new InvariantViolation(
      unsafe === undefined ? 'P2c' : 'SafeAt',
      `slot ${slot}, ballot ${ballot}: ${unsafe ?? 'no phase-1 quorum can have reported this value'}`,
    );
  }

  /**
   * Voting!SafeAt: in no ballot c below has, or can still get, another value a phase-2 quorum of votes. Where nothing was
   * proposed in c all voters are yet to vote, so the ballot just below `ballot` is the worst case.
   */
  private whyUnsafe(ballot: number, batch: Batch, below: readonly Round[]): string | undefined {
    if (ballot > this.closedBelow) {
      const free = this.hasPromisedLessThan(ballot);
      if (this.quorums.isPhase2(free)) return `${formatSet(free)} can still choose another value in a lower ballot`;
      this.closedBelow = ballot;
    }
    for (let i = 0; i < below.length; i++) {
      const round = below[i]!;
      if (sameValue(round.batch, batch)) continue;
      const voters = round.voters | this.hasPromisedLessThan(round.ballot + 1);
      if (this.quorums.isPhase2(voters)) {
        return `${formatSet(voters)} chose another value in ballot ${round.ballot}, or can still do so`;
      }
    }
    return undefined;
  }

  private hasPromisedLessThan(ballot: number): NodeSet {
    let set = 0;
    for (let node = 0; node < this.promised.length; node++) if (this.promised[node]! < ballot) set |= 1 << node;
    return set;
  }

  /** P2c: of some phase-1 quorum none has voted below, or the highest-numbered vote of its members is for this value. */
  private followsReports(batch: Batch, below: readonly Round[]): boolean {
    let silentSoFar = this.all;
    for (let i = 0; i < below.length; i++) {
      const round = below[i]!;
      const reports = (silentSoFar & round.voters) !== 0 && this.quorums.isPhase1(silentSoFar);
      if (reports && sameValue(round.batch, batch)) return true;
      silentSoFar &= ~round.voters;
    }
    return this.quorums.isPhase1(silentSoFar);
  }

  private isChosen(ghost: SlotGhost, batch: Batch): boolean {
    if (this.quorums.isPhase2(ghost.top.voters) && sameValue(ghost.top.batch, batch)) return true;
    return ghost.older.some((round) => this.quorums.isPhase2(round.voters) && sameValue(round.batch, batch));
  }
}
