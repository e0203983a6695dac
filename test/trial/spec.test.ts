import { describe, expect, it } from 'vitest';
import { canonicalJson, trialId } from '../../harness/trial/canonical.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { withoutDefaults } from '../../harness/trial/without-defaults.ts';
import { UserError } from '../../harness/user-error.ts';

/** Merges into a spec that is fine. */
function spec(fields: object): object {
  return { algorithm: 'raft', ...fields };
}

describe('the defaults of a spec', () => {
  it('are those of the machine contract', () => {
    expect(resolveSpec({ algorithm: 'raft' })).toEqual({
      schema: 1,
      algorithm: 'raft',
      options: { preVote: false, checkQuorum: false },
      nodes: 5,
      quorums: { phase1: { kind: 'majority' }, phase2: { kind: 'majority' } },
      seed: 1,
      driver: 'sim',
      network: {
        delay: { type: 'normal', mean: 0.2136, sd: 0.0337 },
        localRttMs: 0.4,
        fifo: true,
        loss: 0,
        duplicate: 0,
        reorder: 0,
        bandwidthBitPerS: 1e9,
      },
      costs: { cpuInMs: 0.01, cpuOutMs: 0.0024, applyMs: 0.001, byteMs: 0, fsync: { type: 'constant', value: 0.25 } },
      workload: {
        kind: 'closed',
        clients: 10,
        thinkMs: 0,
        at: 'all',
        sendTo: 'one',
        reads: 0.5,
        keys: 1000,
        keyDistribution: 'uniform',
        payloadBytes: 64,
        timeoutMs: 1000,
        retryPauseMs: 10,
        deadlineMs: 1000,
      },
      policy: {
        batch: 1,
        batchDelayMs: 0,
        window: 64,
        thrifty: false,
        leader: 'auto',
        electionMs: [150, 300],
        heartbeatMs: 50,
      },
      faults: { perNodeMinute: 0, repair: { type: 'exponential', mean: 1000 }, crashLeaderAtMs: [], plan: [] },
      phases: { warmupMs: 1000, durationMs: 10_000, ops: null },
    });
  });

  it('give an open loop Poisson arrivals, and no clients', () => {
    const { workload } = resolveSpec(spec({ workload: { ratePerS: 500 } }));
    expect(workload).toMatchObject({ kind: 'open', ratePerS: 500, arrivals: 'poisson' });
    expect(workload).not.toHaveProperty('clients');
  });

  it('end the window by time or by operations, never by both', () => {
    expect(resolveSpec(spec({ phases: { ops: 100 } })).phases).toEqual({ warmupMs: 1000, durationMs: null, ops: 100 });
    expect(resolveSpec(spec({ phases: { durationMs: 5 } })).phases).toEqual({
      warmupMs: 1000,
      durationMs: 5,
      ops: null,
    });
  });

  it('fill in the options of the algorithm', () => {
    expect(resolveSpec({ algorithm: 'multi-paxos' }).options).toEqual({ failureDetector: 'ballot' });
    const alive = resolveSpec({ algorithm: 'multi-paxos', options: { failureDetector: 'alive' } });
    expect(alive.options).toEqual({ failureDetector: 'alive' });
  });

  it('take no delay where a topology gives it', () => {
    expect(resolveSpec(spec({ network: { topology: 'aws5-2021' } })).network).not.toHaveProperty('delay');
  });

  it('are reached again from what resolving gave', () => {
    for (const input of [
      {},
      { workload: { ratePerS: 5 } },
      { phases: { ops: 3 } },
      { quorums: 'grid:2x3', nodes: 6, algorithm: 'flexible-paxos' },
    ]) {
      const once = resolveSpec(spec(input));
      expect(resolveSpec(JSON.parse(canonicalJson(once)))).toEqual(once);
    }
  });
});

describe('texts in a spec', () => {
  it('stand for distributions and quorums', () => {
    const resolved = resolveSpec({
      algorithm: 'flexible-paxos',
      quorums: '4/2',
      costs: { fsync: '0.25ms' },
      network: { delay: 'normal:1ms:0.1ms' },
      workload: { keyDistribution: 'zipf:0.990' },
    });
    expect(resolved.quorums).toEqual({ phase1: { kind: 'count', q: 4 }, phase2: { kind: 'count', q: 2 } });
    expect(resolved.costs.fsync).toEqual({ type: 'constant', value: 0.25 });
    expect(resolved.network.delay).toEqual({ type: 'normal', mean: 1, sd: 0.1 });
    expect(resolved.workload.keyDistribution).toBe('zipf:0.99');
  });

  it('may stand beside unsafe', () => {
    const { quorums } = resolveSpec(spec({ nodes: 6, quorums: { shorthand: '3/4', unsafe: true } }));
    expect(quorums).toEqual({ phase1: { kind: 'count', q: 3 }, phase2: { kind: 'count', q: 4 }, unsafe: true });
  });

  it('let minimal stand for the one system there is', () => {
    expect(resolveSpec({ algorithm: 'flexible-paxos', nodes: 1, quorums: 'minimal' }).quorums.phase1).toEqual({
      kind: 'count',
      q: 1,
    });
    expect(() => resolveSpec({ algorithm: 'raft', quorums: 'minimal' })).toThrow(
      /minimal are 3\/3, 4\/2, 5\/1 for raft of 5 nodes/,
    );
  });
});

describe('a spec is refused with value, rule and remedy', () => {
  const square = [
    [0, 1, 2],
    [1, 0, 3],
    [2, 3, 0],
  ];
  const topology = (fields: object) =>
    spec({ network: { topology: { id: 'mine', nodes: ['a', 'b', 'c'], rttMs: square, ...fields } } });

  it.each<[unknown, RegExp]>([
    [null, /a spec is empty; give an object/],
    [[], /a spec is a list; give an object/],
    ['raft', /a spec is a string; give an object/],
    [{}, /algorithm is missing; give a text/],
    [{ algorithm: 'raff' }, /algorithm is "raff", which is not known; did you mean raft\?/],
    [{ algorithm: 'zab' }, /take one of paxos, multi-paxos, flexible-paxos, raft/],
    [spec({ nodes: 0 }), /nodes is 0; take 1 to 31 nodes/],
    [spec({ nodes: 32 }), /nodes is 32; take 1 to 31 nodes/],
    [spec({ nodes: 2.5 }), /nodes is 2.5; give a whole number/],
    [spec({ nodes: '5' }), /nodes is "5"; give a number/],
    [spec({ ndoes: 5 }), /ndoes is no field of a trial; did you mean nodes\?/],
    [spec({ network: { los: 0 } }), /network.los is no field of network; did you mean loss\?/],
    [spec({ policy: { zzz: 0 } }), /policy.zzz is no field of policy; its fields are batch, /],
    [spec({ network: { loss: 1.5 } }), /network.loss is 1.5; it must be at most 1/],
    [spec({ network: { loss: -1 } }), /network.loss is -1; it must be at least 0/],
    [spec({ network: { delay: '10' } }), /network.delay is "10"; '10' has no unit/],
    [
      spec({ network: { delay: { type: 'normall', mean: 1, sd: 1 } } }),
      /network.delay.type is "normall"; .*did you mean normal\?/,
    ],
    [spec({ network: { delay: { type: 'normal', mean: 1 } } }), /network.delay.sd is missing; give a number/],
    [spec({ network: { delay: 'uniform:2ms:1ms' } }), /uniform/],
    [spec({ network: { delay: '1ms', topology: 'aws5-2021' } }), /both a topology and a delay; .*leave out the other/],
    [
      spec({ network: { topology: 'aws5-2022' } }),
      /network.topology is "aws5-2022", which is not known; did you mean aws5-202/,
    ],
    [
      spec({ network: { reorder: 0.1 } }),
      /network.reorder is 0.1, but the links keep order; set network.fifo to false/,
    ],
    [topology({ rttMs: square.slice(1) }), /rttMs has 2 rows for 3 regions; give one row per region/],
    [topology({ rttMs: [[0, 1], ...square.slice(1)] }), /rttMs\[0\] \(a\) has 2 entries for 3 regions; give/],
    [
      topology({ rttMs: [[0, null, 1], ...square.slice(1)] }),
      /network.topology.rttMs\[0\]\[1\] is null; give a number/,
    ],
    [
      topology({ rttMs: [[0, -1, 1], ...square.slice(1)] }),
      /network.topology.rttMs\[0\]\[1\] is -1; it must be at least 0/,
    ],
    [topology({ nodes: ['a', 'b', 'a'] }), /the region 'a' is named twice/],
    [topology({ zones: { z: ['d'] } }), /zone 'z' names 'd', which is no region/],
    [topology({ rttMS2: 1 }), /network.topology.rttMS2 is no field of network.topology; did you mean rttMs\?/],
    [spec({ quorums: '9/9' }), /quorums: .*9 of 5 nodes/],
    [spec({ quorums: 'gird:2x3' }), /quorums: .*write one of majority/],
    [spec({ quorums: { phase1: { kind: 'cuont', q: 3 } } }), /quorums.phase1.kind is "cuont"; .*did you mean count\?/],
    [spec({ quorums: { phase1: { kind: 'count', q: 3, of: ['0', '7', '1'] } } }), /quorums: unknown node 7/],
    [
      spec({ quorums: { phase1: { kind: 'and', parts: [{ kind: 'count' }] } } }),
      /quorums.phase1.parts\[0\].q is missing/,
    ],
    [
      spec({ nodes: 6, quorums: '3/4' }),
      /quorums 3\/4 are not legal for raft: .*\{0,1,2\} and \{3,4,5\}.*make q1 at least 4/,
    ],
    [
      { algorithm: 'flexible-paxos', quorums: '2/2' },
      /not legal for flexible-paxos: .*\{0,1\} and \{2,3\}.*make q1 \+ q2 exceed 5/,
    ],
    [
      spec({ options: { failureDetector: 'alive' } }),
      /options.failureDetector is no option of raft; its options are preVote, checkQuorum/,
    ],
    [{ algorithm: 'multi-paxos', options: { failureDetecto: 1 } }, /did you mean failureDetector\?/],
    [
      { algorithm: 'multi-paxos', options: { failureDetector: 'x' } },
      /options.failureDetector is "x"; .*must be "alive" or "ballot"/,
    ],
    [spec({ workload: { kind: 'opne' } }), /workload.kind is "opne"; it must be closed or open; did you mean open\?/],
    [spec({ workload: { kind: 'open' } }), /workload.ratePerS is missing; give a number/],
    [spec({ workload: { clients: 0 } }), /workload.clients is 0; it must be at least 1/],
    [spec({ workload: { ratePerS: 5, clients: 3 } }), /workload.clients is no field of workload/],
    [spec({ workload: { at: 'followers' } }), /workload.at is "followers"; give all, or leader, or a list/],
    [spec({ workload: { at: [5] } }), /workload.at\[0\] names node 5; with 5 nodes they are 0 to 4/],
    [spec({ workload: { at: [-1] } }), /workload.at\[0\] is -1/],
    [spec({ workload: { sendTo: 'all' } }), /workload.sendTo is "all"; it must be one/],
    [spec({ workload: { keyDistribution: 'zipf' } }), /write uniform, hot or zipf:THETA/],
    [spec({ workload: { timeoutMs: 0 } }), /workload.timeoutMs is 0; it must be more than 0/],
    [spec({ policy: { leader: 5 } }), /policy.leader names node 5/],
    [spec({ policy: { electionMs: [300, 150] } }), /policy.electionMs is \[300, 150\]; .*swap them/],
    [spec({ policy: { electionMs: [300] } }), /policy.electionMs is \[300\]; it must have 2 entries/],
    [spec({ policy: { heartbeatMs: 150 } }), /policy.heartbeatMs is 150, .*make the heartbeat shorter/],
    [spec({ faults: { plan: [{ kind: 'crash', node: 9, atMs: 1 }] } }), /faults.plan\[0\] names node 9/],
    [
      spec({ faults: { plan: [{ kind: 'crahs', node: 9, atMs: 1 }] } }),
      /faults.plan\[0\].kind is "crahs"; .*did you mean crash\?/,
    ],
    [
      spec({ faults: { plan: [{ kind: 'partition', groups: [[0, 1], [1]], atMs: 1 }] } }),
      /faults.plan\[0\].groups has node 1 twice/,
    ],
    [
      spec({ faults: { plan: [{ kind: 'cut', from: [0], to: [], atMs: 1 }] } }),
      /faults.plan\[0\].to is \[\]; it must not be empty/,
    ],
    [spec({ faults: { repair: { type: 'exponential', mean: 0 } } }), /faults.repair.mean is 0; it must be more than 0/],
    [
      spec({ phases: { durationMs: 5, ops: 5 } }),
      /phases is .*; the window ends by durationMs or by ops, not by both; leave one out/,
    ],
    [spec({ schema: 2 }), /schema is 2; it must be 1/],
    [spec({ seed: -1 }), /seed is -1/],
    [spec({ driver: 'tcp' }), /driver is "tcp", .*take "sim", or "threads"/],
  ])('%j', (input, sentence) => {
    expect(() => resolveSpec(input)).toThrow(UserError);
    expect(() => resolveSpec(input)).toThrow(sentence);
  });

  it('unless unsafe quorums are asked for', () => {
    expect(resolveSpec(spec({ nodes: 6, quorums: { shorthand: '3/3', unsafe: true } })).quorums.unsafe).toBe(true);
  });

  it('while planned faults within reach are taken', () => {
    const plan = [
      { kind: 'crash', node: 4, atMs: 1, forMs: 5 },
      { kind: 'partition', groups: [[0, 1], [2]], atMs: 1 },
      { kind: 'cut', from: [0], to: [1, 2], atMs: 0, forMs: null },
    ];
    expect(resolveSpec(spec({ faults: { plan } })).faults.plan).toEqual(
      plan.map((entry) => ({ forMs: null, ...entry })),
    );
  });
});

describe('the canonical form', () => {
  it('has sorted keys, shortest numbers and no white space (RFC 8785)', () => {
    const json = canonicalJson(resolveSpec({ algorithm: 'paxos', phases: { ops: 10 } }));
    expect(json).toMatch(/^\{"algorithm":"paxos","costs":\{"applyMs":0\.001,"byteMs":0,"cpuInMs":0\.01,/);
    expect(json).not.toMatch(/\s/);
  });

  it('has a hash that never changes', () => {
    // Computed by another program: Python's json with sorted keys, and hashlib.
    expect(trialId(resolveSpec({ algorithm: 'paxos', phases: { ops: 10 } }))).toBe('ba99d810de09adff');
  });

  it('does not depend on how the spec was given', () => {
    const a = resolveSpec({ algorithm: 'flexible-paxos', nodes: 6, quorums: '5/2', network: { delay: '10ms' } });
    const b = resolveSpec({
      network: { delay: { value: 10, type: 'constant' }, fifo: true },
      quorums: { phase2: { q: 2, kind: 'count' }, phase1: { q: 5, kind: 'count' } },
      nodes: 6,
      algorithm: 'flexible-paxos',
    });
    expect(trialId(a)).toBe(trialId(b));
    expect(trialId({ ...a, seed: 2 })).not.toBe(trialId(a));
  });
});

describe('a spec without its defaults', () => {
  it.each<object>([
    {},
    { nodes: 6, quorums: '5/2', network: { topology: 'aws5-2021', loss: 0.1, fifo: false } },
    { workload: { ratePerS: 5, keys: 1 }, policy: { electionMs: [100, 200], leader: 2 } },
    { phases: { ops: 7 }, costs: { fsync: 'normal:1ms:1ms' }, faults: { plan: [{ kind: 'crash', node: 1, atMs: 5 }] } },
    { algorithm: 'multi-paxos', options: { failureDetector: 'alive' }, quorums: { shorthand: '2/2', unsafe: true } },
    { workload: { at: [1, 2], thinkMs: 5 }, seed: 9 },
  ])('resolves to the same trial: %j', (input) => {
    const full = resolveSpec(spec(input));
    expect(resolveSpec(withoutDefaults(full))).toEqual(full);
  });

  it('names what was chosen and nothing else', () => {
    expect(withoutDefaults(resolveSpec(spec({ seed: 9, network: { loss: 0.1 } })))).toEqual({
      algorithm: 'raft',
      seed: 9,
      network: { loss: 0.1 },
    });
  });
});
