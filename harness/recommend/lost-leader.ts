/** The leader of a candidate lost by running, beside the prediction; in the world of the analysis, without costs of CPU and disk. */
import { loseLeader } from '../quorums/leader-loss.ts';
import { lossResiduals, lossSummary, type LossSummary } from '../quorums/price.ts';
import type { Residual } from '../quorums/residual.ts';
import { successionOf } from '../quorums/succession.ts';
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import type { Candidate } from './rank.ts';

export interface LostLeader {
  readonly summary: LossSummary;
  readonly residuals: readonly Residual[];
}

const RUNS_WITHOUT_END = 8;
/** Rivalry, election, first commit. */
const MEASURES = 3;

/**
 * @param most how many runs
 * @param error that an interval of any candidate misses a true prediction; of `candidates` together
 */
export function loseLeaderOf(
  { legal, algorithm, leader }: Candidate,
  most: number,
  error: number,
  candidates: number,
): LostLeader {
  const { world, system, configuration } = legal;
  const { nodes, rtt, profile } = world;
  const patience = profile.timeouts;
  const succession = successionOf(system, rtt, leader, patience);
  const ends = succession.back !== undefined;
  const runs = nodes === 1 ? 0 : ends ? most : Math.min(most, RUNS_WITHOUT_END);
  const losses = loseLeader({ name: algorithm }, configuration.phases, { nodes, rtt }, leader, {
    patience,
    runs,
    ends,
  });
  return {
    summary: lossSummary(succession, losses, timeToQuorum(system.phase2.formula, rtt[leader]!)),
    residuals: lossResiduals(succession, losses, error / (MEASURES * candidates)),
  };
}
