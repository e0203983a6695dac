/**
 * States of our own replicas, seen as states of the Paxos specification: acceptors by what is on their disks, messages by
 * what left. Proposers are nodes of their own, so that nothing is delivered within a turn that the specification takes apart.
 */
import type { Batch, Protocol } from '../../algorithms/contract.ts';
import { count } from '../../algorithms/quorum/counting.ts';
import { quorumSystem, type QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import type { Envelope, Replicas } from '../../harness/explore/replicas.ts';
import { lineOf } from './specification-line.ts';

export const ACCEPTORS = 3;
const PROPOSERS = 2;
export const NODES = ACCEPTORS + PROPOSERS;

/** `q1` and `q2` of the acceptors; the proposers' own votes count for nothing. */
export function acceptorQuorums(q1: number, q2: number): QuorumSystem {
  const acceptors = (1 << ACCEPTORS) - 1;
  return quorumSystem(NODES, count(q1, NODES, acceptors), count(q2, NODES, acceptors), `${q1}/${q2}`);
}

/** The messages of the specification are between a proposer and an acceptor. */
export function isBetweenRoles({ from, to }: Envelope): boolean {
  return from < ACCEPTORS !== to < ACCEPTORS;
}

/** A vote: ballot, and value. */
export interface Vote {
  readonly ballot: number;
  readonly value: Batch;
}

/** How a protocol of the Paxos family writes what the specification speaks of, in the first slot. */
export interface Dialect {
  /** The first ballot of the first proposer; that of the second is the next. */
  readonly firstBallot: number;
  promised(record: Protocol['Record']): number | undefined;
  accepted(record: Protocol['Record']): Vote | undefined;
  prepare(message: Protocol['Message']): number | undefined;
  promise(message: Protocol['Message']): { readonly ballot: number; readonly vote: Vote | undefined } | undefined;
  accept(message: Protocol['Message']): Vote | undefined;
  /** Has the specification such a message? */
  isOfSpecification(message: Protocol['Message']): boolean;
}

/** `state` as a line of the golden sets. */
export function project(replicas: Replicas, state: Int32Array, dialect: Dialect): string {
  const ballotOf = (ballot: number): number => ballot - dialect.firstBallot;
  const pair = (vote: Vote | undefined): [number, number] =>
    vote === undefined ? [-1, -1] : [ballotOf(vote.ballot), vote.value[0]!.client];
  const distinct = (tuples: readonly number[][]): number[][] => [...new Map(tuples.map((t) => [t.join(), t])).values()];
  const disks = Array.from({ length: ACCEPTORS }, (_, acceptor) => replicas.durable(state, acceptor));
  const votes = disks.map((records) => records.flatMap((record) => dialect.accepted(record) ?? []));
  const ballots = disks.map((records) =>
    records.flatMap((record) => dialect.promised(record) ?? dialect.accepted(record)?.ballot ?? []).map(ballotOf),
  );
  const messages = replicas.sent(state);
  return lineOf({
    maxBal: ballots.map((all) => Math.max(-1, ...all)),
    maxVBal: votes.map((all) => pair(all.at(-1))[0]),
    maxVal: votes.map((all) => pair(all.at(-1))[1]),
    sent1a: [...new Set(messages.flatMap(({ message }) => dialect.prepare(message) ?? []).map(ballotOf))],
    sent1b: distinct(
      messages.flatMap(({ from, message }) => {
        const promise = dialect.promise(message);
        return promise === undefined ? [] : [[from + 1, ballotOf(promise.ballot), ...pair(promise.vote)]];
      }),
    ),
    sent2a: distinct(messages.flatMap(({ message }) => dialect.accept(message) ?? []).map(pair)),
    sent2b: distinct(votes.flatMap((all, acceptor) => all.map((vote) => [acceptor + 1, ...pair(vote)]))),
  });
}
