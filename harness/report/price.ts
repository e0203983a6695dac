/** What quorums cost: which elections and commits survive how many crashes, and how often there is a quorum at all. Exact. */
import { Availability } from '../../algorithms/quorum/availability.ts';
import { diagramsOf } from '../../algorithms/quorum/decision-diagram.ts';
import { familyReport } from '../../algorithms/quorum/family.ts';
import { quorumSystemOf } from '../trial/quorums.ts';
import type { SharedSpec } from './configuration.ts';

export interface Price {
  /** Any so many nodes may be down, and a leader can still be elected. */
  readonly electionSurvives: number;
  /** Any so many nodes may be down, and a leader can still commit. */
  readonly commitSurvives: number;
}

export function priceOf(spec: Pick<SharedSpec, 'nodes' | 'quorums'>): Price {
  const { phase1, phase2, nodes } = quorumSystemOf(spec);
  const { diagrams, roots } = diagramsOf(nodes, [phase1.formula, phase2.formula]);
  const [elect, commit] = roots.map((root) => familyReport(diagrams, root).faultTolerance);
  return { electionSurvives: elect!, commitSurvives: commit! };
}

export interface Unavailability {
  readonly elect: number;
  readonly commit: number;
  /** Not both at once. */
  readonly either: number;
}

/**
 * Probability that the live nodes hold no quorum.
 * @param down probability that a node is down, each on its own
 */
export function unavailabilityOf(spec: Pick<SharedSpec, 'nodes' | 'quorums'>, down: number): Unavailability {
  const { phase1, phase2, nodes } = quorumSystemOf(spec);
  const availability = new Availability([phase1.formula, phase2.formula], {
    node: Array.from({ length: nodes }, () => down),
    zones: [],
  });
  return { elect: availability.of(0).no, commit: availability.of(1).no, either: availability.ofAll([0, 1]).no };
}

/** Share of time that a node is down, crashing at a rate when it is up and taking a mean time to repair. */
export function shareDown(crashesPerMin: number, repairMs: number): number {
  const downPerUp = (crashesPerMin * repairMs) / 60_000;
  return downPerUp / (1 + downPerUp);
}
