/** Multi-Paxos: the full text of *Paxos Made Simple* (Lamport 2001), with one notion of quorum for both phases. */
import type { Algorithm, Refusal } from '../contract.ts';
import { classicLegality, paxosLegality } from '../quorum/legality.ts';
import type { QuorumSystem } from '../quorum/quorum-system.ts';
import { sizeOf, sizeOfRecord, vocabulary, type MultiPaxosProtocol } from './messages.ts';
import { MultiPaxosObserver } from './invariants.ts';
import { MultiPaxosReplica } from './replica.ts';
import type { MultiPaxosOptions } from './roles.ts';

export const multiPaxos: Algorithm<MultiPaxosProtocol, MultiPaxosOptions, MultiPaxosReplica> = {
  name: 'multi-paxos',
  title: 'Multi-Paxos',
  about: 'A leader is elected by one phase 1 for all slots, then each batch takes one phase 2; any two quorums meet.',
  differs: [
    'The election time-out doubles, up to eightfold, from the second failed campaign in a row, as nothing in Paxos keeps two candidates from overtaking each other; Raft splits a vote and tries again at the same time-out.',
    'A leader for which nothing is chosen in two election time-outs falls silent, so that followers campaign though they hear it; Raft does the like with its option checkQuorum only, and neither do followers here with the option failureDetector=alive.',
    'Unanswered accepts are repeated after twice the measured time to choose a value; Raft repeats entries with its heartbeats.',
  ],
  order: 'total',
  leader: true,
  options: {
    failureDetector: {
      about: 'a follower campaigns when the leader is silent (alive), or also when its ballot is overtaken (ballot)',
      values: ['alive', 'ballot'],
      default: 'ballot',
    },
    learners: {
      about: 'whom an acceptor tells of what it accepted: the leader, who tells the others, or all nodes (§2.3)',
      values: ['leader', 'all'],
      default: 'leader',
      namedIfSet: true,
    },
  },
  vocabulary,
  legality,
  create: (options, env) => new MultiPaxosReplica(options, env),
  sizeOf,
  sizeOfRecord,
  observe: (options, nodes) => new MultiPaxosObserver(options.quorums, nodes),
};

/** Any two quorums meet (§2.2). What Flexible Paxos may run with all the same is sent there. */
function legality(quorums: QuorumSystem): Refusal | undefined {
  const refusal = classicLegality(quorums);
  if (refusal === undefined || paxosLegality(quorums) !== undefined) return refusal;
  const repair = `use flexible-paxos, which needs only phase 1 to meet phase 2, or ${refusal.repair}`;
  return { ...refusal, repair, message: refusal.message.replace(refusal.repair, repair) };
}
