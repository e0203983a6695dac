/** The world of the analysis as the spec of a run: distances as on the matrix, no cost of CPU and disk, no limit of bandwidth. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Conditions } from './compare.ts';
import type { Configuration } from './comparison.ts';

/** What a run is for: its load, its time-outs, its faults and its length. */
export interface RunFields {
  readonly workload: object;
  readonly policy: object;
  readonly faults?: object;
  readonly phases: object;
}

/** The matrix is per node, so that each node is a region of its own. */
export function inMatrix(
  { name }: Pick<Algorithm, 'name'>,
  phases: Configuration['phases'],
  { nodes, rtt }: Pick<Conditions, 'nodes' | 'rtt'>,
  leader: number,
  seed: number,
  { workload, policy, faults = {}, phases: runPhases }: RunFields,
): TrialSpec {
  const names = Array.from({ length: nodes }, (_, node) => String(node));
  return resolveSpec({
    algorithm: name,
    nodes,
    seed,
    quorums: { phase1: phases.phase1, phase2: phases.phase2 },
    network: { topology: { id: 'compared', nodes: names, rttMs: rtt }, bandwidthBitPerS: null },
    costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: { type: 'constant', value: 0 } },
    workload: { reads: 0, ...workload },
    policy: { leader, ...policy },
    faults,
    phases: runPhases,
  });
}
