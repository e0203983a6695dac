/**
 * Makes a failing schedule short where its steps cannot be played alone, as with failures of progress, which no one step
 * breaks: fewer faults, nodes, clients and events, a plainer world, rounder times; as long as the same rule breaks.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import { countingSystem } from '../../algorithms/quorum/counting.ts';
import type { PlannedFault } from '../faults/catalogue.ts';
import { nodesOf, planProblem } from '../trial/fault-plan.ts';
import { resolveOptions } from '../trial/options.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { ScheduleSpec } from './nemesis.ts';
import { Schedule } from './schedule.ts';

/** A schedule without progress runs long; so many are run at most. */
const MOST_TRIES = 400;
const LEAST_NODES = 3;

/** Is this one still failing? Then it is the best so far. */
type Attempt = (candidate: ScheduleSpec) => boolean;

export function shrinkSchedule(schedule: ScheduleSpec, algorithm: Algorithm, invariant: string): ScheduleSpec {
  let best = schedule;
  let triesLeft = MOST_TRIES;
  const attempt: Attempt = (candidate) => {
    if (triesLeft === 0 || JSON.stringify(candidate) === JSON.stringify(best)) return false;
    triesLeft--;
    if (new Schedule(candidate, algorithm).run().invariant !== invariant) return false;
    best = candidate;
    return true;
  };
  for (let before = ''; before !== JSON.stringify(best);) {
    before = JSON.stringify(best);
    dropFaults(() => best, attempt);
    for (let fewer = true; fewer;) fewer = withNodeLess(best, algorithm).some(attempt);
    for (const simpler of simplifications(algorithm)) attempt(simpler(best));
    halve(
      () => (best.spec.workload.kind === 'closed' ? best.spec.workload.clients : 1),
      (clients) => attempt(withSpec(best, { workload: { ...best.spec.workload, clients } as TrialSpec['workload'] })),
    );
    halve(
      () => best.events,
      (events) => attempt({ ...best, events }),
    );
    shortenFaults(() => best, attempt);
  }
  return best;
}

function withSpec(schedule: ScheduleSpec, fields: Partial<TrialSpec>): ScheduleSpec {
  return { ...schedule, spec: { ...schedule.spec, ...fields } };
}

function withPlan(schedule: ScheduleSpec, plan: readonly PlannedFault[]): ScheduleSpec {
  return withSpec(schedule, { faults: { ...schedule.spec.faults, plan: [...plan] } });
}

/** All of the plan, then ever smaller parts of it; and the crashes of leaders. */
function dropFaults(best: () => ScheduleSpec, attempt: Attempt): void {
  const plan = () => best().spec.faults.plan;
  for (let size = plan().length; size >= 1; size = size >> 1) {
    for (let start = plan().length - size; start >= 0; start -= size) {
      attempt(withPlan(best(), plan().toSpliced(start, size)));
    }
  }
  const crashes = () => best().spec.faults.crashLeaderAtMs;
  for (let i = crashes().length - 1; i >= 0; i--) {
    attempt(withSpec(best(), { faults: { ...best().spec.faults, crashLeaderAtMs: crashes().toSpliced(i, 1) } }));
  }
}

/** The last node goes, with the faults that name it: under majorities, or with a smaller quorum of either phase. */
function withNodeLess(schedule: ScheduleSpec, algorithm: Algorithm): ScheduleSpec[] {
  const { spec, core } = schedule;
  const nodes = spec.nodes - 1;
  const { phase1, phase2 } = spec.quorums;
  if (nodes < LEAST_NODES || phase1.kind !== 'count' || phase2.kind !== 'count') return [];
  const majority = Math.floor(nodes / 2) + 1;
  const sizes = [
    [majority, majority],
    [phase1.q - 1, phase2.q],
    [phase1.q, phase2.q - 1],
  ].filter(([q1, q2]) => q1! >= 1 && q2! >= 1 && q1! <= nodes && q2! <= nodes);
  const plan = spec.faults.plan.filter((fault) => nodesOf(fault).every((node) => node < nodes));
  if (planProblem(plan, nodes) !== undefined) return [];
  return sizes
    .filter(([q1, q2]) => algorithm.legality(countingSystem(nodes, q1!, q2!)) === undefined)
    .map(([q1, q2]) => {
      const fields: Partial<TrialSpec> = {
        nodes,
        quorums: { phase1: { kind: 'count', q: q1! }, phase2: { kind: 'count', q: q2! } },
        policy: { ...spec.policy, leader: spec.policy.leader === nodes ? 'auto' : spec.policy.leader },
      };
      const left = core?.filter((node) => node < nodes);
      return withPlan({ ...withSpec(schedule, fields), core: left }, plan);
    });
}

/** Each makes one thing plainer. */
function simplifications(algorithm: Algorithm): ((schedule: ScheduleSpec) => ScheduleSpec)[] {
  const inSpec =
    <Group extends 'network' | 'costs' | 'workload' | 'policy'>(group: Group, fields: Partial<TrialSpec[Group]>) =>
    (schedule: ScheduleSpec): ScheduleSpec =>
      withSpec(schedule, { [group]: { ...schedule.spec[group], ...fields } });
  return [
    (schedule) => ({ ...schedule, core: undefined }),
    (schedule) => ({ ...schedule, quiet: false }),
    (schedule) => ({ ...schedule, snapshotSlots: 64 }),
    (schedule) => withSpec(schedule, { options: resolveOptions(algorithm, {}) }),
    inSpec('network', { fifo: true }),
    inSpec('network', { delay: { type: 'constant', value: 1 } }),
    inSpec('costs', { fsync: { type: 'constant', value: 0.2 } }),
    inSpec('workload', { reads: 0 }),
    inSpec('workload', { thinkMs: 0 }),
    inSpec('workload', { timeoutMs: 50, retryPauseMs: 5 }),
    inSpec('policy', { batch: 1 }),
    inSpec('policy', { window: 64 }),
    inSpec('policy', { thrifty: false }),
    inSpec('policy', { leader: 'auto' }),
    (schedule) => {
      const { faults } = schedule.spec;
      return withSpec(schedule, { faults: { ...faults, crashLeaderAtMs: faults.crashLeaderAtMs.map(Math.round) } });
    },
  ];
}

/** Faults begin at whole milliseconds, and last no longer than need be. */
function shortenFaults(best: () => ScheduleSpec, attempt: Attempt): void {
  const change = (i: number, fields: { atMs?: number; forMs?: number }): boolean => {
    const { plan } = best().spec.faults;
    return attempt(withPlan(best(), plan.with(i, { ...plan[i]!, ...fields })));
  };
  for (let i = 0; i < best().spec.faults.plan.length; i++) {
    const { atMs, forMs } = best().spec.faults.plan[i]!;
    change(i, { atMs: Math.round(atMs) });
    if (forMs === null) continue;
    if (!change(i, { forMs: Math.ceil(forMs / 2) })) change(i, { forMs: Math.ceil(forMs) });
  }
}

/** Takes away half of a number, then a quarter, and so on, as long as `attempt` allows it. */
function halve(now: () => number, attempt: (smaller: number) => boolean): void {
  for (let step = now() >> 1; step >= 1; step = step >> 1) {
    while (now() > step && attempt(now() - step));
  }
}
