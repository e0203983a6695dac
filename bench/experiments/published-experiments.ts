/** All published experiments by name: `quorum-bench reproduce NAME`. To add one, write its file and list it here. */
import type { PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { partialConnectivity } from './partial-connectivity.ts';
import { raftElections } from './raft-elections.ts';

export const publishedExperiments: readonly PublishedExperiment[] = [raftElections, partialConnectivity];
