/** Latency over regions, where nothing counts but round trips. Times in ms. */

/** By region and region; 0, or the round trip within a region, on the diagonal. */
export type RoundTrips = readonly (readonly number[])[];

/** D_Q: the (|Q2| - 1)-th smallest round trip from the leader, for its own vote is free. */
export function quorumRttMs(rtt: RoundTrips, leader: number, quorum: number): number {
  if (quorum === 1) return 0;
  const others = rtt[leader]!.filter((_, region) => region !== leader).toSorted((a, b) => a - b);
  const last = others[quorum - 2];
  if (last === undefined) throw new RangeError(`a quorum of ${quorum} of ${rtt.length} nodes`);
  return last;
}

/** What a client in `region` waits for with a leader elsewhere, D_L + D_Q (Moraru, Andersen and Kaminsky, SOSP 2013, §7.1). */
export function commitMs(rtt: RoundTrips, leader: number, quorum: number, region: number, clientRttMs: number): number {
  const toLeader = region === leader ? clientRttMs : rtt[region]![leader]!;
  return toLeader + quorumRttMs(rtt, leader, quorum);
}

/**
 * (1 + c) ((1 - l)(D_L + D_Q) + l D_Q) (Ailijiang, Charapko and Demirbas, SIGMOD 2019): of all commands a share l is led
 * where its client is, and a share c meets a conflict and takes a second round. EPaxos has l = 1.
 */
export function latencyWithLocality(toLeaderMs: number, quorumMs: number, locality: number, conflicts: number): number {
  return (1 + conflicts) * ((1 - locality) * (toLeaderMs + quorumMs) + locality * quorumMs);
}
