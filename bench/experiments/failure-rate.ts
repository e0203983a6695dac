/**
 * Question: how do throughput, tail latency and availability fall as nodes fail more often, and which quorums soften it?
 *
 * Method: 5 and 6 nodes in one data centre; majorities and the minimal legal (q1, q2); nodes crash at random times, up to six
 * times a minute each, and are back after 1 s on average; an open loop of moderate load, which does not wait for elections,
 * for 60 virtual seconds.
 *
 * Expected: availability falls with the rate of leader crashes; small phase-2 quorums commit through more follower crashes,
 * but their large phase-1 quorums cannot elect while one node is down, which shows as long outages.
 */
import type { PanelInput } from './experiment.ts';
import { FIXED, FLEXIBLE } from './protocols.ts';

const shared = {
  name: 'failure-rate',
  about: 'How do throughput, tail latency and availability fall as nodes fail more often?',
  base: {
    workload: { kind: 'open', ratePerS: 200 },
    phases: { warmupMs: 1000, durationMs: 60_000 },
    faults: { repair: 'exponential:1s' },
  },
};

const axes = { nodes: [5, 6], 'faults.perNodeMinute': [0, 1, 6] };

export const failureRate: readonly PanelInput[] = [
  { ...shared, axes: { ...axes, algorithm: FIXED, quorums: ['majority'] } },
  { ...shared, axes: { ...axes, algorithm: FLEXIBLE, quorums: ['majority', 'minimal'] } },
];
