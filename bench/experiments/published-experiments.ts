/** All published experiments by name: `quorum-bench reproduce NAME`. To add one, write its file and list it here. */
import type { PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { fiveSites } from './five-sites.ts';
import { leaderSaturation } from './leader-saturation.ts';
import { partialConnectivity } from './partial-connectivity.ts';
import { quorumSizes } from './quorum-sizes.ts';
import { raftElections } from './raft-elections.ts';
import { splitVotes } from './split-votes.ts';
import { wanElections } from './wan-elections.ts';
import { wideAreaQuorums } from './wide-area-quorums.ts';

export const publishedExperiments: readonly PublishedExperiment[] = [
  raftElections,
  wanElections,
  splitVotes,
  leaderSaturation,
  wideAreaQuorums,
  fiveSites,
  quorumSizes,
  partialConnectivity,
];
