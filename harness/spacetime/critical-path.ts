/**
 * The messages that the reply waited for, one after the other: from the step that committed the operation back to the one that
 * handed it to the replica.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Operation } from './recorded-trial.ts';
import { mentions } from './mentions.ts';
import type { Step, Steps } from './steps.ts';

/** Message to the receiver whose copy of it is on the path. */
export function criticalPath({
  operation,
  steps,
}: {
  readonly operation: Operation;
  readonly steps: Steps;
}): Map<object, NodeId> {
  const path = new Map<object, NodeId>();
  let step = committingStep(operation, steps);
  while (step?.cause.kind === 'message') {
    const { message } = step.cause;
    if (path.has(message)) break;
    path.set(message, step.node);
    step = steps.senders.get(message);
  }
  return path;
}

/** Where the answering node committed it. */
function committingStep({ answer, command }: Operation, { commits }: Steps): Step | undefined {
  const own = commits.find(({ step, batch }) => step.node === answer?.node && mentions(batch, command) === 'ours');
  return own?.step;
}
