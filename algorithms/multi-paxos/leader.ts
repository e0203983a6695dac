/** A proposer in phase 2, which is pipelined: many slots are under way at once (Paxos Made Simple §3). */
import { FIRST_SLOT, NO_OP, type Batch, type NodeId, type NodeSet } from '../contract.ts';
import { SlotArray } from '../paxos/slot-array.ts';
import { members, without } from '../quorum/node-set.ts';
import { chooseQuorum } from '../quorum/quorum-system.ts';
import type { Candidate } from './candidate.ts';
import { Patience } from './patience.ts';
import type { Roles } from './roles.ts';

/** A slot that so many later ones have overtaken is taken for lost, as TCP does after three repeated acknowledgements. */
const OVERTAKEN_COUNT = 3;

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
  asked: NodeSet;
  /** Who has answered, and did not let the last question go unanswered for long. */
  answered: NodeSet;
  readonly patience: Patience;
  /** The slots below were proposed before the retransmission timer was last set. */
  repeatBelow = FIRST_SLOT;
  highestChosen = FIRST_SLOT;
  /** The slot that was last repeated because later ones had overtaken it. */
  hurriedSlot = FIRST_SLOT - 1;
  /** The slot that was the first unchosen one at the last heartbeats, and how many of them. */
  stuckSlot = FIRST_SLOT;
  stuckBeats = 0;

  constructor({ ballot, promises }: Candidate, roles: Roles) {
    const { options, learner } = roles;
    this.ballot = ballot;
    this.nextSlot = learner.firstUnchosen;
    this.accepted.forget(this.nextSlot);
    this.answered = promises;
    this.asked = this.whomToAsk(roles);
    this.patience = new Patience(options.heartbeatMs / 10, options.heartbeatMs, 2 * options.electionMs[1]);
  }

  /** §3: proposes again what may have been chosen, the value of the highest ballot per slot, and no-ops in the gaps. */
  recover(roles: Roles, { reported }: Candidate): void {
    while (this.nextSlot < reported.end) this.propose(roles, reported.get(this.nextSlot)?.batch ?? NO_OP);
    this.ownFrom = this.nextSlot;
    roles.env.setTimer('retransmission', this.patience.waitMs);
  }

  /** Phase 2a, in the next slot. The accepts leave while this node's own acceptance is on its way to the disk. */
  propose({ env, acceptor, learner }: Roles, batch: Batch): void {
    const { ballot, patience } = this;
    const slot = this.nextSlot++;
    const chosenBelow = learner.firstUnchosen;
    this.accepted.set(slot, 0);
    if (this.asked !== 0) env.send(this.asked, { type: 'accept', ballot, slot, batch, chosenBelow });
    acceptor.accept(env.self, ballot, slot, batch, chosenBelow);
    if (!patience.timing) patience.proposed(slot, env.now());
  }

  /** A vote in phase 2. A value is chosen when a phase-2 quorum has accepted it in one ballot. */
  onAccepted(roles: Roles, from: NodeId, slot: number): void {
    const { learner } = roles;
    if (slot < this.accepted.first) return;
    const accepted = this.accepted.get(slot)! | (1 << from);
    this.accepted.set(slot, accepted);
    this.answered |= 1 << from;
    if (slot < learner.firstUnchosen || !roles.options.quorums.isPhase2(accepted)) return;
    if (this.patience.isTimed(slot)) this.patience.chosen(roles.env.now());
    if (slot > this.highestChosen) this.highestChosen = slot;
    learner.learn(slot, roles.acceptor.votes.get(slot)!.batch);
    if (this.highestChosen >= learner.firstUnchosen + OVERTAKEN_COUNT) this.hurry(roles, learner.firstUnchosen);
  }

  /** Tells the others that it lives, and what is chosen. Not if it is {@link isStuck}. */
  sendHeartbeat({ env, options, others, learner }: Roles): void {
    const chosenBelow = learner.firstUnchosen;
    this.stuckBeats = chosenBelow === this.stuckSlot && chosenBelow < this.nextSlot ? this.stuckBeats + 1 : 0;
    this.stuckSlot = chosenBelow;
    env.setTimer('heartbeat', options.heartbeatMs);
    if (others === 0 || this.isStuck(options)) return;
    env.send(others, { type: 'heartbeat', ballot: this.ballot, chosenBelow });
  }

  /**
   * It has proposals, and for long nothing was chosen: maybe nobody hears it, or it hears nobody. Others may be better
   * connected, so it keeps still until they campaign, or until what it repeats is answered. To step down at once would
   * give up a leader whom no phase-1 quorum could replace (Flexible Paxos §4). Not if silence alone is to depose it.
   */
  isStuck({ failureDetector, heartbeatMs, electionMs }: Roles['options']): boolean {
    return failureDetector === 'ballot' && this.stuckBeats * heartbeatMs > 2 * electionMs[1];
  }

  /** What was proposed a while ago and is not chosen. */
  repeatAccepts(roles: Roles): void {
    const { env, learner } = roles;
    let late = 0;
    for (let slot = learner.firstUnchosen; slot < this.repeatBelow; slot++) {
      if (learner.chosen.get(slot) === undefined) late |= this.repeatAccept(roles, slot);
    }
    if (late !== 0) {
      this.patience.repeated();
      this.answered &= ~(this.asked & late);
      this.asked = this.whomToAsk(roles);
    }
    this.repeatBelow = this.nextSlot;
    env.setTimer('retransmission', this.patience.waitMs);
  }

  /** Nothing is executed while `slot` is open, and later ones are chosen: it does not wait for the timer, once. */
  private hurry(roles: Roles, slot: number): void {
    if (slot === this.hurriedSlot) return;
    this.hurriedSlot = slot;
    this.repeatAccept(roles, slot);
  }

  /** Asks all for `slot` that have not answered; who that is. */
  private repeatAccept({ env, acceptors, acceptor, learner }: Roles, slot: number): NodeSet {
    const silent = acceptors & ~this.accepted.get(slot)!;
    if (silent === 0) return silent;
    const { batch } = acceptor.votes.get(slot)!;
    const chosenBelow = learner.firstUnchosen;
    env.send(silent, { type: 'accept', ballot: this.ballot, slot, batch, chosenBelow });
    env.count('retransmission');
    if (this.patience.isTimed(slot)) this.patience.stopTiming();
    return silent;
  }

  /** Gives back all that its clients asked for and that it will not bring through. */
  giveBack({ env, acceptor, learner }: Roles, leader: NodeId | undefined): void {
    for (let slot = Math.max(this.ownFrom, learner.firstUnchosen); slot < this.nextSlot; slot++) {
      env.redirect(acceptor.votes.get(slot)!.batch, leader);
    }
  }

  /** All, or, if thrifty, a phase-2 quorum of itself and those who answered of late, if they suffice. */
  private whomToAsk({ env, options, acceptors }: Roles): NodeSet {
    if (!options.thrifty) return acceptors;
    const preference = [env.self, ...members(acceptors & this.answered), ...members(acceptors & ~this.answered)];
    return without(chooseQuorum(options.quorums.phase2, preference) ?? acceptors, env.self);
  }
}
