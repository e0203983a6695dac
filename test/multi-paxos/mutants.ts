/** Seeded bugs: each breaks one rule, and must be caught under the name of an invariant, or stop progress after healing. */
import type { Batch, NodeId } from '../../algorithms/contract.ts';
import { NO_OP } from '../../algorithms/contract.ts';
import type { Candidate } from '../../algorithms/multi-paxos/candidate.ts';
import { Leader } from '../../algorithms/multi-paxos/leader.ts';
import type { Message, MultiPaxosEnv, Promise1b, Vote } from '../../algorithms/multi-paxos/messages.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import type { MultiPaxosOptions, Roles } from '../../algorithms/multi-paxos/roles.ts';
import { NO_BALLOT } from '../../algorithms/paxos/messages.ts';

export type Create = (options: MultiPaxosOptions, env: MultiPaxosEnv) => MultiPaxosReplica;

export interface Mutant {
  readonly id: string;
  readonly bug: string;
  /** Names of invariants of which one must break; `progress`: requests or replicas are stuck after healing. */
  readonly caughtBy: readonly string[];
  readonly create?: Create;
  /** Replaces methods of the leader while the mutant runs. */
  readonly leader?: Partial<Pick<Leader, 'recover'>>;
}

/** A replica that treats a message in its own way first; `undefined` = as if it had not come. */
function hearing(change: (replica: MultiPaxosReplica, message: Message, from: NodeId) => Message | undefined): Create {
  class Mutated extends MultiPaxosReplica {
    override onMessage(from: NodeId, message: Message): void {
      const changed = change(this, message, from);
      if (changed !== undefined) super.onMessage(from, changed);
    }
  }
  return (options, env) => new Mutated(options, env);
}

/** A replica whose promises report what `select` leaves of its votes. */
function reporting(
  select: (votes: readonly Vote[], replica: MultiPaxosReplica, fromSlot: number) => readonly Vote[],
): Create {
  return (options, env) => {
    const replica = new MultiPaxosReplica(options, env);
    replica.acceptor.promise = (to, ballot, fromSlot) => {
      replica.acceptor.raise(ballot);
      const { first } = replica.acceptor.votes;
      const votes = replica.acceptor.votes.items.filter(
        (vote) => vote !== undefined && vote.slot >= fromSlot,
      ) as Vote[];
      env.sendOnceDurable(1 << to, {
        type: 'promise',
        ballot,
        firstSlot: first,
        votes: select(votes, replica, fromSlot),
      });
    };
    return replica;
  };
}

/** A replica whose environment differs in some verbs. */
function inWorld(change: (env: MultiPaxosEnv) => Partial<MultiPaxosEnv>): Create {
  return (options, env) => new MultiPaxosReplica(options, withVerbs(env, change(env)));
}

function withVerbs(env: MultiPaxosEnv, verbs: Partial<MultiPaxosEnv>): MultiPaxosEnv {
  return {
    self: env.self,
    nodes: env.nodes,
    send: (to, message) => env.send(to, message),
    persist: (record) => env.persist(record),
    checkpoint: (records) => env.checkpoint(records),
    sendOnceDurable: (to, message) => env.sendOnceDurable(to, message),
    setTimer: (timer, ms, key) => env.setTimer(timer, ms, key),
    cancelTimer: (timer, key) => env.cancelTimer(timer, key),
    random: () => env.random(),
    now: () => env.now(),
    commit: (slot, batch) => env.commit(slot, batch),
    redirect: (batch, leader) => env.redirect(batch, leader),
    count: (event) => env.count(event),
    ...verbs,
  };
}

/** A replica with another acceptance rule. */
function accepting(
  change: (replica: MultiPaxosReplica, accept: () => boolean, ballot: number, slot: number) => boolean,
): Create {
  return (options, env) => {
    const replica = new MultiPaxosReplica(options, env);
    const accept = replica.acceptor.accept.bind(replica.acceptor);
    replica.acceptor.accept = (to, ballot, slot, batch, chosenBelow) =>
      change(replica, () => accept(to, ballot, slot, batch, chosenBelow), ballot, slot);
    return replica;
  };
}

/** The reports that `phase` should take up of a promise. */
function adopting(take: (vote: Vote, known: Vote | undefined) => boolean): Create {
  return hearing(({ phase }, message) => {
    if (message.type !== 'promise' || phase.kind !== 'preparing') return message;
    const votes = message.votes.filter((vote) => take(vote, phase.reported.get(vote.slot)));
    // The replica takes the higher ballot: without the one it knows it takes this.
    for (const vote of votes) if (vote.slot >= phase.reported.first) phase.reported.set(vote.slot, undefined);
    return { ...message, votes } satisfies Promise1b;
  });
}

const ANY_SAFETY = ['PromiseKept', 'SafeAt', 'P2c', 'OneValuePerBallot', 'ChosenBeforeLearned', 'Agreement'];

export const mutants: readonly Mutant[] = [
  {
    id: 'P01',
    bug: 'a promise is not on stable storage',
    caughtBy: ['PromiseKept', 'OneValuePerBallot'],
    create: inWorld((env) => ({ persist: (record) => record.type !== 'promised' && env.persist(record) })),
  },
  {
    id: 'P02',
    bug: 'an accepted value is not on stable storage',
    caughtBy: ['SafeAt', 'P2c', 'PromiseKept'],
    create: inWorld((env) => ({
      persist: (record) =>
        env.persist(record.type === 'vote' ? { type: 'promised', ballot: record.ballot, firstSlot: 1 } : record),
    })),
  },
  {
    id: 'P06',
    bug: 'a promise is sent and not kept',
    caughtBy: ['PromiseKept'],
    create: (options, env) => {
      const replica = new MultiPaxosReplica(options, env);
      replica.acceptor.raise = () => undefined;
      return replica;
    },
  },
  {
    id: 'P07',
    bug: 'an acceptor accepts without looking at its promise',
    caughtBy: ['PromiseKept'],
    create: hearing(({ acceptor }, message) => {
      if (message.type === 'accept' && message.ballot < acceptor.promised) acceptor.promised = message.ballot;
      return message;
    }),
  },
  {
    id: 'P08',
    bug: 'to accept is not to promise',
    caughtBy: ['PromiseKept', 'OneValuePerBallot'],
    create: accepting((replica, accept) => {
      const { promised } = replica.acceptor;
      const isNew = accept();
      replica.acceptor.promised = promised;
      return isNew;
    }),
  },
  {
    id: 'P09',
    bug: 'an acceptor keeps the first value that it accepted',
    caughtBy: ['SafeAt', 'OneValuePerBallot', 'Agreement'],
    create: accepting((replica, accept, _ballot, slot) => {
      const first = replica.acceptor.votes.get(slot);
      const isNew = accept();
      if (first !== undefined) replica.acceptor.votes.set(slot, first);
      return isNew;
    }),
  },
  { id: 'P10', bug: 'a promise reports nothing', caughtBy: ['SafeAt', 'P2c'], create: reporting(() => []) },
  {
    id: 'P11',
    bug: 'a new leader adopts the value of the lowest ballot',
    caughtBy: ['SafeAt', 'P2c'],
    create: adopting((vote, known) => known === undefined || vote.ballot < known.ballot),
  },
  {
    id: 'P12',
    bug: 'a new leader adopts the first value reported',
    caughtBy: ['SafeAt', 'P2c'],
    create: adopting((_vote, known) => known === undefined),
  },
  {
    id: 'P13',
    bug: 'a new leader ignores the reports',
    caughtBy: ['SafeAt', 'P2c'],
    create: adopting(() => false),
  },
  {
    id: 'M02',
    bug: 'a new leader does not fill gaps',
    caughtBy: ['progress'],
    leader: {
      recover(this: Leader, roles: Roles, { reported }: Candidate) {
        for (; this.nextSlot < reported.end;) {
          const vote = reported.get(this.nextSlot);
          if (vote !== undefined) this.propose(roles, vote.batch);
          else this.accepted.set(this.nextSlot++, -1);
        }
        this.ownFrom = this.nextSlot;
        roles.env.setTimer('retransmission', this.patience.waitMs);
      },
    },
  },
  {
    id: 'M03',
    bug: 'a replica executes past a gap',
    caughtBy: ['AppliedPrefix'],
    create: (options, env) => {
      const replica = new MultiPaxosReplica(options, env);
      const { learner } = replica;
      const learn = learner.learn.bind(learner);
      learner.learn = (slot: number, batch: Batch) => {
        if (slot > learner.firstUnchosen) learner.firstUnchosen = slot;
        learn(slot, batch);
      };
      return replica;
    },
  },
  {
    id: 'M04',
    bug: "a new leader's next slot is the first that it has not executed",
    caughtBy: ['OneValuePerBallot'],
    leader: {
      recover(this: Leader, roles: Roles, { reported }: Candidate) {
        while (this.nextSlot < reported.end) this.propose(roles, reported.get(this.nextSlot)?.batch ?? NO_OP);
        this.nextSlot = roles.learner.firstUnchosen;
        this.ownFrom = this.nextSlot;
        roles.env.setTimer('retransmission', this.patience.waitMs);
      },
    },
  },
  {
    id: 'M05',
    bug: 'a promise reports the last slot only',
    caughtBy: ['SafeAt', 'P2c'],
    create: reporting((votes) => votes.slice(-1)),
  },
  {
    id: 'M06',
    bug: 'a promise leaves out what the acceptor knows to be chosen',
    caughtBy: ['SafeAt', 'P2c'],
    create: reporting((votes, { learner }) => votes.filter(({ slot }) => slot >= learner.firstUnchosen)),
  },
  {
    id: 'M07',
    bug: 'a new leader writes no-ops over what was reported',
    caughtBy: ['SafeAt', 'P2c'],
    leader: {
      recover(this: Leader, roles: Roles, { reported }: Candidate) {
        while (this.nextSlot < reported.end) this.propose(roles, NO_OP);
        this.ownFrom = this.nextSlot;
        roles.env.setTimer('retransmission', this.patience.waitMs);
      },
    },
  },
  {
    id: 'M09',
    bug: 'an acceptor answers before its disk, half of the time',
    caughtBy: ['PromiseKept', 'SafeAt', 'OneValuePerBallot'],
    create: inWorld((env) => ({
      sendOnceDurable: (to, message) => (env.random() < 0.5 ? env.send(to, message) : env.sendOnceDurable(to, message)),
    })),
  },
  {
    id: 'M11',
    bug: 'a leader takes a rejection for an acceptance',
    caughtBy: ['ChosenBeforeLearned'],
    create: hearing(({ phase, learner }, message) =>
      message.type === 'rejected' && phase.kind === 'leading' && learner.firstUnchosen < phase.nextSlot
        ? { type: 'accepted', ballot: phase.ballot, slot: learner.firstUnchosen }
        : message,
    ),
  },
  {
    id: 'M12',
    bug: 'a checkpoint keeps the log and loses the promise',
    caughtBy: ['PromiseKept', 'OneValuePerBallot'],
    create: inWorld((env) => ({
      checkpoint: (records) =>
        env.checkpoint(
          records.map((record) => (record.type === 'promised' ? { ...record, ballot: NO_BALLOT } : record)),
        ),
    })),
  },
  {
    id: 'M13',
    bug: 'a promise reports the first slot only, and is taken for all',
    caughtBy: ['SafeAt', 'P2c'],
    create: reporting((votes, _replica, fromSlot) => votes.filter(({ slot }) => slot === fromSlot)),
  },
  {
    id: 'M14',
    bug: 'a follower takes what is chosen for what it accepted, whatever the ballot',
    caughtBy: ['ChosenBeforeLearned', 'Agreement'],
    create: hearing((replica, message) => {
      const { acceptor, learner } = replica;
      if (message.type === 'heartbeat' && message.ballot >= acceptor.promised && replica.phase.kind === 'following') {
        while (learner.firstUnchosen < message.chosenBelow) {
          const vote = acceptor.votes.get(learner.firstUnchosen);
          if (vote === undefined) break;
          learner.learn(vote.slot, vote.batch);
        }
      }
      return message;
    }),
  },
  {
    id: 'M15',
    bug: 'what was learned survives as a promise that nothing was accepted',
    caughtBy: ANY_SAFETY,
    create: (options, env) => {
      const replica = new MultiPaxosReplica(options, env);
      const { votes } = replica.acceptor;
      const forget = replica.learner.learn.bind(replica.learner);
      replica.learner.learn = (slot, batch) => {
        forget(slot, batch);
        if (replica.phase.kind === 'following' && slot >= votes.first && slot < votes.end) votes.set(slot, undefined);
      };
      return replica;
    },
  },
];

/** Changes that break no rule: none may raise an alarm. */
export const equivalents: readonly Mutant[] = [
  {
    id: 'E6',
    bug: 'a leader proposes no-ops now and then',
    caughtBy: [],
    create: (options, env) => {
      class Mutated extends MultiPaxosReplica {
        override onTimer(timer: 'election' | 'heartbeat' | 'retransmission'): void {
          super.onTimer(timer);
          if (timer === 'heartbeat' && this.phase.kind === 'leading' && env.random() < 0.1)
            this.phase.propose(this, NO_OP);
        }
      }
      return new Mutated(options, env);
    },
  },
  {
    id: 'E8',
    bug: 'every accept is sent twice',
    caughtBy: [],
    create: inWorld((env) => ({
      send: (to, message) => {
        env.send(to, message);
        if (message.type === 'accept') env.send(to, message);
      },
    })),
  },
];

/** Runs `body` with the mutant's leader in place of the real one. */
export function withLeader(mutant: Mutant, body: () => void): void {
  const original = Object.getOwnPropertyDescriptor(Leader.prototype, 'recover')!;
  Object.assign(Leader.prototype, mutant.leader);
  try {
    body();
  } finally {
    Object.defineProperty(Leader.prototype, 'recover', original);
  }
}
