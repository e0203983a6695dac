/** The short texts of a spec for rows, tables and legends, in the syntax of the flags. */
import { formatDistribution } from './distribution-text.ts';
import { smallestQuorum } from './quorum-size.ts';
import { quorumSystemOf } from './quorums.ts';
import type { TrialSpec } from './spec.ts';

/** `majority`, `4/2`, `grid:2x3`. */
export function quorumsLabel(spec: Pick<TrialSpec, 'nodes' | 'quorums'>): string {
  return quorumSystemOf(spec).label;
}

/** Name of the region matrix; null where a distribution gives the delays. */
export function topologyLabel({ network }: Pick<TrialSpec, 'network'>): string | null {
  const { topology } = network;
  return typeof topology === 'object' ? topology.id : (topology ?? null);
}

/** The one-way delay, such as `normal:0.2136ms:0.0337ms`; null where a region matrix gives the delays. */
export function latencyLabel({ network }: Pick<TrialSpec, 'network'>): string | null {
  return network.delay === undefined ? null : formatDistribution(network.delay);
}

/** Sizes of the smallest quorum of each phase. */
export function quorumSizes(spec: Pick<TrialSpec, 'nodes' | 'quorums'>): { q1: number; q2: number } {
  const { phase1, phase2 } = quorumSystemOf(spec);
  return { q1: smallestQuorum(phase1.formula), q2: smallestQuorum(phase2.formula) };
}
