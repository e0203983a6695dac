/**
 * Question: how long is nobody served after the crash of the leader, and what decides it?
 *
 * Method: 5 nodes in one data centre, and over five regions of Google Cloud; an open loop of 200/s, which does not wait for
 * elections; two seconds into the window whoever leads crashes, and is back after 1 s. Election time-outs from impatient to
 * patient, heartbeats a third of the shortest; majorities, and quorums of 4/2.
 *
 * Expected: in one place the outage is the time-out (its range, as the first of four followers to run out ends it) and two
 * round trips. Over regions a time-out below the longest round trip deposes leaders that live, so that impatience costs more
 * than it saves. A phase-1 quorum of four of five is all that is left: slower far away, where the fourth is the farthest.
 */
import type { PanelInput } from './experiment.ts';

const shared = {
  name: 'fail-over',
  about: 'How long is nobody served after the crash of the leader, and what decides it?',
  base: {
    nodes: 5,
    workload: { kind: 'open', ratePerS: 200, timeoutMs: 500 },
    faults: { crashLeaderAtMs: [2000], repair: '1s' },
    phases: { warmupMs: 1000, durationMs: 8000 },
  },
  seeds: 5,
};

const axes = {
  network: [{ delay: 'normal:0.2136ms:0.0337ms' }, { topology: 'gcp7-2020' }],
  policy: [
    { electionMs: [50, 100], heartbeatMs: 16 },
    { electionMs: [150, 300], heartbeatMs: 50 },
    { electionMs: [500, 1000], heartbeatMs: 160 },
    { electionMs: [1500, 3000], heartbeatMs: 500 },
  ],
};

export const failOver: readonly PanelInput[] = [
  { ...shared, axes: { ...axes, algorithm: ['multi-paxos'] } },
  { ...shared, axes: { ...axes, algorithm: ['flexible-paxos'], quorums: ['4/2'] } },
  { ...shared, axes: { ...axes, algorithm: ['raft'], quorums: ['majority', '4/2'] } },
];
