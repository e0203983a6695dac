/**
 * The invariants of Paxos, checked while it runs on ghost state that sees every node: who promised and voted what, over
 * all lives. Names and definitions follow Lamport's `Voting` and `Paxos` specifications and *Paxos Made Simple* §2.
 *
 * A vote counts from the moment that it is durable or leaves the node; a promise, from the moment that it leaves.
 */
import { InvariantViolation } from '../assert.ts';
import { FIRST_SLOT, type Batch, type NodeId, type NodeSet, type Observer, type Saved } from '../contract.ts';
import { formatSet } from '../quorum/node-set.ts';
import type { QuorumSystem } from '../quorum/quorum-system.ts';
import { GhostSlot, type GhostBallot } from './ghost-slot.ts';
import { sameValue, type PaxosMessage, type PaxosProtocol, type PaxosRecord } from './messages.ts';
import type { Paxos } from './paxos.ts';
import { SlotArray } from './slot-array.ts';

export class PaxosObserver implements Observer<PaxosProtocol, Paxos> {
  readonly quorums: QuorumSystem;
  readonly nodes: number;
  readonly slots = new SlotArray<GhostSlot>();
  /** The slot that each node commits next in this life. */
  readonly nextSlot: number[] = [];

  constructor(options: { readonly quorums: QuorumSystem }, nodes: number) {
    this.quorums = options.quorums;
    this.nodes = nodes;
    for (let node = 0; node < nodes; node++) this.nextSlot.push(FIRST_SLOT);
  }

  onStart(node: NodeId, saved: Saved<PaxosProtocol>): void {
    this.nextSlot[node] = saved.slot;
  }

  onStop(): void {
    // What the ghosts know of promises and votes outlives every life: that is what stable storage is for.
  }

  onPersist(): void {
    // A record binds once it is durable, or once a message that rests on it has left.
  }

  onDurable(node: NodeId, record: PaxosRecord): void {
    if (record.type === 'accepted') this.vote(node, record.slot, record.ballot, record.value);
  }

  onSend(node: NodeId, _to: NodeSet, message: PaxosMessage): void {
    switch (message.type) {
      case 'promise':
        return this.promise(node, message.slot, message.ballot, 'promised');
      case 'accept':
        return this.propose(node, message.slot, message.ballot, message.value);
      case 'accepted':
        this.vote(node, message.slot, message.ballot, undefined);
        return this.promise(node, message.slot, message.ballot, 'voted in');
      case 'chosen':
        return this.learn(node, message.slot, message.value);
      case 'learned':
        for (let i = 0; i < message.values.length; i++) this.learn(node, message.slot + i, message.values[i]!);
        return;
      case 'prepare':
      case 'rejected':
      case 'chosenUpTo':
      case 'learn':
        return;
    }
  }

  /** AppliedPrefix: what a node applies is a prefix of the chosen sequence, without holes. */
  onCommit(node: NodeId, slot: number, batch: Batch): void {
    if (slot !== this.nextSlot[node]) {
      throw new InvariantViolation('AppliedPrefix', `node ${node} applied slot ${slot}, not ${this.nextSlot[node]}`);
    }
    this.nextSlot[node] = slot + 1;
    this.learn(node, slot, batch);
  }

  onStep(): void {
    // Everything of interest is a message, a record or a commit.
  }

  forget(slot: number): void {
    this.slots.forget(slot);
  }

  /** PromiseKept: an acceptor that has promised a ballot, or said that it voted in it, does neither for a lower one. */
  private promise(node: NodeId, slot: number, ballot: number, verb: string): void {
    const ghost = this.at(slot);
    if (ghost === undefined) return;
    this.keepPromise(ghost, node, slot, ballot, verb);
    ghost.promised[node] = ballot;
  }

  private keepPromise(ghost: GhostSlot, node: NodeId, slot: number, ballot: number, verb: string): void {
    const promised = ghost.promised[node]!;
    if (ballot >= promised) return;
    const detail = `node ${node} ${verb} ballot ${ballot} of slot ${slot} after it promised ballot ${promised}`;
    throw new InvariantViolation('PromiseKept', detail);
  }

  /** OneValuePerBallot, SafeAt and P2c, when a 2a is sent. */
  private propose(node: NodeId, slot: number, ballot: number, value: Batch): void {
    const ghost = this.at(slot);
    if (ghost === undefined) return;
    const known = ghost.find(ballot);
    if (known !== undefined) return this.sameBallot(node, slot, known, value);
    const culprit = ghost.choosableBelow(ballot, value, this.quorums);
    if (culprit !== undefined) {
      const detail = `node ${node} proposed ${show(value)} in ballot ${ballot} of slot ${slot}`;
      throw new InvariantViolation('SafeAt', `${detail}; ${formatSet(culprit)} may still choose another below it`);
    }
    if (!ghost.followsP2c(ballot, value, this.quorums)) {
      const detail = `node ${node} proposed ${show(value)} in ballot ${ballot} of slot ${slot}`;
      throw new InvariantViolation('P2c', `${detail}, which no phase-1 quorum's highest vote allows`);
    }
    ghost.add(ballot, value);
  }

  private sameBallot(node: NodeId, slot: number, ballot: GhostBallot, value: Batch): void {
    if (sameValue(ballot.value, value)) return;
    const detail = `slot ${slot} has ${show(ballot.value)} in ballot ${ballot.ballot}, and ${show(value)} of node ${node}`;
    throw new InvariantViolation('OneValuePerBallot', detail);
  }

  /** A vote is for what was proposed in its ballot. A repeated one is nothing new. */
  private vote(node: NodeId, slot: number, ballot: number, value: Batch | undefined): void {
    const ghost = this.at(slot);
    if (ghost === undefined) return;
    const proposed = ghost.find(ballot);
    if (proposed === undefined) {
      const detail = `node ${node} voted in ballot ${ballot} of slot ${slot}, where nothing was proposed`;
      throw new InvariantViolation('OneValuePerBallot', detail);
    }
    if (value !== undefined) this.sameBallot(node, slot, proposed, value);
    if ((proposed.votes & (1 << node)) === 0) {
      this.keepPromise(ghost, node, slot, ballot, 'voted in');
      proposed.votes |= 1 << node;
      if (this.quorums.isPhase2(proposed.votes)) this.choose(ghost, slot, proposed.value);
    }
    // To tell of a vote is to promise. One that is only durable yet may be followed by an older promise's message.
    const told = value === undefined;
    if (told && ballot > ghost.promised[node]!) ghost.promised[node] = ballot;
  }

  /** Agreement: a slot has one value for ever. */
  private choose(ghost: GhostSlot, slot: number, value: Batch): void {
    if (ghost.chosen === undefined) ghost.chosen = value;
    if (sameValue(ghost.chosen, value)) return;
    throw new InvariantViolation('Agreement', `slot ${slot} has ${show(ghost.chosen)} and ${show(value)} chosen`);
  }

  /** ChosenBeforeLearned: who learns a value, or tells it, does so after a phase-2 quorum voted for it. */
  private learn(node: NodeId, slot: number, value: Batch): void {
    const ghost = this.at(slot);
    if (ghost === undefined) return;
    if (ghost.chosen === undefined) {
      throw new InvariantViolation('ChosenBeforeLearned', `node ${node} learned ${show(value)} in slot ${slot}`);
    }
    if (sameValue(ghost.chosen, value)) return;
    const detail = `node ${node} learned ${show(value)} in slot ${slot}, where ${show(ghost.chosen)} is chosen`;
    throw new InvariantViolation('Agreement', detail);
  }

  private at(slot: number): GhostSlot | undefined {
    if (slot < this.slots.first) return undefined;
    let ghost = this.slots.get(slot);
    if (ghost === undefined) {
      ghost = new GhostSlot(this.nodes);
      this.slots.set(slot, ghost);
    }
    return ghost;
  }
}

/** As in `[3:1 3:2]`: client and sequence number of each command. */
function show(value: Batch): string {
  return `[${value.map((command) => `${command.client}.${command.seq}`).join(' ')}]`;
}
