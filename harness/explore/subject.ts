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

/** Models that others published, with known state counts. */
export const PUBLISHED_MODELS: Readonly<
  Record<string, { readonly about: string; readonly create: (subject: Subject) => Model }>
> = {
  'paxos-specification': {
    about: "Lamport's Paxos.tla, and with other quorums Howard's FPaxos.tla; checks SafeValue",
    create: (subject) => {
      const { nodes: acceptors, values, ballots = 2 } = subject;
      return new PaxosSpecification({ acceptors, values, ballots }, quorumsOf(subject));
    },
  },
  'stateright-paxos': {
    about: "the Paxos example of stateright, 3 servers and 2 clients; checks that clients' reads agree",
    create: () => new StaterightPaxos(),
  },
};

/** @throws UserError */
export function publishedModel(name: string, subject: Subject): Model {
  if (!Object.hasOwn(PUBLISHED_MODELS, name)) throw unknown('model', name, Object.keys(PUBLISHED_MODELS));
  return PUBLISHED_MODELS[name]!.create(subject);
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
