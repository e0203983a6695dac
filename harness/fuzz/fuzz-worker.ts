/** The thread that runs schedules, and that tries mutants. */
import { worker } from 'workerpool';
import { mutants } from '../mutants/catalogue.ts';
import { tryMutant, type MutantResult } from '../mutants/try-mutant.ts';
import { runSeeds, shrinkSeed, type FuzzReport } from './fuzz.ts';
import type { Campaign } from './nemesis.ts';
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

/** The text of a scenario, and how many steps it has; `null` where the failure has none. */
function shorten(algorithm: string, seed: number, campaign: Campaign): { text: string; steps: number } | null {
  const script = shrinkSeed(algorithm, seed, campaign);
  return script === undefined ? null : { text: formatScenario(script, undefined), steps: script.steps.length };
}

/** @param folder where the copies of the modules go; whoever asks removes it, as a thread may be ended at any time */
function hunt(index: number, trials: number, folder: string): Promise<MutantResult> {
  return tryMutant(mutants[index]!, trials, folder);
}

worker({ fuzz, shorten, hunt });
