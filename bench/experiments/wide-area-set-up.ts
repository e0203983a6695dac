/** Five regions, their leader and its two quorums: what the experiment is simulated and run in real time with. */
import { commitMs } from '../models/wide-area.ts';
import { CALIFORNIA, FIVE_REGIONS, REGION_RTT } from './published/sigmod-2019.ts';

export interface System {
  readonly key: 'multiPaxos' | 'flexiblePaxos';
  readonly title: string;
  readonly algorithm: string;
  readonly quorums: string;
  readonly q2: number;
}

export const SYSTEMS: readonly System[] = [
  { key: 'multiPaxos', title: 'Multi-Paxos', algorithm: 'multi-paxos', quorums: 'majority', q2: 3 },
  { key: 'flexiblePaxos', title: 'Flexible Paxos, |q2| = 2', algorithm: 'flexible-paxos', quorums: '4/2', q2: 2 },
];
export const NODES = FIVE_REGIONS.nodes.length;
/** Operations per second at which nothing waits. */
export const LIGHT = 500;
/** Of a mean, and of the difference of two. */
export const SMALL = 0.01;
export const HALF_MS = 0.5;

/** @param at where clients are; their operations come in turn from all that are named */
export function inputOf({ algorithm, quorums }: System, ratePerS: number, at: 'all' | number[], seed: number): object {
  return {
    algorithm,
    nodes: NODES,
    quorums,
    seed,
    network: { topology: FIVE_REGIONS, clientRttMs: REGION_RTT.mean, bandwidthBitPerS: null },
    workload: { kind: 'open', ratePerS, at, timeoutMs: 5000, deadlineMs: 5000 },
    policy: { leader: CALIFORNIA, electionMs: [2000, 4000], heartbeatMs: 500, window: 100_000 },
    // What waited for the first election has to be worked off, which takes the longer the busier the leader is.
    phases: { warmupMs: ratePerS < 10_000 ? 1000 : 2000, durationMs: ratePerS <= LIGHT ? 2000 : 1000 },
  };
}

/** D_L + D_Q for clients of a region. */
export function formulaMs({ q2 }: System, region: number): number {
  return commitMs(FIVE_REGIONS.rttMs, CALIFORNIA, q2, region, REGION_RTT.mean);
}

/** Over all regions. */
export function meanFormulaMs(system: System): number {
  return FIVE_REGIONS.nodes.reduce((sum, _, region) => sum + formulaMs(system, region), 0) / NODES;
}
