/** All counting systems worth comparing: those in which no quorum can be made smaller. */
import { majority } from './formula.ts';

/** Which quorums must meet: see `legality.ts`. */
export type MeetingRule = 'paxos' | 'raft' | 'classic';

export interface CountingSizes {
  readonly q1: number;
  readonly q2: number;
}

/**
 * The minimal legal sizes, phase 2 from large to small: q1 + q2 = n + 1, and for Raft a q1 of at least a majority.
 * Classic Paxos leaves one choice, the majority.
 */
export function minimalCountingQuorums(nodes: number, rule: MeetingRule): CountingSizes[] {
  const half = majority(nodes);
  if (rule === 'classic') return [{ q1: half, q2: half }];
  const sizes: CountingSizes[] = [];
  for (let q1 = rule === 'raft' ? half : 1; q1 <= nodes; q1++) sizes.push({ q1, q2: nodes + 1 - q1 });
  return sizes;
}
