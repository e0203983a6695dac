/**
 * Question: what do clients see, tenth of a second by tenth of a second, when the leader crashes?
 *
 * Method: 5 nodes in one data centre, an open loop of 200/s; two seconds into the window whoever leads crashes (where nobody
 * leads, the node that serves most clients), and is back after 1 s.
 *
 * Expected: nothing completes for about an election time-out (150 to 300 ms) plus two round trips, and then the backlog at
 * once. Without a leader, only the clients of the crashed node wait.
 */
import type { PanelInput } from './experiment.ts';
import { FIXED, FLEXIBLE } from './protocols.ts';

const shared = {
  name: 'leader-crash',
  about: 'What do clients see when the leader crashes?',
  base: {
    nodes: 5,
    workload: { kind: 'open', ratePerS: 200 },
    faults: { crashLeaderAtMs: [2000], repair: '1s' },
    phases: { warmupMs: 1000, durationMs: 5000 },
  },
  intervalMs: 100,
  draw: 'max',
};

export const leaderCrash: readonly PanelInput[] = [
  { ...shared, axes: { algorithm: FIXED } },
  { ...shared, axes: { algorithm: FLEXIBLE, quorums: ['majority', '4/2'] } },
];
