/**
 * A candidate as runs: at the given load with everybody up, and at a light load for a long time with crashes and repairs.
 * All that is drawn depends on the seed alone, so that all candidates of a size meet the same arrivals and the same crashes.
 */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import { log } from '../sim/exact-math.ts';
import { RandomStream } from '../sim/random.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { crashRate, type Profile } from './profile.ts';
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

/** Nodes and zones crash and are repaired on their own, from a random moment of that process on: some are down at once. */
export function crashPlan(failures: Failures, repairMs: number, durationMs: number, seed: number): object[] {
  const nodes = failures.node.map((down, node) => ({ name: `node/${node}`, down, nodes: [node] }));
  const zones = failures.zones.map(({ fails, nodes: members }, i) => ({
    name: `zone/${i}`,
    down: fails,
    nodes: members,
  }));
  const plan = [...nodes, ...zones].flatMap(({ name, down, nodes: members }) => {
    if (down === 0) return [];
    const random = new RandomStream(seed, `recommend/crashes/${name}`);
    const exponential = (meanMs: number): number => -meanMs * log(1 - random.next());
    const found: { kind: 'outage'; nodes: readonly number[]; atMs: number; forMs: number }[] = [];
    const upMs = 1 / crashRate(down, repairMs);
    let atMs = random.next() < down ? 0 : exponential(upMs);
    while (atMs < durationMs) {
      const forMs = exponential(repairMs);
      found.push({ kind: 'outage', nodes: members, atMs, forMs });
      atMs += forMs + exponential(upMs);
    }
    return found;
  });
  return plan.sort((a, b) => a.atMs - b.atMs);
}
