import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { flexiblePaxos } from '../../algorithms/flexible-paxos/flexible-paxos.ts';
import { multiPaxos } from '../../algorithms/multi-paxos/multi-paxos.ts';
import { MultiPaxosReplica } from '../../algorithms/multi-paxos/replica.ts';
import { countingSystem, majoritySystem } from '../../algorithms/quorum/counting.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { Cluster } from '../multi-paxos/cluster.ts';
import { calm, flexibleQuorums, optionsFor, runSchedule, type Schedule } from '../multi-paxos/schedule.ts';

function gridSystem(rows: number, columns: number): QuorumSystem {
  const { phase1, phase2 } = parseQuorums(`grid:${rows}x${columns}`, rows * columns);
  return systemFromSpec(rows * columns, phase1, phase2);
}

describe('The legality of Flexible Paxos', () => {
  it('§5, eq. 3: needs every phase-1 quorum to meet every phase-2 quorum, and nothing else', () => {
    for (let nodes = 1; nodes <= 7; nodes++) {
      for (let q1 = 1; q1 <= nodes; q1++) {
        for (let q2 = 1; q2 <= nodes; q2++) {
          const refusal = flexiblePaxos.legality(countingSystem(nodes, q1, q2));
          expect(refusal === undefined, `${q1}/${q2} of ${nodes}`).toBe(q1 + q2 > nodes);
          if (refusal !== undefined) expect(refusal.witness[0] & refusal.witness[1]).toBe(0);
        }
      }
    }
  });

  it('Multi-Paxos needs any two quorums to meet, and sends the others to Flexible Paxos', () => {
    expect(multiPaxos.legality(majoritySystem(5))).toBeUndefined();
    expect(multiPaxos.legality(majoritySystem(4))).toBeUndefined();
    const refusal = multiPaxos.legality(countingSystem(5, 4, 2));
    expect(refusal?.message).toMatch(/use flexible-paxos, which needs only phase 1 to meet phase 2, or /);
    expect(refusal?.message).toContain('({0,1} and {2,3})');
    expect(multiPaxos.legality(countingSystem(5, 2, 2))?.message).not.toContain('flexible-paxos');
  });

  it('§4: the grid has phase-1 quorums that do not meet, and is legal', () => {
    expect(flexiblePaxos.legality(gridSystem(2, 3))).toBeUndefined();
    expect(multiPaxos.legality(gridSystem(2, 3))).toBeDefined();
  });
});

describe('Flexible Paxos', () => {
  it('§4: goes on without a phase-1 quorum as long as the leader lives', () => {
    const cluster = new Cluster(calm(optionsFor(countingSystem(5, 4, 2), { firstLeader: 0 })));
    cluster.run(200);
    for (const node of [2, 3, 4]) cluster.machines[node]!.crash();
    for (let ms = 0; ms < 3000; ms += 10) {
      cluster.request(0);
      cluster.run(10);
    }
    expect(cluster.log.length).toBeGreaterThan(290);
    expect(cluster.counts.leader).toBe(1);
  });

  it('§4: a leader that lost its phase-2 quorum for a while goes on when it is back, with no phase-1 quorum up', () => {
    const cluster = new Cluster(calm(optionsFor(countingSystem(5, 4, 2), { firstLeader: 0 })));
    cluster.run(200);
    for (const node of [1, 2, 3, 4]) cluster.machines[node]!.crash();
    cluster.request(0);
    cluster.run(5000);
    expect(cluster.log.length).toBeLessThanOrEqual(1);
    cluster.machines[1]!.start();
    cluster.run(2000);
    expect(cluster.open.size).toBe(0);
    expect(cluster.counts.leader).toBe(1);
  });

  it('thrifty: asks a phase-2 quorum only, and all when it does not answer', () => {
    const options = optionsFor(countingSystem(5, 4, 2), { firstLeader: 0, thrifty: true });
    const cluster = new Cluster(calm(options));
    cluster.run(100);
    for (let i = 0; i < 100; i++) {
      cluster.request(0);
      cluster.run(1);
    }
    expect(cluster.sent['accept']).toBe(100);
    const asked = [1, 2, 3, 4].find((node) => cluster.machines[node]!.replica!.acceptor.votes.end > 1)!;
    cluster.machines[asked]!.crash();
    cluster.request(0);
    cluster.run(300);
    expect(cluster.open.size).toBe(0);
    expect(cluster.counts.leader).toBe(1);
    // From then on another quorum is asked, which answers at once.
    cluster.request(0);
    cluster.run(10);
    expect(cluster.open.size).toBe(0);
  });

  it('keeps its invariants on grids under random faults', { timeout: 60_000 }, () => {
    for (let seed = 1; seed <= 150; seed++) {
      const { stuck } = runSchedule({ seed, nodes: 4, quorums: () => gridSystem(2, 2) });
      expect(stuck, `seed ${seed}`).toBe('');
    }
  });
});

/** A replica that takes `believed` for its quorum system. */
function believing(believed: (real: QuorumSystem) => QuorumSystem): NonNullable<Schedule['create']> {
  return (options, env) => new MultiPaxosReplica({ ...options, quorums: believed(options.quorums) }, env);
}

function sizes(system: QuorumSystem): readonly [number, number] {
  const size = (test: (set: number) => boolean): number => {
    let q = 0;
    while (!test((1 << q) - 1)) q++;
    return q;
  };
  return [size((set) => system.isPhase1(set)), size((set) => system.isPhase2(set))];
}

function hunt(schedule: Omit<Schedule, 'seed'>, budget = 500): string | undefined {
  for (let seed = 1; seed <= budget; seed++) {
    try {
      runSchedule({ ...schedule, seed });
    } catch (error) {
      if (error instanceof InvariantViolation) return error.invariant;
      throw error;
    }
  }
  return undefined;
}

describe('A seeded bug in the quorums is caught', () => {
  it('F01: a phase-2 quorum is one too small', () => {
    const create = believing((real) => countingSystem(real.nodes, sizes(real)[0], Math.max(1, sizes(real)[1] - 1)));
    expect(hunt({ quorums: flexibleQuorums, create })).toBe('ChosenBeforeLearned');
  });

  it('F02: a phase-1 quorum is one too small', () => {
    const create = believing((real) => countingSystem(real.nodes, Math.max(1, sizes(real)[0] - 1), sizes(real)[1]));
    expect(hunt({ quorums: flexibleQuorums, create })).toBe('SafeAt');
  });

  it('F04: a grid is tested by count instead of membership', () => {
    const create = believing(() => countingSystem(4, 2, 2));
    expect(['ChosenBeforeLearned', 'SafeAt']).toContain(hunt({ nodes: 4, quorums: () => gridSystem(2, 2), create }));
  });

  for (const [nodes, q1, q2] of [
    [3, 1, 2],
    [3, 2, 1],
    [4, 2, 2],
    [5, 3, 2],
  ] as const) {
    it(`F05: ${q1}/${q2} of ${nodes}, whose quorums need not meet, is run all the same`, () => {
      expect(hunt({ nodes, quorums: () => countingSystem(nodes, q1, q2) })).toBe('SafeAt');
    });
  }

  it('F07: a node counts twice', () => {
    const create = believing((real) => {
      const twice = (set: number): number => (set << 1) | (set & 1);
      return {
        ...real,
        isPhase1: (set) => real.isPhase1(set),
        isPhase2: (set) => real.isPhase2(set) || real.isPhase2(twice(set) & ((1 << real.nodes) - 1)),
      };
    });
    expect(hunt({ quorums: majoritySystem, create })).toBe('ChosenBeforeLearned');
  });

  it('F08: the quorum system is changed without a ballot between', () => {
    const create: NonNullable<Schedule['create']> = (options, env) => {
      const [before, after] = [options.quorums, countingSystem(options.quorums.nodes, 2, options.quorums.nodes - 1)];
      const changing: QuorumSystem = {
        ...before,
        isPhase1: (set) => (env.now() < 1500 ? before : after).isPhase1(set),
        isPhase2: (set) => (env.now() < 1500 ? before : after).isPhase2(set),
      };
      return new MultiPaxosReplica({ ...options, quorums: changing }, env);
    };
    expect(hunt({ nodes: 5, quorums: () => countingSystem(5, 4, 2), create })).toBe('SafeAt');
  });

  it('E5: a phase-2 quorum larger than needed is no bug', () => {
    const create = believing((real) =>
      countingSystem(real.nodes, sizes(real)[0], Math.min(real.nodes, sizes(real)[1] + 1)),
    );
    expect(hunt({ quorums: flexibleQuorums, create }, 150)).toBeUndefined();
  });
});
