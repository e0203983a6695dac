/** What a system gives away: smaller quorums of one phase that would still meet every quorum of the other. */
import { cheapestQuorum } from '../../algorithms/quorum/paths.ts';
import type { AnalysedSystem, PhaseName } from './system.ts';

/** `null` where nothing smaller is free. */
export type Slack = Record<PhaseName, { size: number; now: number; example: string[] } | null>;

/** The dual of the other phase is the most that is legal: its smallest quorum against the one in use. */
export function slackAnswer(system: AnalysedSystem): Slack {
  const free = (phase: PhaseName, rootOfOthersDual: number): Slack[PhaseName] => {
    const smallest = cheapestQuorum(system.diagrams, rootOfOthersDual)!;
    const now = system[phase].report.minSize;
    return smallest.cost < now ? { size: smallest.cost, now, example: system.idsOf(smallest.example) } : null;
  };
  return { phase1: free('phase1', system.phase2.rootOfDual), phase2: free('phase2', system.phase1.rootOfDual) };
}
