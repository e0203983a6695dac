/**
 * Who follows a leader that has crashed, and when: exact, as long as a single node campaigns. Every other node campaigns
 * when it has heard nothing for a time of its own, uniform in the range of the election time-out, since the leader's last
 * message reached it. The first of them is elected after its phase 1 and commits after its phase 2, unless another one
 * campaigns before it has heard of the first: what happens then is the protocols' own affair, and not predicted; how often it
 * happens is.
 */
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import type { Law } from './law.ts';

/** Time-outs and heartbeats, the same for all protocols. */
export interface Patience {
  readonly electionMs: readonly [number, number];
  readonly heartbeatMs: number;
}

export interface Succession {
  /** Probability that another node campaigns before it has heard of the first that does. All else is given that none does. */
  readonly rivalry: number;
  /** By node: what it needs to be elected, and to commit from then on; Infinity without a quorum. */
  readonly electMs: readonly number[];
  readonly commitMs: readonly number[];
  /** From the campaign to the election. `undefined`: without the leader there is no phase-1 quorum. */
  readonly elect: Law | undefined;
  /** From the leader's last message to the first commit after it; `undefined` without quorums of both phases. */
  readonly back: Law | undefined;
}

const LEAST_ELECTION_MS = 150;
const ROUND_TRIPS = 1.5;
const BEATS_PER_TIMEOUT = 3;

/** So long that an election over the longest round trip ends before the next one begins. */
export function patienceFor(longestRttMs: number): Patience {
  const least = Math.max(LEAST_ELECTION_MS, Math.ceil(ROUND_TRIPS * longestRttMs));
  return { electionMs: [least, 2 * least], heartbeatMs: Math.round(least / BEATS_PER_TIMEOUT) };
}

/**
 * @param rtt round trips, ms; a way takes half of one
 * @param firsts `firstCampaigns` of the same, which look at no quorums
 */
export function successionOf(
  { phase1, phase2 }: Pick<QuorumSystem, 'phase1' | 'phase2'>,
  rtt: readonly (readonly number[])[],
  leader: number,
  patience: Patience,
  firsts: readonly FirstCampaign[] = firstCampaigns(rtt, leader, patience),
): Succession {
  const answers = rtt.map((row) => row.map((time, other) => (other === leader ? Infinity : time)));
  const electMs = answers.map((row) => timeToQuorum(phase1.formula, row));
  const commitMs = answers.map((row) => timeToQuorum(phase2.formula, row));
  const alone = firsts.reduce((sum, { weight }) => sum + weight, 0);
  const law = (timeOf: (first: FirstCampaign) => number): Law | undefined => {
    const points = firsts.map((first) => ({ weight: first.weight / alone, value: timeOf(first) }));
    return points.every(({ value }) => value < Infinity) ? points : undefined;
  };
  return {
    rivalry: Math.max(0, 1 - alone),
    electMs,
    commitMs,
    elect: law(({ node }) => electMs[node]!),
    back: law(({ node, atMs }) => atMs + electMs[node]! + commitMs[node]!),
  };
}

/** A node campaigns at that time, the first to do so, and alone. Time runs from the leader's last message. */
export interface FirstCampaign {
  readonly node: number;
  readonly atMs: number;
  readonly weight: number;
}

/** Spare points for what is no polynomial, such as an exponential function of the time. */
const SPARE_POINTS = 8;

/** Points and weights at which a sum over them is an integral over all time-outs, exact for means and variances. */
export function firstCampaigns(
  rtt: readonly (readonly number[])[],
  leader: number,
  { electionMs: [least, most] }: Patience,
): FirstCampaign[] {
  const others = rtt.map((_, node) => node).filter((node) => node !== leader);
  const heard = rtt.map((_, node) => rtt[leader]![node]! / 2);
  const { at, weight } = gaussLegendre(Math.ceil(others.length / 2) + SPARE_POINTS);
  const stillWaits = (node: number, time: number): number =>
    Math.min(1, Math.max(0, (heard[node]! + most - time) / (most - least)));
  return others.flatMap((node) => {
    const rivals = others.filter((other) => other !== node);
    const hears = (rival: number): number => rtt[node]![rival]! / 2;
    // Alone: no rival campaigns before the news of the campaign is there. Between the bends it is a polynomial of the time.
    const density = (time: number): number =>
      rivals.reduce((product, rival) => product * stillWaits(rival, time + hears(rival)), 1 / (most - least));
    const [from, to] = [heard[node]! + least, heard[node]! + most];
    const bends = rivals.flatMap((rival) => [least, most].map((end) => heard[rival]! + end - hears(rival)));
    const ends = [from, ...bends.filter((x) => x > from && x < to).sort((a, b) => a - b), to];
    return ends.slice(1).flatMap((end, i) => {
      const half = (end - ends[i]!) / 2;
      return at.map((x, k) => {
        const atMs = ends[i]! + half * (1 + x);
        return { node, atMs, weight: weight[k]! * half * density(atMs) };
      });
    });
  });
}
