/** What an algorithm is given: the policy that all share, and its own options. Apart, as threads of nodes need no more. */
import type { CommonOptions } from '../../algorithms/contract.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import type { TrialSpec } from './spec.ts';

/** Of a resolved spec: its quorums make a system. */
export function commonOptions({ nodes, quorums, options, policy }: TrialSpec): CommonOptions {
  return {
    ...options,
    quorums: systemFromSpec(nodes, quorums.phase1, quorums.phase2),
    electionMs: policy.electionMs,
    heartbeatMs: policy.heartbeatMs,
    thrifty: policy.thrifty,
    firstLeader: policy.leader === 'auto' ? undefined : policy.leader,
  };
}
