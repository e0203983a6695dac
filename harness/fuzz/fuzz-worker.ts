/** The thread that runs schedules, and that tries mutants. */
import { worker } from 'workerpool';
import { mutants } from '../mutants/catalogue.ts';
import { tryMutant, type MutantResult } from '../mutants/try-mutant.ts';
import { runSeeds, shrinkSeed, type FuzzReport } from './fuzz.ts';
import type { Campaign } from './nemesis.ts';
import { formatSchedule } from './saved-schedule.ts';
import { formatScenario } from './scenario.ts';

export interface FuzzTask {
  readonly algorithm: string;
  readonly firstSeed: number;
  readonly count: number;
  readonly campaign: Campaign;
}

function fuzz({ algorithm, firstSeed, count, campaign }: FuzzTask): FuzzReport {
  return runSeeds(algorithm, firstSeed, count, campaign);
}

/** The text of a scenario or schedule, and how many steps or events it has; `null` if the seed does not fail. */
function shorten(algorithm: string, seed: number, campaign: Campaign): Short | null {
  const found = shrinkSeed(algorithm, seed, campaign);
  if (found === undefined) return null;
  if ('steps' in found) return { text: formatScenario(found, undefined), steps: found.steps.length };
  const { schedule, invariant: expected, message } = found;
  return { text: formatSchedule({ schedule, expected, mutant: undefined }, message), steps: schedule.events };
}

export interface Short {
  readonly text: string;
  readonly steps: number;
}

/** @param folder where the copies of the modules go; whoever asks removes it, as a thread may be ended at any time */
function hunt(index: number, trials: number, folder: string): Promise<MutantResult> {
  return tryMutant(mutants[index]!, trials, folder);
}

worker({ fuzz, shorten, hunt });
