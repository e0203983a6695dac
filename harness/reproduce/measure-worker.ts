/** The thread that measures. What is wrong with a run goes back as a sentence: an error's class does not cross threads. */
import { worker } from 'workerpool';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { CheckFailed } from './check-failed.ts';
import { measurements, type MeasurementName } from './measurements.ts';

/** The outputs in the order of the inputs, or why there are none. */
export type Measured = { readonly outputs: readonly unknown[] } | { readonly failed: string };

function measure(name: MeasurementName, inputs: readonly unknown[]): Measured {
  const run = measurements[name] as (input: unknown) => unknown;
  try {
    return { outputs: inputs.map((input) => run(input)) };
  } catch (error) {
    if (error instanceof InvariantViolation || error instanceof CheckFailed) return { failed: error.message };
    throw error;
  }
}

worker({ measure });
