/** Roles and environments that break one rule each. */
import type { NodeId, NodeSet } from '../../algorithms/contract.ts';
import { Acceptor } from '../../algorithms/paxos/acceptor.ts';
import { NO_BALLOT, type AcceptMessage, type PrepareMessage } from '../../algorithms/paxos/messages.ts';
import type {
  AcceptedMessage,
  PaxosEnv,
  PaxosMessage,
  PaxosProtocol,
  PaxosRecord,
  PromiseMessage,
} from '../../algorithms/paxos/messages.ts';
import { Proposer } from '../../algorithms/paxos/proposer.ts';

/** Hands every call on; a mutant overrides what it breaks. */
export class PassingEnv implements PaxosEnv {
  readonly env: PaxosEnv;
  readonly self: NodeId;
  readonly nodes: number;

  constructor(env: PaxosEnv) {
    this.env = env;
    this.self = env.self;
    this.nodes = env.nodes;
  }
  send(to: NodeSet, message: PaxosMessage): void {
    this.env.send(to, message);
  }
  persist(record: PaxosRecord): void {
    this.env.persist(record);
  }
  checkpoint(records: readonly PaxosRecord[]): void {
    this.env.checkpoint(records);
  }
  sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    this.env.sendOnceDurable(to, message);
  }
  setTimer(timer: PaxosProtocol['Timer'], ms: number, key?: number): void {
    this.env.setTimer(timer, ms, key);
  }
  cancelTimer(timer: PaxosProtocol['Timer'], key?: number): void {
    this.env.cancelTimer(timer, key);
  }
  random(): number {
    return this.env.random();
  }
  now(): number {
    return this.env.now();
  }
  commit(slot: number, batch: Parameters<PaxosEnv['commit']>[1]): void {
    this.env.commit(slot, batch);
  }
  redirect(batch: Parameters<PaxosEnv['redirect']>[0], leader: NodeId | undefined): void {
    this.env.redirect(batch, leader);
  }
  count(event: Parameters<PaxosEnv['count']>[0]): void {
    this.env.count(event);
  }
}

export class ForgetfulDisk extends PassingEnv {
  readonly lost: PaxosRecord['type'];
  constructor(env: PaxosEnv, lost: PaxosRecord['type']) {
    super(env);
    this.lost = lost;
  }
  override persist(record: PaxosRecord): void {
    if (record.type !== this.lost) this.env.persist(record);
  }
}

export class HastyDisk extends PassingEnv {
  override sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    this.env.send(to, message);
  }
}

export class PromiseNotKept extends Acceptor {
  override onPrepare(from: NodeId, message: PrepareMessage): void {
    const before = this.slots.get(message.slot)?.promised ?? NO_BALLOT;
    super.onPrepare(from, message);
    const state = this.slots.get(message.slot);
    if (state !== undefined) state.promised = before;
  }
}

export class NoBallotCheck extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const state = this.slots.get(message.slot);
    if (state !== undefined && state.acceptedBallot < message.ballot) state.promised = message.ballot;
    super.onAccept(from, message);
  }
}

export class AcceptIsNoPromise extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const before = this.slots.get(message.slot)?.promised ?? NO_BALLOT;
    super.onAccept(from, message);
    const state = this.slots.get(message.slot);
    if (state !== undefined) state.promised = before;
  }
}

export class KeepsFirstValue extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const state = this.slots.get(message.slot);
    const first = state !== undefined && state.acceptedBallot !== NO_BALLOT ? state.acceptedValue : message.value;
    super.onAccept(from, message);
    const now = this.slots.get(message.slot);
    if (now !== undefined) now.acceptedValue = first;
  }
}

export class SilentPromise extends PassingEnv {
  override sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    if (message.type !== 'promise') return this.env.sendOnceDurable(to, message);
    this.env.sendOnceDurable(to, { ...message, acceptedBallot: NO_BALLOT, acceptedValue: [] });
  }
}

/** Takes the lowest report, or the first, or none. */
export class BadChoice extends Proposer {
  choice: 'lowest' | 'first' | 'none' = 'none';

  override onPromise(from: NodeId, message: PromiseMessage): void {
    const phase = this.proposals.get(message.slot)?.phase;
    const isOpen = phase?.kind === 'preparing' && phase.ballot === message.ballot;
    if (!isOpen || message.acceptedBallot === NO_BALLOT) return super.onPromise(from, message);
    if (this.choice === 'none') {
      return super.onPromise(from, { ...message, acceptedBallot: NO_BALLOT, acceptedValue: [] });
    }
    const known = phase.acceptedBallot;
    const keeps = known !== NO_BALLOT && (this.choice === 'first' || known <= message.acceptedBallot);
    if (!keeps) {
      phase.acceptedBallot = NO_BALLOT;
      return super.onPromise(from, message);
    }
    super.onPromise(from, { ...message, acceptedBallot: known, acceptedValue: phase.acceptedValue });
  }
}

/** Counts messages where it should count acceptors: a repeated answer is taken for that of the next node. */
export class CountsPromisesTwice extends Proposer {
  override onPromise(from: NodeId, message: PromiseMessage): void {
    const phase = this.proposals.get(message.slot)?.phase;
    const isRepeated = phase?.kind === 'preparing' && (phase.promises & (1 << from)) !== 0;
    super.onPromise(isRepeated ? (from + 1) % this.env.nodes : from, message);
  }
}

export class CountsAcceptsTwice extends Proposer {
  override onAccepted(from: NodeId, message: AcceptedMessage): ReturnType<Proposer['onAccepted']> {
    const phase = this.proposals.get(message.slot)?.phase;
    const isRepeated = phase?.kind === 'accepting' && (phase.accepts & (1 << from)) !== 0;
    return super.onAccepted(isRepeated ? (from + 1) % this.env.nodes : from, message);
  }
}
