import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../bench/flags/flag.ts';
import { addTrialFlags, givenFlags, splitList, trialFlags, trialInput } from '../../bench/flags/trial-flags.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function textsOf(argv: readonly string[]): Record<string, unknown> {
  return addTrialFlags(new Command().exitOverride()).parse(argv, { from: 'user' }).opts();
}

function resolved(...argv: string[]) {
  return resolveSpec(trialInput(textsOf(argv)));
}

const plain = resolved('--algorithm', 'raft');

describe('flags of a trial', () => {
  const withDefault = trialFlags.filter((flag) => flag.byDefault !== undefined);

  it.each(withDefault.map((flag) => [nameOf(flag), flag.byDefault!]))(
    '--%s %s is what the spec has without it',
    (name, text) => {
      expect(resolved('--algorithm', 'raft', `--${name}`, text)).toEqual(plain);
    },
  );

  it.each<[string, object]>([
    ['--nodes 7', { nodes: 7 }],
    ['--seed 9', { seed: 9 }],
    ['--quorums 4/2', { quorums: { phase1: { kind: 'count', q: 4 }, phase2: { kind: 'count', q: 2 } } }],
    ['--quorums 2/2 --unsafe-quorums', { quorums: { unsafe: true, phase1: { q: 2 } } }],
    ['--latency uniform:1ms:2ms', { network: { delay: { type: 'uniform', min: 1, max: 2 } } }],
    ['--topology gcp7-2020 --local-rtt 1ms', { network: { topology: 'gcp7-2020', localRttMs: 1 } }],
    [
      '--links datagram --loss 0.1 --duplicate 0.2 --reorder 0.3',
      { network: { fifo: false, loss: 0.1, duplicate: 0.2, reorder: 0.3 } },
    ],
    ['--bandwidth 10Mbit/s', { network: { bandwidthBitPerS: 1e7 } }],
    ['--bandwidth unlimited', { network: { bandwidthBitPerS: null } }],
    ['--clients 3 --think 5ms', { workload: { kind: 'closed', clients: 3, thinkMs: 5 } }],
    ['--rate 500/s --arrivals constant', { workload: { kind: 'open', ratePerS: 500, arrivals: 'constant' } }],
    ['--client-at leader', { workload: { at: 'leader' } }],
    ['--client-at 0:3', { workload: { at: [0, 3] } }],
    [
      '--reads 0.9 --keys 7 --key-distribution zipf:0.99 --payload 1KiB',
      { workload: { reads: 0.9, keys: 7, keyDistribution: 'zipf:0.99', payloadBytes: 1024 } },
    ],
    ['--client-timeout 2s --deadline 3s', { workload: { timeoutMs: 2000, deadlineMs: 3000 } }],
    [
      '--batch 8 --batch-delay 1ms --window 2 --thrifty',
      { policy: { batch: 8, batchDelayMs: 1, window: 2, thrifty: true } },
    ],
    [
      '--leader 2 --election-timeout 100ms:200ms --heartbeat 20ms',
      { policy: { leader: 2, electionMs: [100, 200], heartbeatMs: 20 } },
    ],
    [
      '--cpu-in 1us --cpu-out 2us --cpu-apply 3us --fsync 1ms',
      { costs: { cpuInMs: 0.001, cpuOutMs: 0.002, applyMs: 0.003, fsync: { value: 1 } } },
    ],
    ['--failure-rate 60 --repair-time exponential:300ms', { faults: { perNodeMinute: 60, repair: { mean: 300 } } }],
    ['--crash-leader 5s:8s', { faults: { crashLeaderAtMs: [5000, 8000] } }],
    ['--warmup 0ms --duration 2s', { phases: { warmupMs: 0, durationMs: 2000, ops: null } }],
    ['--ops 100', { phases: { durationMs: null, ops: 100 } }],
    [
      '--set workload.keys=1 --set policy.electionMs=[90,99]',
      { workload: { keys: 1 }, policy: { electionMs: [90, 99] } },
    ],
    [
      '--set faults.plan=[{kind:crash,node:1,atMs:5}]'.replaceAll(':', ': '),
      { faults: { plan: [{ kind: 'crash', node: 1 }] } },
    ],
  ])('%s', (line, expected) => {
    const argv = line
      .split(/ (?=--)/)
      .flatMap((flag) =>
        flag.includes(' ') ? [flag.slice(0, flag.indexOf(' ')), flag.slice(flag.indexOf(' ') + 1)] : [flag],
      );
    expect(resolved('--algorithm', 'raft', ...argv)).toMatchObject(expected);
  });

  it('change nothing but their own fields', () => {
    const { network, ...others } = resolved('--algorithm', 'raft', '--loss', '0.1');
    expect({ ...others, network: { ...network, loss: 0 } }).toEqual(plain);
  });

  it('go over what the file says, and --set over both', () => {
    const path = file(
      'base.yaml',
      'algorithm: raft\nnodes: 3\nseed: 2\nnetwork: { topology: aws5-2021 }\nworkload: { ratePerS: 50 }\n',
    );
    const spec = resolved(
      '--spec',
      path,
      '--nodes',
      '5',
      '--seed',
      '3',
      '--set',
      'seed=4',
      '--latency',
      '1ms',
      '--clients',
      '2',
    );
    expect(spec).toMatchObject({
      nodes: 5,
      seed: 4,
      network: { delay: { value: 1 } },
      workload: { kind: 'closed', clients: 2 },
    });
    expect(spec.network).not.toHaveProperty('topology');
    expect(spec.workload).not.toHaveProperty('ratePerS');
  });

  it('take topologies, quorums and faults from files, so that the spec needs none', () => {
    const topology = file('t.json', '{"id": "two", "nodes": ["a", "b"], "rttMs": [[0, 4], [6, 0]]}');
    const quorums = file(
      'q.yaml',
      'phase1: {kind: explicit, quorums: [["0", "1"]]}\nphase2: {kind: dual, of: phase1}\n',
    );
    const faults = file('f.yaml', '- {kind: partition, groups: [[0], [1, 2]], atMs: 100, forMs: 50}\n');
    const spec = resolved(
      '--algorithm',
      'raft',
      '--nodes',
      '3',
      '--topology',
      `@${topology}`,
      '--quorums',
      `@${quorums}`,
      '--faults',
      `@${faults}`,
    );
    expect(spec.network.topology).toEqual({
      id: 'two',
      nodes: ['a', 'b'],
      rttMs: [
        [0, 4],
        [6, 0],
      ],
    });
    expect(spec.quorums.phase2).toEqual({ kind: 'dual', of: 'phase1' });
    expect(spec.faults.plan).toEqual([{ kind: 'partition', groups: [[0], [1, 2]], atMs: 100, forMs: 50 }]);
  });
});

describe('lists, for sweeps', () => {
  it('are commas or a repeated flag, in order', () => {
    const given = givenFlags(textsOf(['--nodes', '3,5', '--nodes', '7', '--latency', '1ms,uniform:1ms:2ms']));
    expect(given.map(({ name, values }) => [name, values.map(({ text }) => text)])).toEqual([
      ['nodes', ['3', '5', '7']],
      ['latency', ['1ms', 'uniform:1ms:2ms']],
    ]);
  });

  it('leave commas inside parentheses alone', () => {
    expect(splitList('majority,expr:choose(2,0,1,2), 4/2')).toEqual(['majority', 'expr:choose(2,0,1,2)', '4/2']);
  });
});

describe('the examples that we print', () => {
  const lineOf = /^(?: {4}| {2}\$ )quorum-bench run (--algorithm [^|&>\n]*)/gm;
  const sources = [
    'bench/README.md',
    'bench/commands/run.ts',
    'bench/commands/replay.ts',
    'bench/program.ts',
    'bench/commands/check.ts',
  ];
  const examples = sources.flatMap((source) => {
    const text = readFileSync(new URL(`../../${source}`, import.meta.url), 'utf8');
    return [...text.matchAll(lineOf)].map((match) => match[1]!.trim());
  });

  it('are there', () => {
    expect(examples.length).toBeGreaterThan(9);
  });

  it.each([...new Set(examples)])('run %s', (line) => {
    const argv = line
      .split(' ')
      .filter((word, i, words) => word !== '--json' && word !== '--trace' && words[i - 1] !== '--trace');
    expect(resolved(...argv).algorithm).toBe(argv[1]);
  });
});
