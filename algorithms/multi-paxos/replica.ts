/**
 * One node's part of Multi-Paxos: proposer, acceptor and learner in one (Paxos Made Simple §3). It asks its quorum
 * system which sets are quorums of phase 1 and of phase 2, and never what these are.
 */
import { unreachable } from '../assert.ts';
import { FIRST_SLOT, NO_OP, type Batch, type NodeId, type NodeSet, type Replica, type Saved } from '../contract.ts';
import type { CommonOptions, View } from '../contract.ts';
import { NO_BALLOT } from '../paxos/messages.ts';
import { allNodes, members, without } from '../quorum/node-set.ts';
import { chooseQuorum } from '../quorum/quorum-system.ts';
import { Acceptor } from './acceptor.ts';
import { Candidate } from './candidate.ts';
import { Following } from './following.ts';
import { Leader } from './leader.ts';
import { Learner } from './learner.ts';
import { nextBallot } from './messages.ts';
import type { Accept, Accepted, Heartbeat, Learned, Message, MultiPaxosEnv, MultiPaxosProtocol } from './messages.ts';
import type { Prepare, Promise1b, Rejected } from './messages.ts';
import { Patience } from './patience.ts';

export interface MultiPaxosOptions extends CommonOptions {
  /** What makes a follower campaign: `alive` the leader's silence; `ballot` also that its ballot is overtaken here. */
  readonly failureDetector: 'alive' | 'ballot';
}

export class MultiPaxosReplica implements Replica<MultiPaxosProtocol> {
  readonly env: MultiPaxosEnv;
  readonly options: MultiPaxosOptions;
  readonly others: NodeSet;

  // Persistent
  readonly acceptor: Acceptor;

  // Volatile
  readonly learner: Learner;
  phase: Following | Candidate | Leader = new Following(undefined, NO_BALLOT, FIRST_SLOT, 0);
  /** The highest ballot that a rejection named. */
  highestSeen = NO_BALLOT;
  /** `alive` only: the ballot in which this node led, until it hears of a newer leader. */
  deposed = NO_BALLOT;

  constructor(options: MultiPaxosOptions, env: MultiPaxosEnv) {
    this.env = env;
    this.options = options;
    this.others = without(allNodes(env.nodes), env.self);
    this.acceptor = new Acceptor(env);
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
        return this.sendHeartbeat();
      case 'retransmission':
        return this.retransmit();
      default:
        return unreachable(timer);
    }
  }

  onRequest(batch: Batch): void {
    const { phase } = this;
    if (phase.kind === 'leading') this.propose(phase, phase.nextSlot, batch);
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

  /** Phase 1a. The ballot is on stable storage before anyone hears of it: it is never used twice. */
  private campaign(): void {
    const { env, acceptor, learner } = this;
    env.count('election');
    const ballot = nextBallot(Math.max(acceptor.promised, this.highestSeen), env.self, env.nodes);
    const fromSlot = learner.firstUnchosen;
    this.phase = new Candidate(ballot, fromSlot, this.options.heartbeatMs);
    acceptor.promise(env.self, ballot, fromSlot);
    if (this.others !== 0) env.sendOnceDurable(this.others, { type: 'prepare', ballot, fromSlot });
    env.setTimer('election', this.randomTimeoutMs());
    env.setTimer('retransmission', this.phase.patienceMs);
  }

  private onPrepare(from: NodeId, { ballot, fromSlot }: Prepare): void {
    if (ballot < this.acceptor.promised) return this.reject(from, ballot);
    if (ballot > this.acceptor.promised) this.makeWay();
    this.acceptor.promise(from, ballot, fromSlot);
  }

  /** A candidate of a higher ballot gets a promise. It also gets time, but only once: no leader may come of it. */
  private makeWay(): void {
    const { phase } = this;
    if (phase.kind !== 'following') return this.stepDown();
    if (phase.leader !== undefined) {
      if (this.options.failureDetector === 'alive') return;
      phase.leader = undefined;
    }
    if (phase.gaveTime) return;
    phase.gaveTime = true;
    this.env.setTimer('election', phase.timeoutMs);
  }

  private onPromise(from: NodeId, { ballot, firstSlot, votes }: Promise1b): void {
    const { phase } = this;
    if (phase.kind !== 'preparing' || phase.ballot !== ballot) return;
    this.learner.forget(firstSlot);
    phase.onPromise(from, votes);
    if (this.options.quorums.isPhase1(phase.promises)) this.lead(phase);
  }

  private lead({ ballot, promises, reported }: Candidate): void {
    const { env, options, learner } = this;
    env.count('leader');
    learner.forgetAhead();
    const patience = new Patience(options.heartbeatMs, 2 * options.electionMs[1]);
    const leader = new Leader(ballot, learner.firstUnchosen, promises, patience);
    leader.asked = this.whomToAsk(promises);
    this.phase = leader;
    this.deposed = NO_BALLOT;
    env.cancelTimer('election');
    env.setTimer('retransmission', patience.waitMs);
    this.sendHeartbeat();
    // §3: proposes again what may have been chosen, the value of the highest ballot per slot, and no-ops in the gaps.
    while (leader.nextSlot < reported.end) {
      this.propose(leader, leader.nextSlot, reported.get(leader.nextSlot)?.batch ?? NO_OP);
    }
    leader.ownFrom = leader.nextSlot;
  }

  // Phase 2.

  /** Phase 2a. The accepts leave while this node's own acceptance is on its way to the disk. */
  private propose(leader: Leader, slot: number, batch: Batch): void {
    const { env, learner } = this;
    const { ballot } = leader;
    const chosenBelow = learner.firstUnchosen;
    leader.nextSlot = slot + 1;
    leader.accepted.set(slot, 0);
    if (leader.asked !== 0) env.send(leader.asked, { type: 'accept', ballot, slot, batch, chosenBelow });
    this.acceptor.accept(env.self, ballot, slot, batch, chosenBelow);
    if (!leader.patience.timing) leader.patience.proposed(slot, env.now());
  }

  private onAccept(from: NodeId, { ballot, slot, batch, chosenBelow }: Accept): void {
    if (ballot < this.acceptor.promised) return this.reject(from, ballot);
    const following = this.follow(from, ballot, chosenBelow);
    if (slot >= this.acceptor.votes.first) this.acceptor.accept(from, ballot, slot, batch, chosenBelow);
    this.learnVotes(following);
  }

  private onAccepted(from: NodeId, { ballot, slot }: Accepted): void {
    const { phase, learner } = this;
    if (phase.kind !== 'leading' || phase.ballot !== ballot || slot < phase.accepted.first) return;
    const accepted = phase.onAccepted(from, slot);
    if (slot < learner.firstUnchosen || !this.options.quorums.isPhase2(accepted)) return;
    if (phase.patience.isTimed(slot)) phase.patience.chosen(this.env.now());
    learner.learn(slot, this.acceptor.votes.get(slot)!.batch);
  }

  private sendHeartbeat(): void {
    const { env, phase } = this;
    const ballot = phase.kind === 'leading' ? phase.ballot : this.deposed;
    const chosenBelow = phase.kind === 'leading' ? this.learner.firstUnchosen : FIRST_SLOT;
    if (this.others !== 0) env.send(this.others, { type: 'heartbeat', ballot, chosenBelow });
    env.setTimer('heartbeat', this.options.heartbeatMs);
  }

  private onHeartbeat(from: NodeId, { ballot, chosenBelow }: Heartbeat): void {
    if (ballot < this.acceptor.promised) {
      const { phase } = this;
      const trusted = phase.kind === 'following' && phase.leader === from;
      if (trusted && this.options.failureDetector === 'alive') this.env.setTimer('election', phase.timeoutMs);
      return this.reject(from, ballot);
    }
    const following = this.follow(from, ballot, chosenBelow);
    this.acceptor.raise(ballot);
    this.learnVotes(following);
    this.askForMissing(following);
  }

  /** To all that have not answered: what was proposed a while ago and is not chosen. */
  private retransmit(): void {
    const { env, phase, learner } = this;
    if (phase.kind === 'preparing') return this.repeatPrepare(phase);
    if (phase.kind !== 'leading') return;
    const { ballot } = phase;
    const chosenBelow = learner.firstUnchosen;
    let repeated = false;
    for (let slot = chosenBelow; slot < phase.repeatBelow; slot++) {
      const silent = this.others & ~phase.accepted.get(slot)!;
      if (learner.chosen.get(slot) !== undefined || silent === 0) continue;
      const { batch } = this.acceptor.votes.get(slot)!;
      env.send(silent, { type: 'accept', ballot, slot, batch, chosenBelow });
      env.count('retransmission');
      repeated = true;
    }
    if (repeated) {
      phase.patience.repeated();
      phase.asked = this.whomToAsk(phase.answered);
      phase.answered = 0;
    }
    phase.repeatBelow = phase.nextSlot;
    env.setTimer('retransmission', phase.patience.waitMs);
  }

  private repeatPrepare(candidate: Candidate): void {
    const { env } = this;
    const silent = this.others & ~candidate.promises;
    if (silent !== 0) {
      env.send(silent, { type: 'prepare', ballot: candidate.ballot, fromSlot: this.learner.firstUnchosen });
      env.count('retransmission');
    }
    candidate.patienceMs *= 2;
    env.setTimer('retransmission', candidate.patienceMs);
  }

  /** Whom phase 2 asks: all, or, if thrifty, itself and who completes a phase-2 quorum, `preferred` first. */
  private whomToAsk(preferred: NodeSet): NodeSet {
    if (!this.options.thrifty) return this.others;
    const preference = [this.env.self, ...members(this.others & preferred), ...members(this.others & ~preferred)];
    return without(chooseQuorum(this.options.quorums.phase2, preference) ?? this.others, this.env.self);
  }

  // Followers.

  /** A leader of a ballot that is not below any promised here shows a sign of life. */
  private follow(leader: NodeId, ballot: number, chosenBelow: number): Following {
    let { phase } = this;
    if (phase.kind !== 'following') this.stepDown(leader);
    if (phase.kind !== 'following' || phase.ballot !== ballot || phase.leader !== leader) {
      phase = new Following(leader, ballot, chosenBelow, this.randomTimeoutMs());
      this.phase = phase;
      this.stopHeartbeats();
    } else if (chosenBelow > phase.chosenBelow) phase.chosenBelow = chosenBelow;
    this.env.setTimer('election', phase.timeoutMs);
    return phase;
  }

  private followNobody(): void {
    const timeoutMs = this.randomTimeoutMs();
    this.phase = new Following(undefined, NO_BALLOT, FIRST_SLOT, timeoutMs);
    this.env.setTimer('election', timeoutMs);
  }

  /** What is chosen, as the leader says, is what it proposed in its ballot: known here if accepted here in that ballot. */
  private learnVotes({ ballot, chosenBelow }: Following): void {
    const { learner, acceptor } = this;
    while (learner.firstUnchosen < chosenBelow) {
      const vote = acceptor.votes.get(learner.firstUnchosen);
      if (vote === undefined || vote.ballot !== ballot) return;
      learner.learn(learner.firstUnchosen, vote.batch);
    }
  }

  /** Asks for the first run of slots that are chosen, as the leader says, without this node knowing their values. */
  private askForMissing({ leader, ballot, chosenBelow }: Following): void {
    const { env, learner, acceptor } = this;
    const fromSlot = learner.firstUnchosen;
    if (leader === undefined || fromSlot >= chosenBelow) return;
    let belowSlot = fromSlot + 1;
    while (belowSlot < chosenBelow && acceptor.votes.get(belowSlot)?.ballot !== ballot) belowSlot++;
    env.send(1 << leader, { type: 'learn', fromSlot, belowSlot });
    env.count('catch-up');
  }

  private onLearned(message: Learned): void {
    const { phase } = this;
    // A leader says of its slots only what was chosen in its own ballot: followers take it for what they accepted then.
    if (phase.kind === 'leading' || !this.learner.onLearned(message)) return;
    this.env.persist(message);
    if (phase.kind !== 'following') return;
    this.learnVotes(phase);
    this.askForMissing(phase);
  }

  // Contention.

  private reject(from: NodeId, ballot: number): void {
    this.env.send(1 << from, { type: 'rejected', ballot, promised: this.acceptor.promised });
  }

  private onRejected({ ballot, promised }: Rejected): void {
    if (promised > this.highestSeen) this.highestSeen = promised;
    if (this.phase.kind !== 'following' && this.phase.ballot === ballot) this.stepDown();
  }

  /** Overtaken by another proposer: gives back all that it has pending, and the other some time. */
  private stepDown(leader?: NodeId): void {
    const { env, phase, learner, acceptor } = this;
    env.count('contention');
    env.cancelTimer('retransmission');
    this.followNobody();
    if (phase.kind !== 'leading') return;
    if (this.options.failureDetector === 'alive') this.deposed = phase.ballot;
    else env.cancelTimer('heartbeat');
    for (let slot = Math.max(phase.ownFrom, learner.firstUnchosen); slot < phase.nextSlot; slot++) {
      env.redirect(acceptor.votes.get(slot)!.batch, leader);
    }
  }

  private stopHeartbeats(): void {
    if (this.deposed === NO_BALLOT) return;
    this.deposed = NO_BALLOT;
    this.env.cancelTimer('heartbeat');
  }

  private randomTimeoutMs(): number {
    const [least, most] = this.options.electionMs;
    return least + (most - least) * this.env.random();
  }
}
