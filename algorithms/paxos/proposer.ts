/**
 * The proposer: both phases of one proposal per slot, for the batches of the clients at this node (Paxos Made Simple
 * §2.2). Several slots may be in flight. How long it waits, for answers and for rivals, is in `pace.ts`.
 */
import { FIRST_SLOT, NO_OP, type Batch, type CommonOptions, type NodeId, type NodeSet } from '../contract.ts';
import { allNodes } from '../quorum/node-set.ts';
import { NO_BALLOT, sameValue } from './messages.ts';
import type { AcceptedMessage, PaxosEnv, PromiseMessage, RejectedMessage } from './messages.ts';
import { Pace } from './pace.ts';
import { SlotArray } from './slot-array.ts';
import { Thrift } from './thrift.ts';

/** Phase 1 of a ballot. */
export interface Preparing {
  readonly kind: 'preparing';
  readonly ballot: number;
  /** When it asked first, and how often it has repeated the question. */
  readonly since: number;
  repeats: number;
  /** Who has promised. A set: an acceptor counts once, however often its answer arrives. */
  promises: NodeSet;
  /** The highest-numbered proposal that they reported, {@link NO_BALLOT} if none. */
  acceptedBallot: number;
  acceptedValue: Batch;
}

/** Phase 2 of a ballot. */
export interface Accepting {
  readonly kind: 'accepting';
  readonly ballot: number;
  readonly since: number;
  repeats: number;
  readonly value: Batch;
  accepts: NodeSet;
  /** The ballot that it lost an acceptor to. The others may still complete the quorum, until it tries a higher ballot. */
  overtakenBy: number;
}

/** Overtaken in phase 1: waits, to let the rival finish. */
export interface BackingOff {
  readonly kind: 'backingOff';
  readonly overtakenBy: number;
}

export interface Proposal {
  /** What this node wants in the slot; a no-op if it only closes a gap. */
  readonly batch: Batch;
  /** How many slots the batch has lost before. */
  readonly losses: number;
  /** How often it had to back off here. */
  backOffs: number;
  /** Each phase owns its data, so that none outlives it. */
  phase: Preparing | Accepting | BackingOff;
}

/** What the proposer must know of the learner to find a free slot. */
export interface KnownSlots {
  readonly nextSlot: number;
  isChosen(slot: number): boolean;
}

export class Proposer {
  readonly env: PaxosEnv;
  readonly options: CommonOptions;

  // Persistent
  /** The highest round of which this node ever started a ballot. */
  round = 0;

  // Volatile
  /** The highest round that a rival was seen to use. */
  rivalRound = 0;
  readonly proposals = new SlotArray<Proposal>();
  inFlight = 0;
  /** Every slot below it is known to be chosen, or has a proposal of this node. */
  freeFrom = FIRST_SLOT;
  readonly pace: Pace;
  readonly thrift: Thrift;

  constructor(options: CommonOptions, env: PaxosEnv) {
    this.env = env;
    this.options = options;
    this.pace = new Pace(options, env);
    this.thrift = new Thrift(options, env);
  }

  /** A life begins: all its rounds are above those of earlier lives, so that no ballot is used twice (§2.5). */
  start(savedRound: number): void {
    this.round = savedRound;
    this.raiseRound(savedRound + 1);
  }

  /**
   * Proposes `batch` in the lowest slot that is not known to be chosen and where this node proposes nothing yet.
   * @param losses how many slots it has lost already
   */
  propose(batch: Batch, losses: number, known: KnownSlots): void {
    let slot = this.freeFrom > known.nextSlot ? this.freeFrom : known.nextSlot;
    while (this.proposals.get(slot) !== undefined || known.isChosen(slot)) slot++;
    this.freeFrom = slot + 1;
    this.proposeIn(slot, batch, losses);
  }

  /** Seniority: what has lost k slots begins k rounds above all rivals seen, so that the oldest batch prevails. */
  proposeIn(slot: number, batch: Batch, losses: number): void {
    if (losses > 0) this.raiseRound(this.rivalRound + losses);
    const phase = this.prepare(slot);
    this.proposals.set(slot, { batch, losses, backOffs: 0, phase });
    this.inFlight++;
  }

  /** Phase 1a: takes a ballot of this node's own, and asks. The round is saved before the question leaves (§2.5). */
  private prepare(slot: number): Preparing {
    const ballot = this.round * this.env.nodes + this.env.self;
    this.env.sendOnceDurable(this.thrift.phase1, { type: 'prepare', slot, ballot });
    return {
      kind: 'preparing',
      ballot,
      since: this.env.now(),
      repeats: 0,
      promises: 0,
      acceptedBallot: NO_BALLOT,
      acceptedValue: NO_OP,
    };
  }

  /** Phase 1b arrives. A phase-1 quorum of promises opens phase 2. */
  onPromise(from: NodeId, message: PromiseMessage): void {
    const proposal = this.proposals.get(message.slot);
    if (proposal === undefined) return;
    const phase = proposal.phase;
    if (phase.kind !== 'preparing' || phase.ballot !== message.ballot) return;

    phase.promises |= 1 << from;
    if (message.acceptedBallot > phase.acceptedBallot) {
      phase.acceptedBallot = message.acceptedBallot;
      phase.acceptedValue = message.acceptedValue;
    }
    if (!this.options.quorums.isPhase1(phase.promises)) return;
    if (phase.repeats === 0) this.pace.measure(phase.since);
    // §2.2, P2c: the value of the highest-numbered proposal among the answers, or any value if they reported none.
    const value = phase.acceptedBallot === NO_BALLOT ? proposal.batch : phase.acceptedValue;
    proposal.phase = this.accept(message.slot, phase.ballot, value);
  }

  /** Phase 2a. */
  private accept(slot: number, ballot: number, value: Batch): Accepting {
    this.env.send(this.thrift.phase2, { type: 'accept', slot, ballot, value });
    return {
      kind: 'accepting',
      ballot,
      since: this.env.now(),
      repeats: 0,
      value,
      accepts: 0,
      overtakenBy: NO_BALLOT,
    };
  }

  /** Phase 2b arrives. Returns the value, if a phase-2 quorum has accepted it now: it is chosen. */
  onAccepted(from: NodeId, message: AcceptedMessage): Batch | undefined {
    const phase = this.proposals.get(message.slot)?.phase;
    if (phase === undefined || phase.kind !== 'accepting' || phase.ballot !== message.ballot) return undefined;

    phase.accepts |= 1 << from;
    if (!this.options.quorums.isPhase2(phase.accepts)) return undefined;
    if (phase.repeats === 0) this.pace.measure(phase.since);
    return phase.value;
  }

  /** A rival has a higher ballot: gives it the time to finish, and tries a still higher one after that. */
  onRejected(message: RejectedMessage): void {
    const proposal = this.proposals.get(message.slot);
    if (proposal === undefined) return;
    const phase = proposal.phase;
    if (phase.kind === 'backingOff' || phase.ballot !== message.ballot) return;

    const round = Math.floor(message.promised / this.env.nodes);
    if (round > this.rivalRound) this.rivalRound = round;
    if (phase.kind === 'preparing') {
      proposal.phase = { kind: 'backingOff', overtakenBy: message.promised };
    } else {
      const known = phase.overtakenBy;
      if (message.promised > known) phase.overtakenBy = message.promised;
      if (known !== NO_BALLOT) return; // It is backing off already.
    }
    this.env.count('contention');
    this.env.setTimer('backOff', this.pace.backOffMs(proposal.backOffs), message.slot);
    proposal.backOffs++;
  }

  /** The rival has had its time. */
  onBackOffOver(slot: number): void {
    const proposal = this.proposals.get(slot);
    if (proposal === undefined || proposal.phase.kind === 'preparing') return;
    // The rival's ballot exceeds the last one of this node here, and the new one exceeds the rival's.
    this.raiseRound(Math.floor(proposal.phase.overtakenBy / this.env.nodes) + 1);
    proposal.phase = this.prepare(slot);
  }

  /** The slot has got its value. Returns the batch that has lost it and must move on to another slot. */
  onChosen(slot: number, value: Batch): Proposal | undefined {
    const proposal = this.proposals.get(slot);
    if (proposal === undefined) return undefined;
    if (proposal.backOffs > 0) this.env.cancelTimer('backOff', slot);
    this.proposals.set(slot, undefined);
    this.inFlight--;
    return sameValue(proposal.batch, value) || proposal.batch.length === 0 ? undefined : proposal;
  }

  /** Repeats, to everyone who has not answered, what got no quorum in time. All proposals are in slots from `from` on. */
  repeatUnanswered(from: number): void {
    if (this.inFlight === 0) return;
    const now = this.env.now();
    for (let slot = from; slot < this.proposals.end; slot++) {
      const phase = this.proposals.get(slot)?.phase;
      if (phase === undefined || phase.kind === 'backingOff') continue;
      if (now - phase.since < this.pace.patienceMs(phase.repeats)) continue;
      phase.repeats++;
      if (phase.kind === 'preparing') this.repeatPrepare(slot, phase);
      else if (phase.overtakenBy === NO_BALLOT) this.repeatAccept(slot, phase);
    }
  }

  private repeatPrepare(slot: number, phase: Preparing): void {
    this.env.count('retransmission');
    this.thrift.suspect(this.thrift.phase1 & ~phase.promises);
    const to = allNodes(this.env.nodes) & ~phase.promises;
    this.env.sendOnceDurable(to, { type: 'prepare', slot, ballot: phase.ballot });
  }

  private repeatAccept(slot: number, phase: Accepting): void {
    this.env.count('retransmission');
    this.thrift.suspect(this.thrift.phase2 & ~phase.accepts);
    const to = allNodes(this.env.nodes) & ~phase.accepts;
    this.env.send(to, { type: 'accept', slot, ballot: phase.ballot, value: phase.value });
  }

  forget(slot: number): void {
    this.proposals.forget(slot);
  }

  /** Ballots are of `round` or a higher one from now on. */
  private raiseRound(round: number): void {
    if (round <= this.round) return;
    this.round = round;
    this.env.persist({ type: 'round', round });
  }
}
