/**
 * From a spec to the space-time diagram of one of its operations: the trial is run to find the operation, and run again, being
 * listened to while the operation was under way. Start reading here.
 */
import { algorithmNamed } from '../../algorithms/registry.ts';
import { causeText } from './words.ts';
import { runToOutcome } from '../trial/run-trial.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { chooseOperation } from './choose.ts';
import type { Diagram } from './diagram.ts';
import { draw } from './draw.ts';
import { EventLog, type TracedEvent } from './event-log.ts';
import { RecordedTrial, type Operation } from './recorded-trial.ts';
import { Steps } from './steps.ts';

export interface TracedRequest {
  readonly outcome: TrialOutcome;
  readonly operations: readonly Operation[];
  readonly operation: Operation;
  readonly diagram: Diagram;
  /** All that happened while it was under way. */
  readonly events: readonly TracedEvent[];
}

/** @param request `p99.9`, `max` or `CLIENT:SEQ`. @throws UserError */
export function traceRequest(spec: TrialSpec, request: string): TracedRequest {
  const first = new RecordedTrial(spec);
  runToOutcome(first);
  const chosen = chooseOperation(first.operations, request);
  return traceOperation(spec, first.operations, chosen, `${causeText(request)} operation`);
}

/** @param what it is, for the title. */
export function traceOperation(
  spec: TrialSpec,
  operations: readonly Operation[],
  chosen: Operation,
  what: string,
): TracedRequest {
  const { command, invokedNs, endedNs } = chosen;
  const log = new EventLog(invokedNs, endedNs);
  const steps = new Steps(invokedNs, endedNs);
  const algorithm = steps.wrapped(algorithmNamed(spec.algorithm)!);
  const trial = new RecordedTrial(spec, { tracer: log, algorithm }, command);
  steps.clock = () => trial.simulator.now;
  const outcome = runToOutcome(trial);
  const operation = trial.operations.find(
    (each) => each.command.client === command.client && each.command.seq === command.seq,
  );
  if (operation === undefined || operation.endedNs !== endedNs) {
    throw new Error(`the second run of trial ${outcome.trial_id} was another one`);
  }
  const diagram = draw({
    spec,
    trial,
    operation,
    steps,
    events: log.events,
    what,
    traceHash: String(outcome.row['trace_hash']),
  });
  return { outcome, operations, operation, diagram, events: log.events };
}
