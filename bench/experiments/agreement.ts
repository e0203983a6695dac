/**
 * Question: what does agreement cost beside one node that agrees with itself, and how does that grow with distance?
 *
 * Method: closed loops without failures. `replication`: 1, 3, 5 and 7 nodes in one data centre, one client (what an operation
 * waits for) and 64 (what the leader can bear), all clients at the leader. `distance`: 5 nodes with the same delay between any
 * two, from a tenth of a millisecond to 50 ms, one client, at the leader and at another node.
 *
 * Expected: one node costs its own disk and CPU; with several, an operation at the leader waits one round trip more, of which
 * the disk write at the leader hides a part, and the leader's CPU divides the throughput by the messages per operation. Slopes
 * over the one-way delay are 2 at the leader and 4 elsewhere; classic Paxos, which prepares each slot anew, 4 wherever.
 */
import type { PanelInput } from './experiment.ts';

const protocols = ['paxos', 'multi-paxos', 'raft'];
const policy = { leader: 0, electionMs: [1000, 2000], heartbeatMs: 300 };

const replication: PanelInput = {
  name: 'replication',
  about: 'What does agreement cost beside one node that agrees with itself?',
  base: { policy, workload: { kind: 'closed', at: [0], timeoutMs: 5000 }, phases: { warmupMs: 100, ops: 1500 } },
  axes: { nodes: [1, 3, 5, 7], algorithm: protocols, 'workload.clients': [1, 64] },
};

const distance: PanelInput = {
  name: 'distance',
  about: 'How often does an operation cross the network?',
  base: {
    nodes: 5,
    policy,
    workload: { kind: 'closed', clients: 1, timeoutMs: 5000 },
    phases: { warmupMs: 500, ops: 1100 },
  },
  axes: {
    'network.delay': ['0.1ms', '1ms', '5ms', '20ms', '50ms'],
    algorithm: protocols,
    'workload.at': [[0], [4]],
  },
};

export const agreement: readonly PanelInput[] = [replication, distance];
