/** Optional parts of the world that published experiments need: where clients are, who answers them, whose CPU is free. */
import { describe, expect, it } from 'vitest';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { figure, FREE, runSpec } from '../support/trials.ts';

const ONE_WAY_MS = 10;

/** Five acceptors, and a sixth host with a client that learns from them: LibPaxos's set-up (Howard et al. 2016, §6). */
function learningClient(q2: number, others: object = {}): object {
  const of = ['0', '1', '2', '3', '4'];
  return {
    algorithm: 'flexible-paxos',
    options: { learners: 'all' },
    nodes: 6,
    quorums: { phase1: { kind: 'count', q: 6 - q2, of }, phase2: { kind: 'count', q: q2, of } },
    network: { delay: { type: 'constant', value: ONE_WAY_MS }, bandwidthBitPerS: null },
    costs: FREE.costs,
    workload: { clients: 3, at: [5], answeredBy: 'home' },
    policy: { leader: 0, electionMs: [4000, 5000], heartbeatMs: 1000 },
    phases: { warmupMs: 1000, ops: 30 },
    ...others,
  };
}

describe('A client that is a learner', () => {
  it.each([
    [1, 2],
    [2, 3],
    [3, 3],
    [5, 3],
  ])('has its answer with q2 = %i after %i message delays', (q2, delays) => {
    const outcome = runSpec(learningClient(q2));
    expect(figure(outcome, 'latency_mean_ms')).toBeCloseTo(delays * ONE_WAY_MS, 9);
    expect(figure(outcome, 'latency_max_ms')).toBeCloseTo(delays * ONE_WAY_MS, 9);
    // All of it is the way to the leader, and waiting for a quorum.
    const [split] = outcome.split;
    expect(split!.client_link_ms).toBeCloseTo(ONE_WAY_MS, 9);
    expect(split!.quorum_ms).toBeCloseTo((delays - 1) * ONE_WAY_MS, 9);
  });

  it('asks only a quorum where that is the policy, and is as fast', () => {
    const [all, few] = [false, true].map((thrifty) =>
      runSpec(learningClient(2, { policy: { leader: 0, thrifty, electionMs: [4000, 5000], heartbeatMs: 1000 } })),
    );
    expect(figure(few!, 'latency_mean_ms')).toBe(figure(all!, 'latency_mean_ms'));
    expect(figure(few!, 'messages_per_op')).toBeLessThan(figure(all!, 'messages_per_op') / 2);
  });

  it.each(['paxos', 'multi-paxos', 'raft'])('is answered under %s too, through crashes of its node', (algorithm) => {
    const outcome = runSpec({
      algorithm,
      workload: { clients: 5, answeredBy: 'home' },
      faults: { perNodeMinute: 60, repair: '200ms' },
      phases: { warmupMs: 100, durationMs: 2500 },
    });
    expect(outcome.verdict, outcome.reason).toBe('ok');
    expect(figure(outcome, 'operations_unfinished')).toBe(0);
    expect(figure(outcome, 'crashes')).toBeGreaterThan(3);
    expect(figure(outcome, 'operations')).toBeGreaterThan(400);
  });

  it('needs a node of its own', () => {
    const workload = { at: 'leader', answeredBy: 'home' };
    expect(() => resolveSpec({ algorithm: 'raft', workload })).toThrow(/"leader" have no node of their own; name/);
  });
});

describe('CPUs that are not alike', () => {
  // Heartbeats make some wait: the least is taken.
  const least = (costs: object): number =>
    runSpec({
      algorithm: 'multi-paxos',
      nodes: 2,
      network: { delay: '5ms', bandwidthBitPerS: null },
      costs: { ...FREE.costs, cpuInMs: 1, cpuOutMs: 0.5, ...costs },
      workload: { clients: 1, at: 'leader' },
      policy: { leader: 0 },
      phases: { ops: 20 },
    }).histograms.find(({ operation, regime }) => operation === 'any' && regime === 'all')!.min_ms;

  it('take so many times as long at each node', () => {
    // The request and the answer come in, the accept and the reply go out; the follower takes one in and sends one.
    expect(least({})).toBeCloseTo(10 + 3 + 1.5, 9);
    expect(least({ cpuFactors: [1, 0] })).toBeCloseTo(10 + 3, 9);
    expect(least({ cpuFactors: [2, 1] })).toBeCloseTo(10 + 6 + 1.5, 9);
  });

  it('are named one by one', () => {
    const costs = { cpuFactors: [1, 2] };
    expect(() => resolveSpec({ algorithm: 'raft', nodes: 3, costs })).toThrow(/has 2 entries for 3 nodes; give one/);
  });
});

describe('A client at some distance from its node', () => {
  it.each(['leader', [0]])('waits for one round trip more, clients at %j', (at) => {
    const mean = (network: object): number =>
      figure(
        runSpec({
          algorithm: 'multi-paxos',
          nodes: 3,
          network: { delay: '5ms', bandwidthBitPerS: null, ...network },
          costs: FREE.costs,
          workload: { clients: 1, at },
          policy: { leader: 0 },
          phases: { ops: 20 },
        }),
        'latency_mean_ms',
      );
    expect(mean({})).toBeCloseTo(10, 9);
    expect(mean({ clientRttMs: 0.427 })).toBeCloseTo(10.427, 9);
  });
});
