/** Runs schedules one after the other, by their seeds, and says what they found: the work of one thread. Start reading here. */
import { algorithmNamed } from '../../algorithms/registry.ts';
import { brokenAssumptions } from '../faults/catalogue.ts';
import { drawSchedule, type Campaign, type ScheduleSpec } from './nemesis.ts';
import type { Scenario } from './scenario.ts';
import { Schedule, type Verdict } from './schedule.ts';
import { scriptOf, shrink, type Script } from './shrink.ts';
import { Stage, type Played } from './stage.ts';
import type { SavedSchedule } from './saved-schedule.ts';
import { runAndTell } from './schedule-story.ts';
import { shrinkSchedule } from './shrink-schedule.ts';
import { tell } from './story.ts';

export interface Failure extends Verdict {
  readonly seed: number;
}

/** A failure that steps cannot tell. */
export interface ShortSchedule {
  readonly schedule: ScheduleSpec;
  readonly invariant: string;
  readonly message: string;
}

/** Of a number of schedules; adds up. */
export interface FuzzReport {
  schedules: number;
  events: number;
  readonly failures: Failure[];
  /** By kind: faults that struck, and that made a difference. */
  readonly faults: Record<string, { struck: number; mattered: number }>;
  /** By kind that breaks an assumption: schedules with it that raised an alarm. Without it they raise none. */
  readonly brokenBy: Record<string, number>;
  /** By state of interest: schedules that reached it. */
  readonly reached: Record<string, number>;
}

export function emptyReport(): FuzzReport {
  return { schedules: 0, events: 0, failures: [], faults: {}, brokenBy: {}, reached: {} };
}

/** Runs the schedule of one seed. */
export function runSeed(algorithm: string, seed: number, campaign: Campaign, report: FuzzReport): Verdict {
  const subject = algorithmNamed(algorithm);
  if (subject === undefined) throw new Error(`${algorithm} is not registered`);
  const schedule = new Schedule(drawSchedule(subject, seed, campaign), subject);
  const verdict = schedule.run();
  report.schedules++;
  report.events += verdict.events;
  for (const state of schedule.reached) report.reached[state] = (report.reached[state] ?? 0) + 1;
  for (const [kind, { struck, mattered }] of schedule.faultCounts) {
    const count = (report.faults[kind] ??= { struck: 0, mattered: 0 });
    count.struck += struck;
    count.mattered += mattered;
  }
  if (verdict.invariant === undefined) return verdict;
  report.failures.push({ ...verdict, seed });
  for (const kind of brokenAssumptions(schedule.spec.faults.plan)) {
    report.brokenBy[kind] = (report.brokenBy[kind] ?? 0) + 1;
  }
  return verdict;
}

/** The schedules of the seeds from `firstSeed` on; stops at the first failure if told to. */
export function runSeeds(
  algorithm: string,
  firstSeed: number,
  count: number,
  campaign: Campaign,
  stopAtFailure = false,
): FuzzReport {
  const report = emptyReport();
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const { invariant } = runSeed(algorithm, seed, campaign, report);
    if (invariant !== undefined && stopAtFailure) break;
  }
  return report;
}

/** Adds `part` to `total`. */
export function addReport(total: FuzzReport, part: FuzzReport): void {
  total.schedules += part.schedules;
  total.events += part.events;
  for (const failure of part.failures) total.failures.push(failure);
  for (const [kind, count] of Object.entries(part.brokenBy)) total.brokenBy[kind] = (total.brokenBy[kind] ?? 0) + count;
  for (const [state, count] of Object.entries(part.reached)) total.reached[state] = (total.reached[state] ?? 0) + count;
  for (const [kind, { struck, mattered }] of Object.entries(part.faults)) {
    const count = (total.faults[kind] ??= { struck: 0, mattered: 0 });
    count.struck += struck;
    count.mattered += mattered;
  }
}

/** A failing seed as a short script, or, where the stage cannot play it, as a short schedule. */
export function shrinkSeed(algorithm: string, seed: number, campaign: Campaign): Script | ShortSchedule | undefined {
  const subject = algorithmNamed(algorithm)!;
  const schedule = drawSchedule(subject, seed, campaign);
  const script = scriptOf(schedule, subject);
  if (script !== undefined) return shrink(script, subject);
  const { invariant } = new Schedule(schedule, subject).run();
  if (invariant === undefined) return undefined;
  const short = shrinkSchedule(schedule, subject, invariant);
  return { schedule: short, invariant, message: new Schedule(short, subject).run().message };
}

/** What came of a saved failure, and its story. */
export interface Told {
  readonly invariant: string | undefined;
  readonly message: string;
  readonly story: string;
}

/** Plays a scenario or runs a schedule, with the algorithms of this copy of the modules, and tells it. */
export function playSaved(saved: Scenario | SavedSchedule): Told {
  if (!('steps' in saved)) return runAndTell(saved.schedule);
  const { steps, notes, ...played } = playScenario(saved);
  return { ...played, story: tell(saved.schedule.spec.nodes, steps, notes) };
}

/** Plays the steps of a scenario with the algorithms of this copy of the modules. */
export function playScenario({ schedule, disk, steps }: Scenario): Played {
  return new Stage(schedule, algorithmNamed(schedule.spec.algorithm)!, disk).play(steps);
}
