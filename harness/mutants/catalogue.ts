/** The seeded bugs of all protocols, and changes that are none. */
import { multiPaxosOptionMutants } from './multi-paxos-options.ts';
import { multiPaxosMutants } from './multi-paxos.ts';
import type { Mutant } from './mutant.ts';
import { nodeMutants } from './node.ts';
import { paxosMutants } from './paxos.ts';
import { raftOptionMutants } from './raft-options.ts';
import { raftQuorumMutants } from './raft-quorums.ts';
import { raftMutants } from './raft.ts';

export const mutants: readonly Mutant[] = [
  ...paxosMutants,
  ...multiPaxosMutants,
  ...multiPaxosOptionMutants,
  ...raftMutants,
  ...raftQuorumMutants,
  ...raftOptionMutants,
  ...nodeMutants,
];
