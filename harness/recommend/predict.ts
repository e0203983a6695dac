/** The analysis: what a choice of protocol, quorums and leader is expected to give, without running it. */
import { Availability } from '../../algorithms/quorum/availability.ts';
import { meanOfLaw } from '../quorums/law.ts';
import { firstCampaigns, successionOf, type FirstCampaign, type Succession } from '../quorums/succession.ts';
import { exp } from '../sim/exact-math.ts';
import { meanMs as meanOfDistribution } from '../sim/sampler.ts';
import type { LegalSystem } from './candidates.ts';
import { capacityOf, cpuWait, type Capacity, type LeaderWork } from './leader-queue.ts';
import type { World } from './profile.ts';
import { componentsOf, MOST_COMPONENTS, serviceOf, type Service } from './service-chain.ts';
import { delayed, meanOf, quantileOf, stepsToQuorum } from '../quorums/waiting-time.ts';

export interface Predicted {
  /** As clients see it while somebody leads: those down included, the wait for elections not. */
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** At the leader. */
  readonly commitP50Ms: number;
  readonly commitP99Ms: number;
  /** Without the leader, everybody else up, if one node alone campaigns: to elect it, from its campaign. */
  readonly electMs: number;
  /** Likewise: from the leader's last message to the first commit after it. */
  readonly backMs: number;
  /** Probability that another one campaigns before it has heard of the first. */
  readonly rivalry: number;
  /** From the crash of the leader to the first commit, as above. */
  readonly failoverMs: number;
  /** What operations sent during fail-overs add to the mean that clients see; not part of `meanMs`. */
  readonly failoverAddsMs: number | undefined;
  /** Probability that no quorum of phase 2, or of phase 1, is up. */
  readonly noCommit: number;
  readonly noElection: number;
  /** Share of operations without an answer by the deadline. */
  readonly unanswered: number;
  readonly capacityPerS: number;
  readonly capacityLimit: Capacity['limitedBy'];
  /** Load by capacity. */
  readonly busy: number;
  readonly messages: number;
}

export type WorkOf = (algorithm: string, world: World) => LeaderWork;

/** What does not depend on the leader or the protocol. */
interface SystemFigures {
  readonly availability: Availability;
  readonly service: Service | undefined;
  readonly noCommit: number;
  readonly noElection: number;
  readonly noBoth: number;
}

/** For each protocol that may run with it, and each leader. */
export function predictAll(legal: LegalSystem, world: World, workOf: WorkOf): Map<string, Predicted[]> {
  const shared = systemFigures(legal, world);
  const result = new Map<string, Predicted[]>();
  for (const { name } of legal.algorithms) {
    const work = workOf(name, world);
    result.set(
      name,
      world.rtt.map((_, leader) => predict(legal, world, shared, work, leader)),
    );
  }
  return result;
}

function systemFigures({ system }: LegalSystem, { failures, profile }: World): SystemFigures {
  const availability = new Availability([system.phase1.formula, system.phase2.formula], failures);
  const components = componentsOf(failures);
  const exact = components > 0 && components <= MOST_COMPONENTS;
  return {
    availability,
    service: exact ? serviceOf(system, failures, profile.repairMs, profile.deadlineMs) : undefined,
    noCommit: availability.of(1).no,
    noElection: availability.of(0).no,
    noBoth: availability.ofAll([0, 1]).no,
  };
}

function predict(
  { system }: LegalSystem,
  world: World,
  { availability, service, noCommit, noElection, noBoth }: SystemFigures,
  work: LeaderWork,
  leader: number,
): Predicted {
  const { rtt, clients, profile } = world;
  const { cpuInMs, cpuOutMs, applyMs } = work.costs;
  const flush = flushOf(work, profile.loadPerS);
  const flushMs = flush.meanMs;
  // Followers take the message in, flush, and answer; the leader flushes meanwhile.
  const answers = rtt[leader]!.map((time, node) => flushMs + (node === leader ? 0 : time + cpuInMs + cpuOutMs));
  const commit = stepsToQuorum(availability, 1, leader, answers);
  const capacity = capacityOf(work, profile.window, meanOf(commit));
  const busy = profile.loadPerS / capacity.perS;
  const wait = cpuWait((profile.loadPerS * work.cpuMs) / 1000, cpuInMs);
  // The request is taken in and sent on; then an answer is taken in. Both wait for the CPU. Then it is applied.
  const committing = cpuInMs + cpuOutMs + wait.meanMs;
  const around = cpuInMs + applyMs + cpuOutMs + wait.meanMs;
  const seen = delayed(
    commit,
    clients.map((client) => rtt[client]![leader]!),
  );
  const late = Math.max(0, wait.p99Ms - wait.meanMs) + Math.max(0, flush.p99Ms - flush.meanMs);
  const meanMs = meanOf(seen) + committing + around;
  const { elect, back, rivalry } = successionIn(world, system, leader);
  const backMs = back === undefined ? Infinity : meanOfLaw(back);
  const failoverMs = backMs - silenceMs(profile.loadPerS, profile.timeouts.heartbeatMs);
  return {
    meanMs,
    p50Ms: quantileOf(seen, 0.5) + committing + around,
    p99Ms: quantileOf(seen, 0.99) + committing + around + late,
    commitP50Ms: quantileOf(commit, 0.5) + committing,
    commitP99Ms: quantileOf(commit, 0.99) + committing + late,
    electMs: elect === undefined ? Infinity : meanOfLaw(elect),
    backMs,
    rivalry,
    failoverMs,
    failoverAddsMs: service && (service.successionsPerMs * failoverMs * failoverMs) / 2,
    noCommit,
    noElection,
    unanswered: unansweredShare(service, noBoth, failoverMs, meanMs, profile.deadlineMs),
    capacityPerS: capacity.perS,
    capacityLimit: capacity.limitedBy,
    busy,
    messages: work.messages,
  };
}

/** Who comes while a flush is under way waits for the rest of it, anything up to its length, and then for the next one. */
function flushOf({ costs }: LeaderWork, loadPerS: number): { meanMs: number; p99Ms: number } {
  const flushMs = meanOfDistribution(costs.fsync);
  const perFlush = (loadPerS * flushMs) / 1000;
  const underWay = perFlush / (1 + perFlush);
  return {
    meanMs: flushMs * (1 + underWay / 2),
    p99Ms: flushMs * (1 + Math.max(0, 1 - 0.01 / underWay)),
  };
}

/** Time between the last message of a leader, an accept or a heartbeat, and its crash: at a random moment, mean. */
function silenceMs(loadPerS: number, heartbeatMs: number): number {
  const perBeat = (loadPerS * heartbeatMs) / 1000;
  return (heartbeatMs / perBeat) * (1 - (1 - exp(-perBeat)) / perBeat);
}

/** Who campaigns first looks at no quorums: worked out once per world and leader. */
const knownCampaigns = new WeakMap<World, Map<number, FirstCampaign[]>>();

function successionIn(world: World, system: LegalSystem['system'], leader: number): Succession {
  const { rtt, profile } = world;
  const known = knownCampaigns.get(world) ?? new Map<number, FirstCampaign[]>();
  knownCampaigns.set(world, known);
  const firsts = known.get(leader) ?? firstCampaigns(rtt, leader, profile.timeouts);
  known.set(leader, firsts);
  return successionOf(system, rtt, leader, profile.timeouts, firsts);
}

/** Without the chain: the chance that not both phases have a quorum, which is more than that nobody is served. */
function unansweredShare(
  service: Service | undefined,
  noBoth: number,
  failoverMs: number,
  meanMs: number,
  deadlineMs: number,
): number {
  if (service === undefined) return noBoth;
  // Sent so early in an election that its end and the operation itself come after the deadline.
  const tooEarly = failoverMs === Infinity ? 0 : Math.max(0, failoverMs + meanMs - deadlineMs);
  return Math.min(1, service.notServed + (service.successionsPerMs + service.revivalsPerMs) * tooEarly);
}
