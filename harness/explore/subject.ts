/** What the user asks to explore, made into a model: one of ours under its bounds, or a published one. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import { allNodes } from '../../algorithms/quorum/node-set.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { algorithmNamed, algorithms } from '../../algorithms/registry.ts';
import { closestTo } from '../trial/did-you-mean.ts';
import { UserError } from '../user-error.ts';
import type { Model } from './model.ts';
import { PaxosSpecification } from './models/paxos-specification.ts';
import { StaterightPaxos } from './models/stateright-paxos.ts';
import { Replicas, type ReplicaBounds } from './replicas.ts';

export interface Subject {
  readonly nodes: number;
  readonly quorums: string;
  readonly values: number;
  /** Ballots of a published model; of our algorithms the highest ballot or term. */
  readonly ballots: number | undefined;
  /** Explore quorums that the algorithm must not run with. */
  readonly unsafeQuorums: boolean;
}

/** Of our algorithms only. */
export interface ReplicaSubject extends Subject {
  readonly algorithm: string;
  readonly requests: number;
  readonly timeouts: number;
  readonly restarts: number;
  readonly disk: ReplicaBounds['disk'];
  /** Nodes that clients ask and whose timers fire; all, if left out. */
  readonly active: readonly number[] | undefined;
  readonly timers: readonly string[] | undefined;
  /** Types of messages that are always lost. */
  readonly lost: readonly string[];
}

/** A ballot that no bound reaches. */
const ANY_BALLOT = Number.MAX_SAFE_INTEGER;

/** @throws UserError */
export function replicasOf(subject: ReplicaSubject): Replicas {
  const algorithm = algorithmOf(subject.algorithm);
  const quorums = quorumsOf(subject);
  const refusal = subject.unsafeQuorums ? undefined : algorithm.legality(quorums);
  if (refusal !== undefined) throw new UserError(`${refusal.message}; --unsafe-quorums explores what comes of it`);
  const stranger = subject.active?.find((node) => node >= subject.nodes);
  if (stranger !== undefined) {
    throw new UserError(`node ${stranger} is none of ${subject.nodes} nodes; they are 0 … ${subject.nodes - 1}`);
  }
  for (const timer of subject.timers ?? []) checkName(algorithm, 'timer', timer);
  for (const type of subject.lost) checkName(algorithm, 'message', type);
  const active = subject.active?.reduce((set, node) => set | (1 << node), 0) ?? allNodes(subject.nodes);
  return new Replicas(algorithm, quorums, {
    values: subject.values,
    requestsPerNode: subject.requests,
    active,
    timeouts: subject.timeouts,
    ...(subject.timers === undefined ? {} : { timers: subject.timers }),
    restarts: subject.restarts,
    ballot: subject.ballots ?? ANY_BALLOT,
    disk: subject.disk,
    lost: ({ message }) => subject.lost.includes(message.type),
  });
}

interface PublishedModel {
  readonly about: string;
  /** What of the subject it takes; all else is as it was published. */
  readonly takes: readonly (keyof Subject)[];
  readonly create: (subject: Subject) => Model;
}

/** Models that others published, with known state counts. */
export const PUBLISHED_MODELS: Readonly<Record<string, PublishedModel>> = {
  'paxos-specification': {
    about: "Lamport's Paxos.tla, and with other quorums Howard's FPaxos.tla; checks SafeValue",
    takes: ['nodes', 'quorums', 'values', 'ballots'],
    create: (subject) => {
      const { nodes: acceptors, values, ballots = 2 } = subject;
      return new PaxosSpecification({ acceptors, values, ballots }, quorumsOf(subject));
    },
  },
  'stateright-paxos': {
    about: "the Paxos example of stateright, 3 servers and 2 clients; checks that clients' reads agree",
    takes: [],
    create: () => new StaterightPaxos(),
  },
};

/** @param given what the user has set, as opposed to what has its default. @throws UserError */
export function publishedModel(name: string, subject: Subject, given: readonly (keyof Subject)[]): Model {
  if (!Object.hasOwn(PUBLISHED_MODELS, name)) throw unknown('model', name, Object.keys(PUBLISHED_MODELS));
  const { takes, create } = PUBLISHED_MODELS[name]!;
  const idle = given.find((field) => !takes.includes(field));
  if (idle !== undefined)
    throw new UserError(`--${idle} means nothing to the model ${name}, which has its own; leave it out`);
  return create(subject);
}

function algorithmOf(name: string): Algorithm {
  const algorithm = algorithmNamed(name);
  if (algorithm !== undefined) return algorithm;
  throw unknown(
    'algorithm',
    name,
    algorithms.map((known) => known.name),
  );
}

/** A name that means nothing would bound nothing, or everything, and nobody would know. @throws UserError */
function checkName({ name: algorithm, vocabulary }: Algorithm, kind: 'message' | 'timer', name: string): void {
  const known = kind === 'message' ? vocabulary.messages : vocabulary.timers;
  if (Object.hasOwn(known, name)) return;
  const closest = closestTo(name, Object.keys(known));
  const all = Object.entries(known).map(([one, about]) => `${one} (${about})`);
  const remedy = closest === undefined ? `take one of ${all.join(', ')}` : `did you mean ${closest}?`;
  throw new UserError(`'${name}' is no ${kind} of ${algorithm}; ${remedy}`);
}

function unknown(kind: string, name: string, names: readonly string[]): UserError {
  const closest = closestTo(name, names);
  const remedy = closest === undefined ? `take one of ${names.join(', ')}` : `did you mean ${closest}?`;
  return new UserError(`${kind} '${name}' is not known; ${remedy}`);
}

function quorumsOf({ nodes, quorums }: Subject): QuorumSystem {
  try {
    const { phase1, phase2 } = parseQuorums(quorums, nodes);
    return systemFromSpec(nodes, phase1, phase2);
  } catch (error) {
    if (error instanceof InvalidQuorum) throw new UserError(error.message);
    throw error;
  }
}
