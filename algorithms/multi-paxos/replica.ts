/**
 * One node's part of Multi-Paxos: proposer, acceptor and learner in one (Paxos Made Simple §3). It asks its quorum
 * system which sets are quorums of phase 1 and of phase 2, and never what these are.
 */
import { unreachable } from '../assert.ts';
import { FIRST_SLOT } from '../contract.ts';
import type { Batch, NodeId, NodeSet, Replica, Saved, View } from '../contract.ts';
import { NO_BALLOT } from '../paxos/messages.ts';
import { allNodes, without } from '../quorum/node-set.ts';
import { membersOf } from '../quorum/quorum-system.ts';
import { Acceptor } from './acceptor.ts';
import { Candidate } from './candidate.ts';
import { Follower } from './follower.ts';
import { Leader } from './leader.ts';
import { Learner } from './learner.ts';
import { nextBallot } from './messages.ts';
import type { Accept, Accepted, Heartbeat, Learned, Message, MultiPaxosEnv, MultiPaxosProtocol } from './messages.ts';
import type { Prepare, Promise1b, Rejected } from './messages.ts';
import type { MultiPaxosOptions, Roles } from './roles.ts';
import { Tally } from './tally.ts';

export class MultiPaxosReplica implements Replica<MultiPaxosProtocol>, Roles {
  readonly env: MultiPaxosEnv;
  readonly options: MultiPaxosOptions;
  readonly others: NodeSet;
  readonly acceptors: NodeSet;

  // Persistent
  readonly acceptor: Acceptor;

  // Volatile
  readonly learner: Learner;
  readonly tally = new Tally();
  /** The proposer: each phase owns its data, so that none outlives it. */
  phase: Follower | Candidate | Leader = Follower.ofNobody(0);
  /** The highest ballot that a rejection named. */
  highestSeen = NO_BALLOT;
  /** Campaigns in a row that have not led to a leader. */
  campaigns = 0;
  /** `alive` only: the ballot in which this node led, until it hears of a newer leader. */
  deposed = NO_BALLOT;

  constructor(options: MultiPaxosOptions, env: MultiPaxosEnv) {
    this.env = env;
    this.options = options;
    this.others = without(allNodes(env.nodes), env.self);
    const toldAll = options.learners === 'all';
    // Who learns from the acceptors need not be asked to accept for the sake of the value.
    this.acceptors = toldAll ? this.others & membersOf(options.quorums.phase2) : this.others;
    this.acceptor = new Acceptor(env, toldAll ? allNodes(env.nodes) : 0);
    this.learner = new Learner(env);
  }

  start({ slot, records }: Saved<MultiPaxosProtocol>): void {
    for (const record of records) if (record.type !== 'learned') this.acceptor.restore(record);
    this.learner.restore(slot, records, this.acceptor.votes);
    const isNew = slot === FIRST_SLOT && records.length === 0;
    if (isNew && this.options.firstLeader === this.env.self) this.campaign();
    else this.followNobody();
  }

  onMessage(from: NodeId, message: Message): void {
    switch (message.type) {
      case 'accepted':
        return this.onAccepted(from, message);
      case 'acceptedValue':
        // A leader learns by the votes for its own ballot alone.
        if (this.phase.kind !== 'leading') this.tally.onAcceptedValue(this, from, message);
        return;
      case 'accept':
        return this.onAccept(from, message);
      case 'heartbeat':
        return this.onHeartbeat(from, message);
      case 'prepare':
        return this.onPrepare(from, message);
      case 'promise':
        return this.onPromise(from, message);
      case 'rejected':
        return this.onRejected(message);
      case 'learn':
        return this.learner.onLearn(from, message);
      case 'learned':
        return this.onLearned(message);
      default:
        return unreachable(message);
    }
  }

  onTimer(timer: MultiPaxosProtocol['Timer']): void {
    switch (timer) {
      case 'election':
        return this.campaign();
      case 'heartbeat':
        return this.onHeartbeatTimer();
      case 'retransmission':
        if (this.phase.kind === 'preparing') this.phase.repeatPrepare(this);
        else if (this.phase.kind === 'leading') this.phase.repeatAccepts(this);
        return;
      default:
        return unreachable(timer);
    }
  }

  onRequest(batch: Batch): void {
    const { phase } = this;
    if (phase.kind === 'leading' && !phase.isStuck(this.options)) phase.propose(this, batch);
    else this.env.redirect(batch, phase.kind === 'following' ? phase.leader : undefined);
  }

  forget(slot: number): void {
    this.acceptor.votes.forget(slot);
    this.learner.forget(slot);
    if (this.phase.kind === 'leading') this.phase.accepted.forget(slot);
    this.env.checkpoint([...this.acceptor.recordsToKeep(), ...this.learner.recordsToKeep(this.acceptor.votes)]);
  }

  view(): View {
    const { phase } = this;
    const leader = phase.kind === 'leading' ? this.env.self : phase.kind === 'following' ? phase.leader : undefined;
    return { leader, ballot: this.acceptor.promised, nextSlot: this.learner.nextSlot };
  }

  // Phase 1.

  /** It has heard nothing of a leader for too long. */
  private campaign(): void {
    const { env, acceptor, learner, options } = this;
    env.count('election');
    const ballot = nextBallot(Math.max(acceptor.promised, this.highestSeen), env.self, env.nodes);
    this.phase = new Candidate(ballot, learner.firstUnchosen, options.heartbeatMs);
    this.phase.prepare(this);
    // If there is no leader by then it tries a higher ballot.
    this.campaigns++;
    env.setTimer('election', this.randomTimeoutMs());
  }

  private onPrepare(from: NodeId, { ballot, fromSlot }: Prepare): void {
    if (ballot < this.acceptor.promised) return this.reject(from, ballot);
    if (ballot > this.acceptor.promised) {
      if (this.phase.kind === 'following') this.phase.giveTime(this);
      else this.stepDown(undefined);
    }
    this.acceptor.promise(from, ballot, fromSlot);
  }

  private onPromise(from: NodeId, { ballot, firstSlot, votes }: Promise1b): void {
    const { phase } = this;
    if (phase.kind !== 'preparing' || phase.ballot !== ballot) return;
    this.learner.forget(firstSlot);
    phase.onPromise(from, votes);
    if (this.options.quorums.isPhase1(phase.promises)) this.lead(phase);
  }

  private lead(candidate: Candidate): void {
    this.env.count('leader');
    this.env.cancelTimer('election');
    this.learner.forgetAhead();
    this.deposed = NO_BALLOT;
    this.campaigns = 0;
    const leader = new Leader(candidate, this);
    this.phase = leader;
    leader.sendHeartbeat(this);
    leader.recover(this, candidate);
  }

  // Phase 2.

  private onAccept(from: NodeId, { ballot, slot, batch, chosenBelow }: Accept): void {
    if (ballot < this.acceptor.promised) return this.reject(from, ballot);
    const follower = this.follow(from, ballot);
    const { first } = this.acceptor.votes;
    // Who restarted may not know that all have this slot, and would wait for ever to have it chosen in its own ballot.
    if (slot < first) this.env.send(1 << from, { type: 'learned', firstSlot: first, fromSlot: first, batches: [] });
    else if (this.acceptor.accept(from, ballot, slot, batch, chosenBelow)) {
      // A repeated one is no sign of life: its sender may be deaf to the answers.
      this.env.setTimer('election', follower.timeoutMs);
    }
    follower.learnVotes(this, chosenBelow);
  }

  private onAccepted(from: NodeId, { ballot, slot }: Accepted): void {
    const { phase } = this;
    if (phase.kind === 'leading' && phase.ballot === ballot) phase.onAccepted(this, from, slot);
  }

  private onHeartbeatTimer(): void {
    const { env, phase, deposed } = this;
    if (phase.kind === 'leading') return phase.sendHeartbeat(this);
    // `alive`: it lives, though its ballot is overtaken, and so those that trust it wait for it to lead again.
    env.send(this.others, { type: 'heartbeat', ballot: deposed, chosenBelow: FIRST_SLOT });
    env.setTimer('heartbeat', this.options.heartbeatMs);
  }

  private onHeartbeat(from: NodeId, { ballot, chosenBelow }: Heartbeat): void {
    const { env, acceptor } = this;
    if (ballot < acceptor.promised) {
      if (this.phase.kind === 'following') this.phase.onOvertakenLeader(this, from);
      return this.reject(from, ballot);
    }
    const follower = this.follow(from, ballot);
    env.setTimer('election', follower.timeoutMs);
    acceptor.raise(ballot);
    follower.learnVotes(this, chosenBelow);
    follower.askForMissing(this);
  }

  private onLearned(message: Learned): void {
    const { phase } = this;
    // What a leader says to be chosen, its followers take for what they accepted in its ballot: so it believes only its own,
    // and that all have what nobody keeps.
    if (phase.kind === 'leading') return this.learner.forget(message.firstSlot);
    if (!this.learner.onLearned(message)) return;
    this.env.persist(message);
    if (phase.kind !== 'following') return;
    phase.learnVotes(this, FIRST_SLOT);
    phase.askForMissing(this);
  }

  // Who leads.

  /** `leader` is one, in a ballot that is not below any promised here. */
  private follow(leader: NodeId, ballot: number): Follower {
    if (this.phase.kind !== 'following') this.stepDown(leader);
    const { phase } = this;
    if (phase.kind === 'following' && phase.ballot === ballot && phase.leader === leader) return phase;
    if (this.deposed !== NO_BALLOT) this.env.cancelTimer('heartbeat');
    this.deposed = NO_BALLOT;
    this.campaigns = 0;
    const follower = new Follower(leader, ballot, this.randomTimeoutMs());
    this.phase = follower;
    this.env.setTimer('election', follower.timeoutMs);
    return follower;
  }

  private followNobody(): void {
    const timeoutMs = this.randomTimeoutMs();
    this.phase = Follower.ofNobody(timeoutMs);
    this.env.setTimer('election', timeoutMs);
  }

  private reject(from: NodeId, ballot: number): void {
    this.env.send(1 << from, { type: 'rejected', ballot, promised: this.acceptor.promised });
  }

  private onRejected({ ballot, promised }: Rejected): void {
    if (promised > this.highestSeen) this.highestSeen = promised;
    if (this.phase.kind !== 'following' && this.phase.ballot === ballot) this.stepDown(undefined);
  }

  /** Overtaken by another proposer: leaves it the field for a time-out. */
  private stepDown(leader: NodeId | undefined): void {
    const { env, phase } = this;
    env.count('contention');
    env.cancelTimer('retransmission');
    this.followNobody();
    if (phase.kind !== 'leading') return;
    if (this.options.failureDetector === 'alive') this.deposed = phase.ballot;
    else env.cancelTimer('heartbeat');
    phase.giveBack(this, leader);
  }

  /** Longer from the second campaign on that fails: the network may be slow, or rivals meet again and again. */
  private randomTimeoutMs(): number {
    const [least, most] = this.options.electionMs;
    const patience = 1 << Math.min(3, Math.max(0, this.campaigns - 1));
    return (least + (most - least) * this.env.random()) * patience;
  }
}
