/**
 * What one round costs a Paxos leader, and the latency and throughput that follow (Ailijiang, Charapko and Demirbas,
 * Dissecting the Performance of Strongly-Consistent Replication Protocols, SIGMOD 2019, §3). Each node is one queue for CPU
 * and network card. Times in ms, rates per s.
 */
import { waitMD1 } from './queues.ts';

export interface RoundCosts {
  /** Per message received, its time on the card included: t_i + 2 s_m / b. */
  readonly inMs: number;
  /** Per message serialised; a broadcast is serialised once: t_o. */
  readonly outMs: number;
}

const MS_PER_S = 1000;

/**
 * µ = N t_i + 2 t_o + 2 N s_m / b: the request and N - 1 answers come in; a broadcast and a reply go out. §3.2 calls it the
 * service time; the size of the quorum is not in it, unless the leader asks only a quorum.
 */
export function serviceMs({ inMs, outMs }: RoundCosts, nodes: number): number {
  return nodes * inMs + 2 * outMs;
}

/** R_max = 1 / µ. */
export function mostRoundsPerS(costs: RoundCosts, nodes: number): number {
  return MS_PER_S / serviceMs(costs, nodes);
}

/** Where a round waits for its turn as one job of constant length: M/D/1. */
export function waitMs(costs: RoundCosts, nodes: number, ratePerS: number): number {
  return waitMD1(ratePerS / MS_PER_S, serviceMs(costs, nodes));
}

/**
 * Latency = w + µ + D_L + D_Q: wait, service, round trip client to leader, round trip to the last of the quorum.
 * @param clientRttMs D_L @param quorumRttMs D_Q
 */
export function latencyMs(
  costs: RoundCosts,
  nodes: number,
  ratePerS: number,
  clientRttMs: number,
  quorumRttMs: number,
): number {
  return waitMs(costs, nodes, ratePerS) + serviceMs(costs, nodes) + clientRttMs + quorumRttMs;
}
