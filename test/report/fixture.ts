/** A small sweep that has an axis for every chart, and its result set in a folder of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration, Figure } from '../../harness/report/configuration.ts';
import { planSweep } from '../../harness/sweep/plan.ts';
import { sweepOf, type SweepInput } from '../../harness/sweep/sweep-spec.ts';
import { runSweep } from '../../harness/sweep/sweep.ts';

const steady = {
  name: 'node-count',
  base: { workload: { kind: 'closed', clients: 5 }, policy: { leader: 0 }, phases: { warmupMs: 50, ops: 1100 } },
};
const places = { network: [{ delay: 'normal:0.2ms:0.03ms' }, { topology: 'gcp7-2020' }], nodes: [3, 4] };
const failing = {
  name: 'failure-rate',
  base: { nodes: 3, workload: { kind: 'open', ratePerS: 100 }, phases: { warmupMs: 100, durationMs: 4000 } },
};
const crash = {
  nodes: 3,
  workload: { kind: 'open', ratePerS: 200 },
  faults: { crashLeaderAtMs: [500], repair: '1s' },
  phases: { warmupMs: 100, durationMs: 1500 },
};

export const everyAxis = {
  name: 'every-axis',
  about: 'Which protocol is best, with <which> quorums?',
  seeds: 2,
  panels: [
    { ...steady, axes: { ...places, algorithm: ['paxos', 'multi-paxos'] } },
    { ...steady, axes: { ...places, algorithm: ['flexible-paxos', 'raft'], quorums: ['majority', 'minimal', '1/1'] } },
    { ...failing, axes: { 'faults.perNodeMinute': [0, 20], algorithm: ['multi-paxos', 'raft'] } },
    {
      name: 'load',
      base: { nodes: 3, phases: { warmupMs: 50, ops: 1200 } },
      axes: { algorithm: ['multi-paxos', 'raft'], 'policy.thrifty': [false, true], 'workload.clients': [1, 8, 64] },
    },
    { name: 'leader-crash', base: crash, axes: { algorithm: ['paxos', 'raft'] }, intervalMs: 100 },
    {
      name: 'distance',
      base: { nodes: 3, phases: { warmupMs: 50, ops: 300 } },
      axes: { algorithm: ['paxos', 'raft'], 'network.delay': ['1ms', '5ms', '20ms'] },
    },
  ],
} satisfies SweepInput;

/** @returns the folder, which the caller removes */
export async function sweptFolder(input: SweepInput = everyAxis): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'quorum-bench-report-'));
  const sweep = sweepOf(input);
  await runSweep(sweep, planSweep(sweep), { dir, workers: 2, resume: false });
  return dir;
}

/** A configuration of which nothing matters but one figure. */
export function withFigure(column: string, value: number, low?: number, high?: number): Configuration {
  const figure: Figure = { value, low, high };
  return {
    index: 0,
    algorithm: 'raft',
    nodes: 5,
    q1: 3,
    q2: 3,
    quorums: 'majority 3/3',
    isMajority: true,
    thrifty: false,
    place: 'here',
    loss: 0,
    failureRatePerMin: 0,
    clients: 1,
    ratePerS: undefined,
    panels: [],
    seeds: 3,
    verdict: 'ok',
    reason: '',
    spec: {} as Configuration['spec'],
    trialIds: [],
    figure: (name) => (name === column ? figure : undefined),
  };
}
