/** A first chart within seconds: the questions of the default sweep, with few values, one seed and short windows. */
import type { Experiment } from './experiment.ts';
import { FIXED, FLEXIBLE } from './protocols.ts';

const nodeCount = {
  name: 'node-count',
  about: 'What do more nodes, and larger or smaller quorums, cost in steady operation?',
  base: {
    workload: { kind: 'closed', clients: 10, timeoutMs: 5000 },
    policy: { leader: 0, electionMs: [1000, 2000], heartbeatMs: 300 },
    phases: { warmupMs: 200, ops: 1000 },
  },
};
const places = { network: [{ delay: 'normal:0.2136ms:0.0337ms' }, { topology: 'gcp7-2020' }], nodes: [3, 5] };

const failureRate = {
  name: 'failure-rate',
  about: 'How do throughput, tail latency and availability fall as nodes fail more often?',
  base: { nodes: 5, workload: { kind: 'open', ratePerS: 50 }, phases: { warmupMs: 500, durationMs: 20_000 } },
};
const rates = { 'faults.perNodeMinute': [0, 6] };

export const quick: Experiment = {
  name: 'quick',
  about: 'A first look: nodes, quorums, failures and load, one seed, short windows.',
  seeds: 1,
  panels: [
    { ...nodeCount, axes: { ...places, algorithm: FIXED } },
    { ...nodeCount, axes: { ...places, algorithm: FLEXIBLE, quorums: ['majority', 'minimal'] } },
    { ...failureRate, axes: { ...rates, algorithm: FIXED } },
    { ...failureRate, axes: { ...rates, algorithm: FLEXIBLE, quorums: ['majority', '4/2'] } },
    {
      name: 'load',
      about: 'How much load does each protocol carry?',
      base: { nodes: 5, phases: { warmupMs: 100, ops: 1000 } },
      axes: { algorithm: [...FIXED, ...FLEXIBLE], 'workload.clients': [1, 8, 64] },
    },
  ],
};
