import { describe, expect, it } from 'vitest';
import type { Algorithm, Saved } from '../../algorithms/contract.ts';
import { flexiblePaxos } from '../../algorithms/flexible-paxos/flexible-paxos.ts';
import type { PaxosProtocol } from '../../algorithms/paxos/messages.ts';
import { paxos, Paxos } from '../../algorithms/paxos/paxos.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import { raft } from '../../algorithms/raft/raft.ts';
import { explore } from '../../harness/explore/explorer.ts';
import { laneDiagram } from '../../harness/explore/lane-diagram.ts';
import { Replicas, type Envelope, type ReplicaBounds } from '../../harness/explore/replicas.ts';
import { multiPaxosDialect, paxosDialect } from './dialects.ts';
import { goldenStates, type GoldenName } from './golden-states.ts';
import { acceptorQuorums, isBetweenRoles, project, type Dialect } from './projection.ts';

/** The specification's world: two proposers, nodes 3 and 4, in one ballot each, over its messages about the first slot. */
function specificationBounds(dialect: Dialect): ReplicaBounds {
  const lost = (envelope: Envelope): boolean =>
    !isBetweenRoles(envelope) || !dialect.isOfSpecification(envelope.message);
  const ballot = dialect.firstBallot + 1;
  const inputs = { values: 2, requestsPerNode: 1, active: 0b11000, timeouts: 2, timers: ['election'], restarts: 0 };
  return { ...inputs, ballot, disk: 'instant', lost };
}

function projectedStates(algorithm: Algorithm, quorums: readonly [number, number], dialect: Dialect): string[] {
  const replicas = new Replicas(algorithm, acceptorQuorums(...quorums), specificationBounds(dialect));
  const lines = new Set<string>();
  const known = new Set<string>();
  const onState = (state: Int32Array): void => {
    const key = [...state.subarray(0, 3), state[replicas.mailAt]].join();
    if (known.has(key)) return;
    known.add(key);
    lines.add(project(replicas, state, dialect));
  };
  expect(explore(replicas, {}, { onState }).end).toBe('complete');
  return [...lines].sort();
}

describe.each<[GoldenName, [number, number]]>([
  ['N3_majority_V2_B2', [2, 2]],
  ['N3_q1-3_q2-1_V2_B2', [3, 1]],
])('the reachable states of the specification, %s,', (name, quorums) => {
  it('are those of our paxos', () => {
    expect(projectedStates(paxos, quorums, paxosDialect)).toEqual(goldenStates(name));
  });

  it('are those of our Multi-Paxos in its first slot, and so of our Flexible Paxos', () => {
    expect(projectedStates(flexiblePaxos, quorums, multiPaxosDialect)).toEqual(goldenStates(name));
  });
});

const SMALL: ReplicaBounds = {
  values: 1,
  requestsPerNode: 1,
  active: 0b1111,
  timeouts: 2,
  restarts: 0,
  ballot: 100,
  disk: 'instant',
};

describe('four nodes with quorums of two for phase 1 and three for phase 2', () => {
  it('elect two leaders in one term of Raft, for two election quorums need not meet', () => {
    const replicas = new Replicas(raft, countingSystem(4, 2, 3), SMALL);
    const { end, depth, violation } = explore(replicas);
    expect({ end, depth, invariant: violation?.invariant }).toEqual({
      end: 'violation',
      depth: 7,
      invariant: 'ElectionSafety',
    });
    const diagram = laneDiagram(replicas.lanes, violation!.path);
    expect(diagram).toContain('1  o   |   |   |  timer election, election');
    expect(diagram).toContain('2  *-->o   |   |  requestVote term 1');
    expect(diagram).toContain('6  |   |   o<--*  requestVoteReply term 1 voteGranted true, leader');
  });

  it('break nothing in Flexible Paxos, for a ballot belongs to one proposer', () => {
    const replicas = new Replicas(flexiblePaxos, countingSystem(4, 2, 3), { ...SMALL, active: 0b11 });
    expect(explore(replicas, { states: 40_000 })).toMatchObject({ end: 'bound', bound: 'states' });
  });

  it('are too small for Flexible Paxos if phase 2 takes two as well', () => {
    const replicas = new Replicas(flexiblePaxos, countingSystem(4, 2, 2), { ...SMALL, active: 0b11 });
    expect(explore(replicas)).toMatchObject({ end: 'violation', violation: { invariant: 'SafeAt' } });
  });
});

describe('replicas under the free scheduler', () => {
  it.each<[string, Algorithm]>([
    ['paxos', paxos],
    ['flexible-paxos', flexiblePaxos],
    ['raft', raft],
  ])('keep their invariants through lost writes and restarts: %s', (_, algorithm) => {
    const bounds: ReplicaBounds = { ...SMALL, active: 0b11, restarts: 2, disk: 'free' };
    const result = explore(new Replicas(algorithm, majoritySystem(3), bounds), { states: 30_000 });
    expect(result).toMatchObject({ end: 'bound', bound: 'states' });
    expect(result.depth).toBeGreaterThan(6);
  });

  it('show what becomes of a promise that a restart forgets', () => {
    class Forgetful extends Paxos {
      override start(saved: Saved<PaxosProtocol>): void {
        super.start({ ...saved, records: saved.records.filter(({ type }) => type !== 'promised') });
      }
    }
    const forgetful: typeof paxos = { ...paxos, create: (options, env) => new Forgetful(options, env) };
    const bounds: ReplicaBounds = { ...SMALL, active: 0b11, restarts: 1, timeouts: 0 };
    const { violation } = explore(new Replicas(forgetful, majoritySystem(3), bounds));
    expect(violation?.invariant).toBe('PromiseKept');
    expect(violation?.path.some(({ text }) => text.startsWith('crash and restart'))).toBe(true);
  });

  it('are explored alike each time', () => {
    const once = (): object => {
      const replicas = new Replicas(raft, majoritySystem(3), SMALL);
      return { ...explore(replicas, { states: 5_000 }), parts: replicas.parts };
    };
    expect(once()).toEqual(once());
  });
});
