/** The protocols of a comparison. Those with fixed quorums run with majorities; only the flexible ones have a choice. */

export const FIXED = ['paxos', 'multi-paxos'];
export const FLEXIBLE = ['flexible-paxos', 'raft'];
