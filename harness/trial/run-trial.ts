/** Runs one trial: from a resolved spec to its outcome. A check that fails is an outcome, not an exception. */
import { InvariantViolation } from '../../algorithms/assert.ts';
import { illegalText } from '../check/history-sample.ts';
import { StandsStill } from '../stands-still.ts';
import { brokenAssumptions } from './fault-plan.ts';
import { outcomeOf } from './outcome-of.ts';
import type { TrialOutcome } from './outcome.ts';
import type { TrialSpec } from './spec.ts';
import { Trial, type TrialOptions } from './trial.ts';

/** A pure function of `spec` in virtual time: the same spec gives the same outcome to the byte. */
export function runTrial(spec: TrialSpec, options: TrialOptions = {}): TrialOutcome {
  return runToOutcome(new Trial(spec, options));
}

/** Runs a trial that is set up. */
export function runToOutcome(trial: Trial): TrialOutcome {
  try {
    trial.run();
  } catch (error) {
    if (error instanceof StandsStill) {
      trial.trace('stands-still', { message: error.message });
      return outcomeOf(trial, 'void', error.message);
    }
    if (!(error instanceof InvariantViolation)) throw error;
    trial.trace('violation', { message: error.message });
    return outcomeOf(trial, 'violation', error.message);
  }
  trial.clients.countUnfinished();
  const sample = trial.sample?.judge();
  // It is never unknown: what outgrows the checker is judged as far as it fits.
  if (sample !== undefined && sample.verdict !== 'ok') {
    const reason = `Linearizability: ${illegalText(sample)}`;
    trial.trace('violation', { message: reason });
    return outcomeOf(trial, 'violation', reason);
  }
  const broken = brokenAssumptions(trial.spec.faults.plan);
  if (broken.length > 0) return outcomeOf(trial, 'void', `its faults break an assumption: ${broken.join(', ')}`);
  return outcomeOf(trial, 'ok', '');
}
