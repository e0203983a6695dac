/**
 * Paxos with one rule broken each. A mutant is a replica behind an environment that lies to it, or a subclass of a role;
 * the observer is the true one.
 */
import type { CommonOptions, NodeId, NodeSet } from '../../algorithms/contract.ts';
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
import { Paxos } from '../../algorithms/paxos/paxos.ts';
import { Proposer } from '../../algorithms/paxos/proposer.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';

export interface Mutant {
  /** As in a table of seeded bugs. */
  readonly id: string;
  readonly about: string;
  /** Any of these may be the first to notice. */
  readonly caughtBy: readonly string[];
  readonly nodes: number;
  create(options: CommonOptions, env: PaxosEnv): Paxos;
}

/** Hands every call on; a mutant overrides what it breaks. */
class PassingEnv implements PaxosEnv {
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

class ForgetfulDisk extends PassingEnv {
  readonly lost: PaxosRecord['type'];
  constructor(env: PaxosEnv, lost: PaxosRecord['type']) {
    super(env);
    this.lost = lost;
  }
  override persist(record: PaxosRecord): void {
    if (record.type !== this.lost) this.env.persist(record);
  }
}

class HastyDisk extends PassingEnv {
  override sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    this.env.send(to, message);
  }
}

class PromiseNotKept extends Acceptor {
  override onPrepare(from: NodeId, message: PrepareMessage): void {
    const before = this.slots.get(message.slot)?.promised ?? NO_BALLOT;
    super.onPrepare(from, message);
    const state = this.slots.get(message.slot);
    if (state !== undefined) state.promised = before;
  }
}

class NoBallotCheck extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const state = this.slots.get(message.slot);
    if (state !== undefined && state.acceptedBallot < message.ballot) state.promised = message.ballot;
    super.onAccept(from, message);
  }
}

class AcceptIsNoPromise extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const before = this.slots.get(message.slot)?.promised ?? NO_BALLOT;
    super.onAccept(from, message);
    const state = this.slots.get(message.slot);
    if (state !== undefined) state.promised = before;
  }
}

class KeepsFirstValue extends Acceptor {
  override onAccept(from: NodeId, message: AcceptMessage): void {
    const state = this.slots.get(message.slot);
    const first = state !== undefined && state.acceptedBallot !== NO_BALLOT ? state.acceptedValue : message.value;
    super.onAccept(from, message);
    const now = this.slots.get(message.slot);
    if (now !== undefined) now.acceptedValue = first;
  }
}

class SilentPromise extends PassingEnv {
  override sendOnceDurable(to: NodeSet, message: PaxosMessage): void {
    if (message.type !== 'promise') return this.env.sendOnceDurable(to, message);
    this.env.sendOnceDurable(to, { ...message, acceptedBallot: NO_BALLOT, acceptedValue: [] });
  }
}

/** Takes the lowest report, or the first, or none. */
class BadChoice extends Proposer {
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
class CountsPromisesTwice extends Proposer {
  override onPromise(from: NodeId, message: PromiseMessage): void {
    const phase = this.proposals.get(message.slot)?.phase;
    const isRepeated = phase?.kind === 'preparing' && (phase.promises & (1 << from)) !== 0;
    super.onPromise(isRepeated ? (from + 1) % this.env.nodes : from, message);
  }
}

class CountsAcceptsTwice extends Proposer {
  override onAccepted(from: NodeId, message: AcceptedMessage): ReturnType<Proposer['onAccepted']> {
    const phase = this.proposals.get(message.slot)?.phase;
    const isRepeated = phase?.kind === 'accepting' && (phase.accepts & (1 << from)) !== 0;
    return super.onAccepted(isRepeated ? (from + 1) % this.env.nodes : from, message);
  }
}

function withRoles(options: CommonOptions, env: PaxosEnv, roles: Partial<Pick<Paxos, 'acceptor' | 'proposer'>>): Paxos {
  return Object.assign(new Paxos(options, env), roles);
}

function badChoice(choice: BadChoice['choice']): Mutant['create'] {
  return (options, env) =>
    withRoles(options, env, { proposer: Object.assign(new BadChoice(options, env), { choice }) });
}

const OBSOLETE = ['SafeAt', 'P2c'];

export const MUTANTS: readonly Mutant[] = [
  {
    id: 'P01',
    about: 'the promise is not persisted',
    caughtBy: ['PromiseKept'],
    nodes: 3,
    create: (options, env) => new Paxos(options, new ForgetfulDisk(env, 'promised')),
  },
  {
    id: 'P02',
    about: 'the accepted proposal is not persisted',
    caughtBy: ['PromiseKept', ...OBSOLETE],
    nodes: 3,
    create: (options, env) => new Paxos(options, new ForgetfulDisk(env, 'accepted')),
  },
  {
    id: 'P04',
    about: 'the round is not persisted, so that a later life uses a ballot again',
    caughtBy: ['OneValuePerBallot', 'PromiseKept', ...OBSOLETE],
    nodes: 3,
    create: (options, env) => new Paxos(options, new ForgetfulDisk(env, 'round')),
  },
  {
    id: 'P05',
    about: 'ballots without the node: ties between proposers',
    caughtBy: ['OneValuePerBallot'],
    nodes: 3,
    create: (options, env) => {
      const proposer = new Proposer(options, Object.assign(new PassingEnv(env), { self: 0 }));
      return withRoles(options, env, { proposer });
    },
  },
  {
    id: 'P06',
    about: 'the promise is sent but not remembered',
    caughtBy: ['PromiseKept'],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { acceptor: new PromiseNotKept(env) }),
  },
  {
    id: 'P07',
    about: 'accepts without looking at the ballot',
    caughtBy: ['PromiseKept'],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { acceptor: new NoBallotCheck(env) }),
  },
  {
    id: 'P08',
    about: 'to accept does not raise the promise',
    caughtBy: ['PromiseKept'],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { acceptor: new AcceptIsNoPromise(env) }),
  },
  {
    id: 'P09',
    about: 'the acceptor keeps the first value that it accepted',
    caughtBy: ['OneValuePerBallot', ...OBSOLETE],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { acceptor: new KeepsFirstValue(env) }),
  },
  {
    id: 'P10',
    about: 'the promise omits the accepted value',
    caughtBy: OBSOLETE,
    nodes: 3,
    create: (options, env) => new Paxos(options, new SilentPromise(env)),
  },
  {
    id: 'P11',
    about: 'adopts the value of the lowest ballot',
    caughtBy: OBSOLETE,
    nodes: 5,
    create: badChoice('lowest'),
  },
  {
    id: 'P12',
    about: 'adopts the first value that is reported',
    caughtBy: OBSOLETE,
    nodes: 5,
    create: badChoice('first'),
  },
  {
    id: 'P13',
    about: 'ignores what the promises report',
    caughtBy: OBSOLETE,
    nodes: 3,
    create: badChoice('none'),
  },
  {
    id: 'P14',
    about: 'counts repeated promises of one acceptor',
    caughtBy: OBSOLETE,
    nodes: 3,
    create: (options, env) => withRoles(options, env, { proposer: new CountsPromisesTwice(options, env) }),
  },
  {
    id: 'P15',
    about: 'counts repeated accepts of one acceptor',
    caughtBy: ['ChosenBeforeLearned'],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { proposer: new CountsAcceptsTwice(options, env) }),
  },
  {
    id: 'P16',
    about: 'half of an even number is taken for a majority',
    caughtBy: ['ChosenBeforeLearned', 'Agreement', ...OBSOLETE],
    nodes: 4,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(4, 2, 2) }, env),
  },
  {
    id: 'F01',
    about: 'the phase-2 quorum is one too small',
    caughtBy: ['ChosenBeforeLearned', ...OBSOLETE],
    nodes: 5,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(5, 3, 2) }, env),
  },
  {
    id: 'F02',
    about: 'the phase-1 quorum is one too small',
    caughtBy: OBSOLETE,
    nodes: 5,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(5, 2, 3) }, env),
  },
  {
    id: 'M09',
    about: 'answers before the disk has what the answer rests on',
    caughtBy: ['PromiseKept', 'OneValuePerBallot', ...OBSOLETE],
    nodes: 3,
    create: (options, env) => new Paxos(options, new HastyDisk(env)),
  },
];
