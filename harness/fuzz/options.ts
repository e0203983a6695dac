/** What the replicas of a schedule are given. */
import type { CommonOptions } from '../../algorithms/contract.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import type { TrialSpec } from '../trial/spec.ts';

export function optionsOf(spec: TrialSpec): CommonOptions {
  const { policy, quorums, nodes } = spec;
  const { phase1, phase2 } = quorums;
  if (phase1.kind !== 'count' || phase2.kind !== 'count') throw new Error('schedules have counting quorums');
  return {
    ...spec.options,
    quorums: countingSystem(nodes, phase1.q, phase2.q),
    electionMs: policy.electionMs,
    heartbeatMs: policy.heartbeatMs,
    thrifty: policy.thrifty,
    firstLeader: policy.leader === 'auto' ? undefined : policy.leader,
  };
}
