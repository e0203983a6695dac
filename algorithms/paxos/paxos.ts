/**
 * Paxos without a leader: the Synod of *The Part-Time Parliament* §2, as told in *Paxos Made Simple* §2.2-2.3, once per
 * slot of the log. Every replica is acceptor, learner, and proposer for the clients at it. Start reading here.
 */
import { paxosLegality } from '../quorum/legality.ts';
import { unreachable } from '../assert.ts';
import {
  FIRST_SLOT,
  NO_OP,
  type Algorithm,
  type Batch,
  type CommonOptions,
  type NodeId,
  type Replica,
  type Saved,
  type View,
} from '../contract.ts';
import { Acceptor } from './acceptor.ts';
import { PaxosObserver } from './invariants.ts';
import { Learner } from './learner.ts';
import { sizeOfMessage, sizeOfRecord, vocabulary } from './messages.ts';
import type { LearnedMessage, PaxosEnv, PaxosMessage, PaxosProtocol, PaxosRecord } from './messages.ts';
import { Proposer } from './proposer.ts';

/** Nothing beside what all algorithms are given. `firstLeader` says nothing to a protocol without leader. */
export type PaxosOptions = CommonOptions;

export class Paxos implements Replica<PaxosProtocol> {
  readonly env: PaxosEnv;
  readonly options: PaxosOptions;
  readonly acceptor: Acceptor;
  readonly proposer: Proposer;
  readonly learner: Learner;

  constructor(options: PaxosOptions, env: PaxosEnv) {
    this.env = env;
    this.options = options;
    this.acceptor = new Acceptor(env);
    this.proposer = new Proposer(options, env);
    this.learner = new Learner(options, env);
  }

  start(saved: Saved<PaxosProtocol>): void {
    let round = 0;
    for (const record of saved.records) {
      if (record.type === 'round') round = record.round;
      else this.acceptor.restore(record);
    }
    this.proposer.start(round);
    this.learner.start(saved.slot, saved.slot > FIRST_SLOT || saved.records.length > 0);
    // Heartbeats of different nodes need not coincide.
    this.env.setTimer('heartbeat', this.options.heartbeatMs * this.env.random());
  }

  onRequest(batch: Batch): void {
    this.proposer.propose(batch, 0, this.learner);
  }

  onMessage(from: NodeId, message: PaxosMessage): void {
    if (this.proposer.thrift.suspects !== 0) this.proposer.thrift.heardFrom(from);
    switch (message.type) {
      case 'prepare':
        if (!this.tellIfChosen(from, message.slot)) this.acceptor.onPrepare(from, message);
        return;
      case 'promise':
        return this.proposer.onPromise(from, message);
      case 'accept':
        if (!this.tellIfChosen(from, message.slot)) this.acceptor.onAccept(from, message);
        return;
      case 'accepted': {
        const value = this.proposer.onAccepted(from, message);
        if (value === undefined) return;
        this.learner.announce(message.slot, value);
        this.learn(this.env.self, message.slot, value);
        return;
      }
      case 'rejected':
        return this.proposer.onRejected(message);
      case 'chosen':
        this.learn(from, message.slot, message.value);
        return;
      case 'chosenUpTo':
        return this.learner.onChosenUpTo(from, message);
      case 'learn':
        return this.learner.onLearn(from, message);
      case 'learned':
        return this.onLearned(from, message);
      default:
        unreachable(message);
    }
  }

  onTimer(timer: PaxosProtocol['Timer'], key: number | undefined): void {
    if (timer === 'backOff') {
      if (key !== undefined) this.proposer.onBackOffOver(key);
      return;
    }
    this.proposer.repeatUnanswered(this.learner.nextSlot);
    this.closeGaps();
    this.learner.announceProgress();
    this.env.setTimer('heartbeat', this.options.heartbeatMs);
  }

  forget(slot: number): void {
    this.acceptor.forget(slot);
    this.proposer.forget(slot);
    this.learner.forget(slot);
    const records: PaxosRecord[] = [{ type: 'round', round: this.proposer.round }];
    this.env.checkpoint(records.concat(this.acceptor.recordsToKeep()));
  }

  view(): View {
    const ballot = this.proposer.round * this.env.nodes + this.env.self;
    return { leader: undefined, ballot, nextSlot: this.learner.nextSlot };
  }

  /** Once a value is chosen there is no point in voting: to say so is the better answer to a late proposer. */
  private tellIfChosen(from: NodeId, slot: number): boolean {
    const value = this.learner.chosen.get(slot);
    if (value === undefined) return false;
    if (from !== this.env.self) this.env.send(1 << from, { type: 'chosen', slot, value });
    return true;
  }

  /** The batch that loses the slot moves on to a later one. Returns whether this was news. */
  private learn(from: NodeId, slot: number, value: Batch): boolean {
    if (!this.learner.learn(from, slot, value)) return false;
    const loser = this.proposer.onChosen(slot, value);
    if (loser !== undefined) this.proposer.propose(loser.batch, loser.losses + 1, this.learner);
    return true;
  }

  private onLearned(from: NodeId, message: LearnedMessage): void {
    let isNews = false;
    for (let i = 0; i < message.values.length; i++) {
      if (this.learn(from, message.slot + i, message.values[i]!)) isNews = true;
    }
    if (isNews) this.learner.onCaughtUp(from, message);
  }

  /** §3 end, Part-Time Parliament §3.1: fills gaps with no-ops. Phase 1 finds the value, where there is one. */
  private closeGaps(): void {
    const upTo = this.learner.closeGaps(this.acceptor.acceptedUpTo, this.proposer.pace.roundTripMs);
    for (let slot = this.learner.nextSlot; slot < upTo; slot++) {
      if (this.learner.isChosen(slot) || this.proposer.proposals.get(slot) !== undefined) continue;
      this.proposer.proposeIn(slot, NO_OP, 0);
    }
  }
}

/** Classic Paxos, with any quorums of which each of phase 1 meets each of phase 2. */
export const paxos: Algorithm<PaxosProtocol, PaxosOptions, Paxos> = {
  name: 'paxos',
  title: 'Paxos',
  about: 'Single-decree Paxos for every slot: any replica proposes, in two phases each time',
  differs: [
    'It has no leader: every replica proposes for the clients at it, both phases each time, so the options of leaders (the first leader, heartbeats of a leader) have nothing to act on.',
    'Contention is resolved by randomised back-off from measured round trips, capped at the shortest election time-out; a batch that lost slots starts its next one in a higher round.',
  ],
  order: 'total',
  leader: false,
  options: {},
  vocabulary,
  legality: paxosLegality,
  create: (options, env) => new Paxos(options, env),
  sizeOf: sizeOfMessage,
  sizeOfRecord,
  observe: (options, nodes) => new PaxosObserver(options, nodes),
};
