/**
 * Question: how much load does each protocol carry, and what does latency do on the way there?
 *
 * Method: 5 nodes in one data centre; 1 to 256 clients in a closed loop, so that each curve bends where it saturates.
 *
 * Expected: with one client the protocols with a leader differ by their round trips alone; all of them saturate where the
 * leader's CPU does, which depends on the messages per operation and not on the quorum, unless only a quorum is asked.
 */
import type { PanelInput } from './experiment.ts';
import { FLEXIBLE } from './protocols.ts';

const shared = {
  name: 'load',
  about: 'How much load does each protocol carry, and what does latency do on the way there?',
  base: { nodes: 5, phases: { warmupMs: 200, ops: 4000 } },
};

const clients = { 'workload.clients': [1, 4, 16, 64, 256] };
const thrifty = { 'policy.thrifty': [false, true] };

export const load: readonly PanelInput[] = [
  // Without a leader there is no one who knows whom to ask: thrifty Paxos is left out.
  { ...shared, axes: { algorithm: ['paxos'], ...clients } },
  { ...shared, axes: { algorithm: ['multi-paxos'], ...thrifty, ...clients } },
  { ...shared, axes: { algorithm: FLEXIBLE, quorums: ['majority', '4/2'], ...thrifty, ...clients } },
];
