/**
 * Paxos with one rule broken each. A mutant is a replica behind an environment that lies to it, or a subclass of a role;
 * the observer is the true one.
 */
import type { CommonOptions } from '../../algorithms/contract.ts';
import type { PaxosEnv } from '../../algorithms/paxos/messages.ts';
import { Paxos } from '../../algorithms/paxos/paxos.ts';
import { Proposer } from '../../algorithms/paxos/proposer.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import {
  PassingEnv,
  ForgetfulDisk,
  HastyDisk,
  PromiseNotKept,
  NoBallotCheck,
  AcceptIsNoPromise,
  KeepsFirstValue,
  SilentPromise,
  BadChoice,
  CountsPromisesTwice,
  CountsAcceptsTwice,
} from './broken-roles.ts';

export interface Mutant {
  /** As in a table of seeded bugs. */
  readonly id: string;
  readonly about: string;
  /** Any of these may be the first to notice. */
  readonly caughtBy: readonly string[];
  readonly nodes: number;
  create(options: CommonOptions, env: PaxosEnv): Paxos;
}

function withRoles(options: CommonOptions, env: PaxosEnv, roles: Partial<Pick<Paxos, 'acceptor' | 'proposer'>>): Paxos {
  return Object.assign(new Paxos(options, env), roles);
}

function badChoice(choice: BadChoice['choice']): Mutant['create'] {
  return (options, env) =>
    withRoles(options, env, { proposer: Object.assign(new BadChoice(options, env), { choice }) });
}

const UNSAFE_PROPOSAL = ['SafeAt', 'P2c'];

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
    caughtBy: ['PromiseKept', ...UNSAFE_PROPOSAL],
    nodes: 3,
    create: (options, env) => new Paxos(options, new ForgetfulDisk(env, 'accepted')),
  },
  {
    id: 'P04',
    about: 'the round is not persisted, so that a later life uses a ballot again',
    caughtBy: ['OneValuePerBallot', 'PromiseKept', ...UNSAFE_PROPOSAL],
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
    caughtBy: ['OneValuePerBallot', ...UNSAFE_PROPOSAL],
    nodes: 3,
    create: (options, env) => withRoles(options, env, { acceptor: new KeepsFirstValue(env) }),
  },
  {
    id: 'P10',
    about: 'the promise omits the accepted value',
    caughtBy: UNSAFE_PROPOSAL,
    nodes: 3,
    create: (options, env) => new Paxos(options, new SilentPromise(env)),
  },
  {
    id: 'P11',
    about: 'adopts the value of the lowest ballot',
    caughtBy: UNSAFE_PROPOSAL,
    nodes: 5,
    create: badChoice('lowest'),
  },
  {
    id: 'P12',
    about: 'adopts the first value that is reported',
    caughtBy: UNSAFE_PROPOSAL,
    nodes: 5,
    create: badChoice('first'),
  },
  {
    id: 'P13',
    about: 'ignores what the promises report',
    caughtBy: UNSAFE_PROPOSAL,
    nodes: 3,
    create: badChoice('none'),
  },
  {
    id: 'P14',
    about: 'counts repeated promises of one acceptor',
    caughtBy: UNSAFE_PROPOSAL,
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
    caughtBy: ['ChosenBeforeLearned', 'Agreement', ...UNSAFE_PROPOSAL],
    nodes: 4,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(4, 2, 2) }, env),
  },
  {
    id: 'F01',
    about: 'the phase-2 quorum is one too small',
    caughtBy: ['ChosenBeforeLearned', ...UNSAFE_PROPOSAL],
    nodes: 5,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(5, 3, 2) }, env),
  },
  {
    id: 'F02',
    about: 'the phase-1 quorum is one too small',
    caughtBy: UNSAFE_PROPOSAL,
    nodes: 5,
    create: (options, env) => new Paxos({ ...options, quorums: countingSystem(5, 2, 3) }, env),
  },
  {
    id: 'M09',
    about: 'answers before the disk has what the answer rests on',
    caughtBy: ['PromiseKept', 'OneValuePerBallot', ...UNSAFE_PROPOSAL],
    nodes: 3,
    create: (options, env) => new Paxos(options, new HastyDisk(env)),
  },
];
