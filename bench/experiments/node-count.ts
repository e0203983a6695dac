/**
 * Question: what do more nodes, and larger or smaller quorums, cost in steady operation, near and far?
 *
 * Method: 3 to 7 nodes; majorities and every minimal legal (q1, q2); within one data centre, with 10 ms between any two nodes,
 * and over seven regions of Google Cloud; closed loop of clients at all nodes, led by the first node, no failures.
 *
 * Expected: latency follows the q2-th nearest node, so that small phase-2 quorums win far more over regions than in one
 * place; throughput falls with the number of nodes, as the leader's CPU serves each of them, whatever the quorum. Paxos
 * without a leader pays two round trips and contention. Raft and Flexible Paxos with one quorum are as fast as each other.
 * With q2 = 1 the leader commits alone: its own clients, waiting for nobody, then do nearly all of the operations.
 */
import type { PanelInput } from './experiment.ts';
import { FIXED, FLEXIBLE } from './protocols.ts';

const shared = {
  name: 'node-count',
  about: 'What do more nodes, and larger or smaller quorums, cost in steady operation, near and far?',
  base: {
    workload: { kind: 'closed', clients: 10, timeoutMs: 5000 },
    // The same node leads everywhere, as its place decides who is near; time-outs leave room for the longest round trip.
    policy: { leader: 0, electionMs: [1000, 2000], heartbeatMs: 300 },
    phases: { warmupMs: 500, ops: 3400 },
  },
};

const axes = {
  network: [{ delay: 'normal:0.2136ms:0.0337ms' }, { delay: '10ms' }, { topology: 'gcp7-2020' }],
  nodes: [3, 4, 5, 6, 7],
};

export const nodeCount: readonly PanelInput[] = [
  { ...shared, axes: { ...axes, algorithm: FIXED, quorums: ['majority'] } },
  { ...shared, axes: { ...axes, algorithm: FLEXIBLE, quorums: ['majority', 'minimal'] } },
];
