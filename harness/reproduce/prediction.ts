/**
 * What a model says of a measured figure, and how far the two are apart. A residual beyond the sampling error is no bad luck:
 * some assumption of the model does not hold there, and the experiment has to say which.
 */
import { halfWidth, mean } from '../sweep/student.ts';
import type { Gate } from './gates.ts';

export interface Prediction {
  /** In the unit of the figure. */
  readonly value: number;
  /** Half of the 95 % interval of what was measured; 0 where nothing in it is random. */
  readonly samplingError: number;
  /** In a few words, such as `D_L + D_Q`. */
  readonly model: string;
  /** What the model leaves out or takes for granted that would explain a residual here. */
  readonly assumption: string;
}

/** A figure from runs with seeds of their own. */
export interface Sampled {
  readonly mean: number;
  /** Half of the 95 % interval; 0 for a single run. */
  readonly error: number;
}

export function sampled(values: readonly number[]): Sampled {
  return { mean: mean(values), error: halfWidth(values) ?? 0 };
}

/** Half of the 95 % interval of a share among so many trials, each on its own. */
export function errorOfShare(share: number, trials: number): number {
  return 1.96 * Math.sqrt((share * (1 - share)) / trials);
}

/** Puts a prediction beside the figure of a gate; the verdict does not depend on it. */
export function withPrediction(gate: Gate, predicted: Prediction): Gate {
  return { ...gate, predicted };
}

/** Virtual time is rounded to nanoseconds: what is closer than this share is the same. */
const ROUNDING = 1e-6;

/** Measured less predicted; `undefined` where nothing is predicted. */
export function residualOf({ measured, predicted }: Gate): number | undefined {
  return predicted === undefined || typeof measured !== 'number' ? undefined : measured - predicted.value;
}

/** Is the residual more than chance explains? */
export function isBeyondChance(gate: Gate): boolean {
  const residual = residualOf(gate);
  if (residual === undefined) return false;
  const { value, samplingError } = gate.predicted!;
  return Math.abs(residual) > samplingError + ROUNDING * Math.abs(value);
}
