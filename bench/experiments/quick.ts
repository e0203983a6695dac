/** A first chart within seconds: the questions of the default sweep, with few values, one seed and short windows. */
import type { Experiment } from './experiment.ts';

const algorithm = ['paxos', 'multi-paxos', 'flexible-paxos', 'raft'];

export const quick: Experiment = {
  name: 'quick',
  about: 'A first look: nodes, quorums, failures and load, one seed, short windows.',
  seeds: 1,
  panels: [
    {
      name: 'node-count',
      about: 'What do more nodes, and larger or smaller quorums, cost in steady operation?',
      base: { workload: { kind: 'closed', clients: 10 }, phases: { warmupMs: 200, ops: 1000 } },
      axes: {
        network: [{ delay: 'normal:0.2136ms:0.0337ms' }, { topology: 'gcp7-2020' }],
        nodes: [3, 5],
        algorithm,
        quorums: ['majority', 'minimal'],
      },
    },
    {
      name: 'failure-rate',
      about: 'How do throughput, tail latency and availability fall as nodes fail more often?',
      base: {
        nodes: 5,
        workload: { kind: 'open', ratePerS: 50 },
        phases: { warmupMs: 500, durationMs: 30_000 },
      },
      axes: { 'faults.perNodeMinute': [0, 6], algorithm, quorums: ['majority', '4/2'] },
    },
    {
      name: 'load',
      about: 'How much load does each protocol carry?',
      base: { nodes: 5, phases: { warmupMs: 100, ops: 1000 } },
      axes: { algorithm, 'workload.clients': [1, 8, 64] },
    },
  ],
};
