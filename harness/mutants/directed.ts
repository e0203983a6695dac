/** Scenarios for the bugs that random schedules meet too rarely: found by long searches, and made short. */
import { directedPaxos } from './directed-paxos.ts';
import { directedRaft } from './directed-raft.ts';

/** By bug, such as `raft/R03`: the text of a scenario. */
export const directed: Readonly<Record<string, string>> = { ...directedPaxos, ...directedRaft };
