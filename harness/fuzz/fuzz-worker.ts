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

/** The text of a scenario, and how many steps it has; `undefined` where the failure has none. */
function shorten(algorithm: string, seed: number, campaign: Campaign): { text: string; steps: number } | undefined {
  const script = shrinkSeed(algorithm, seed, campaign);
  return script === undefined ? undefined : { text: formatScenario(script, undefined), steps: script.steps.length };
}

function hunt(index: number, trials: number): Promise<MutantResult> {
  return tryMutant(mutants[index]!, trials);
}

worker({ fuzz, shorten, hunt });
