/**
 * Elections in Raft with randomised time-outs (Ongaro, Consensus: Bridging Theory and Practice, 2014, ch. 9). The unit
 * of time is the width of the range of time-outs, which is as wide as its least one is long: time-outs are uniform in [1, 2].
 */
import { atLeastOf } from './binomial.ts';

/** P(the earliest of s time-outs is over by t after the least one) = 1 - (1 - t)^s. */
export function earliestBy(time: number, servers: number): number {
  return atLeastOf(1, servers, time);
}

/** Mean of the earliest time-out, above the least one: 1 / (s + 1). */
export function earliestMean(servers: number): number {
  return 1 / (servers + 1);
}

/**
 * The vote is split if so many of the `up` servers time out within one latency of the first that those left are no majority of
 * the `cluster` with it: P(split) = Σ C(s,k) l^k (1-l)^(s-k) for k from c - 1 to s, with c = s - ⌊n/2⌋ + 1.
 * @param latency one way, in units of the range; constant
 */
export function splitVote(cluster: number, up: number, latency: number): number {
  const candidates = up - Math.floor(cluster / 2) + 1;
  return atLeastOf(candidates - 1, up, latency);
}

export interface ElectionWorld {
  readonly cluster: number;
  readonly up: number;
  /** Mean one-way latency, and mean time of a durable write, in units of the range. */
  readonly latency: number;
  readonly write: number;
  /** Mean time since the last heartbeat when the leader crashes: 1/4 where heartbeats come every half of the least time-out. */
  readonly crashOffset: number;
}

/**
 * Mean time from the crash to a leader: (1 + 1/(s+1) + E[L]) / (1 - p) + E[L] + E[W] - offset, in units of the range. Terms are
 * taken for independent and all alike, so that their number is geometric.
 */
export function electionMean({ cluster, up, latency, write, crashOffset }: ElectionWorld): number {
  const term = 1 + earliestMean(up) + latency;
  return term / (1 - splitVote(cluster, up, latency)) + latency + write - crashOffset;
}
