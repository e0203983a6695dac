/**
 * A candidate as runs: at the given load with everybody up, and at a light load for a long time with crashes and repairs.
 * All that is drawn depends on the seed alone, so that all candidates of a size meet the same arrivals and the same crashes.
 */
import { crashPlan } from '../quorums/crash-plan.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Profile } from './profile.ts';
import type { Candidate } from './rank.ts';

/** How long runs last. */
export interface Effort {
  readonly seeds: number;
  /** Operations of a run at the given load. */
  readonly operations: number;
  /** Virtual time of a run with crashes. */
  readonly crashRunMs: number;
}

/** Operations per second of a run with crashes: enough to see when nobody is served. */
const PROBES_PER_S = 20;

type RunOf = Pick<Candidate, 'algorithm' | 'leader'> & {
  readonly legal: Pick<Candidate['legal'], 'configuration' | 'world'>;
};

/** No run at the given load need last longer, ms. */
const LONGEST_MS = 120_000;
/** Fewer have no 99th percentile. */
const LEAST_OPERATIONS = 1000;

export function loadSpec(candidate: RunOf, seed: number, { operations }: Effort): TrialSpec {
  const { loadPerS } = candidate.legal.world.profile;
  const ops = Math.max(LEAST_OPERATIONS, Math.min(operations, Math.round((loadPerS * LONGEST_MS) / 1000)));
  return spec(candidate, seed, loadPerS, [], { warmupMs: 1000, ops });
}

export function crashSpec(candidate: RunOf, seed: number, { crashRunMs }: Effort): TrialSpec {
  const { failures, profile } = candidate.legal.world;
  const plan = crashPlan(failures, profile.repairMs, crashRunMs, seed);
  return spec(candidate, seed, Math.min(PROBES_PER_S, profile.loadPerS), plan, {
    warmupMs: 1000,
    durationMs: crashRunMs,
  });
}

function spec(
  { algorithm, leader, legal }: RunOf,
  seed: number,
  ratePerS: number,
  plan: readonly object[],
  phases: object,
): TrialSpec {
  const { nodes, rtt, clients, profile } = legal.world;
  const { phase1, phase2 } = legal.configuration.phases;
  const { readShare, payloadBytes, deadlineMs, window, timeouts } = profile;
  return resolveSpec({
    algorithm,
    nodes,
    seed,
    quorums: { phase1, phase2 },
    network: { topology: { id: profile.topology.id, nodes: rtt.map((_, node) => String(node)), rttMs: rtt } },
    workload: {
      kind: 'open',
      ratePerS,
      at: clients,
      reads: readShare,
      payloadBytes,
      deadlineMs,
      timeoutMs: clientTimeoutMs(rtt, profile),
    },
    policy: { leader, window, electionMs: [...timeouts.electionMs], heartbeatMs: timeouts.heartbeatMs },
    faults: { plan },
    phases,
  });
}

/** No answer takes longer than this: a round trip to the leader and another to a quorum, with something to spare. */
const ROUND_TRIPS = 2.5;

/** Whose node crashed asks another one, before a new leader is elected and while there is still time. */
function clientTimeoutMs(rtt: readonly (readonly number[])[], { timeouts, deadlineMs }: Profile): number {
  const slowest = ROUND_TRIPS * Math.max(...rtt.flat());
  return Math.min(Math.max(timeouts.electionMs[0] / 3, slowest), deadlineMs / 2);
}
