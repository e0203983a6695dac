/** What the threads can measure, by name: pure functions of plain data, so that any thread may do any of it in any order. */
import {
  connectivityOf,
  type ConnectivityRow,
  type ConnectivityScenario,
  type ConnectivityVariant,
} from '../fuzz/partial-connectivity.ts';
import { runTrial } from '../trial/run-trial.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { CheckFailed } from './check-failed.ts';
import { election } from './election.ts';

/** The whole outcome of a trial. @throws CheckFailed where it has no figures */
function trial(spec: TrialSpec): TrialOutcome {
  const outcome = runTrial(spec);
  if (outcome.verdict !== 'ok') throw new CheckFailed(`${outcome.reason}; again with: ${outcome.replay}`);
  return outcome;
}

export interface ConnectivityInput {
  readonly variant: ConnectivityVariant;
  readonly scenario: ConnectivityScenario;
  readonly quorums: string;
  readonly seed: number;
}

/** What one protocol does in one case of partial connectivity. */
function connectivity({ variant, scenario, quorums, seed }: ConnectivityInput): ConnectivityRow {
  return connectivityOf(variant, scenario, quorums, seed);
}

export const measurements = { trial, connectivity, election } as const;

export type Measurements = typeof measurements;
export type MeasurementName = keyof Measurements;
export type InputOf<K extends MeasurementName> = Parameters<Measurements[K]>[0];
export type OutputOf<K extends MeasurementName> = ReturnType<Measurements[K]>;
