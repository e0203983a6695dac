/**
 * The checks must turn red when a rule is broken on purpose, in the same trials that are green without the bug. Promises
 * that run ahead of the disk show only where the disk is slow and nodes crash: the faults are chosen for that.
 */
import { describe, expect, it } from 'vitest';
import type { Algorithm, Env, NodeSet, Protocol } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import type { TrialOutcome } from '../../harness/trial/outcome.ts';
import { BuggedEnv, withBug } from '../support/bugged-env.ts';
import { runSpec } from '../support/trials.ts';

const SEEDS = 8;

function spec(algorithm: string, seed: number, further: object = {}): object {
  return {
    algorithm,
    seed,
    nodes: 3 + 2 * (seed % 2),
    network: { delay: { type: 'exponential', mean: 3 }, fifo: false, loss: 0.05, duplicate: 0.05 },
    costs: { fsync: { type: 'exponential', mean: 8 } },
    workload: { kind: 'open', ratePerS: 100, keys: 5 },
    policy: { electionMs: [60, 120], heartbeatMs: 20 },
    faults: { perNodeMinute: 120, repair: { type: 'exponential', mean: 60 } },
    phases: { warmupMs: 100, durationMs: 6_000 },
    ...further,
  };
}

/** The first violation over a few seeds, or the last outcome. */
function firstViolation(algorithm: Algorithm, further: object = {}): TrialOutcome {
  let outcome = runSpec(spec(algorithm.name, 1, further), { algorithm });
  for (let seed = 2; seed <= SEEDS && outcome.verdict === 'ok'; seed++) {
    outcome = runSpec(spec(algorithm.name, seed, further), { algorithm });
  }
  return outcome;
}

function named(name: string): Algorithm {
  return algorithmNamed(name)!;
}

/** Answers before its disk: whatever should wait for it does not. */
class HastyEnv extends BuggedEnv {
  override sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    this.world.send(to, message);
  }
}

/** A vote is cast, and never written down. */
class VoteNotPersisted extends BuggedEnv {
  override persist(record: Protocol['Record']): void {
    this.world.persist('votedFor' in record ? ({ ...record, votedFor: undefined } as Protocol['Record']) : record);
  }
}

/** The request for votes does not wait until the own term and vote are durable. */
class HastyRequestVote extends BuggedEnv {
  override sendOnceDurable(to: NodeSet, message: Protocol['Message']): void {
    if (message.type === 'requestVote') this.world.send(to, message);
    else this.world.sendOnceDurable(to, message);
  }
}

const controls: readonly [string, string, (world: Env<Protocol>) => Env<Protocol>, RegExp][] = [
  [
    'an acceptor that answers before its disk',
    'paxos',
    (world) => new HastyEnv(world),
    /PromiseKept|SafeAt|OneValue|Agreement|ChosenBeforeLearned/,
  ],
  [
    'an acceptor that answers before its disk',
    'multi-paxos',
    (world) => new HastyEnv(world),
    /PromiseKept|SafeAt|OneValue|Agreement|ChosenBeforeLearned/,
  ],
  [
    'an acceptor that answers before its disk',
    'flexible-paxos',
    (world) => new HastyEnv(world),
    /PromiseKept|SafeAt|OneValue|Agreement|ChosenBeforeLearned/,
  ],
  [
    'a node that answers before its disk',
    'raft',
    (world) => new HastyEnv(world),
    /TermMonotonic|VoteOnce|LogMatching|CommittedOnQuorum|LeaderCompleteness/,
  ],
  ['a vote that is not persisted', 'raft', (world) => new VoteNotPersisted(world), /VoteOnce|ElectionSafety/],
  [
    'a requestVote that leaves before the term is durable',
    'raft',
    (world) => new HastyRequestVote(world),
    /LogMatching|TermMonotonic|VoteOnce|ElectionSafety/,
  ],
];

describe.each(controls)('%s, in %s', (_what, name, bug, invariant) => {
  it('is caught, and there is a verdict in place of a throughput', () => {
    const outcome = firstViolation(withBug(named(name), bug));
    expect(outcome.verdict).toBe('violation');
    expect(outcome.reason).toMatch(invariant);
    expect(outcome.row['throughput_per_s']).toBeNull();
    expect(outcome.histograms).toEqual([]);
  });
});

describe.each(['paxos', 'multi-paxos', 'flexible-paxos', 'raft'])('without a bug %s', (name) => {
  it('raises no alarm in the same trials', () => {
    expect(firstViolation(named(name)).reason).toBe('');
  });
});

describe('quorums that need not meet, forced by --unsafe-quorums', () => {
  const unsafe = (phase1: number, phase2: number) => ({
    nodes: 5,
    quorums: { phase1: { kind: 'count', q: phase1 }, phase2: { kind: 'count', q: phase2 }, unsafe: true },
    faults: {
      perNodeMinute: 0,
      plan: [
        {
          kind: 'partition',
          groups: [
            [0, 1],
            [2, 3, 4],
          ],
          atMs: 500,
          forMs: 1000,
        },
        {
          kind: 'partition',
          groups: [
            [0, 1, 2],
            [3, 4],
          ],
          atMs: 2000,
          forMs: 1000,
        },
      ],
    },
  });

  it.each(['paxos', 'multi-paxos', 'flexible-paxos', 'raft'])('are caught under %s', (name) => {
    const outcome = firstViolation(named(name), unsafe(2, 2));
    expect(outcome.verdict).toBe('violation');
    expect(outcome.reason).toMatch(/SafeAt|ChosenBeforeLearned|Agreement|ElectionSafety|LeaderCompleteness/);
  });

  it('are refused without it', () => {
    expect(() => runSpec({ algorithm: 'raft', nodes: 6, quorums: '3/4' })).toThrow(/\{0,1,2\}.*\{3,4,5\}/);
    expect(runSpec({ algorithm: 'flexible-paxos', nodes: 6, quorums: '3/4', phases: { ops: 50 } }).verdict).toBe('ok');
  });
});
