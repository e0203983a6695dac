/** Which operation of a trial is meant: by percentile, or by client and sequence number. */
import { UserError } from '../user-error.ts';
import type { Operation } from './recorded-trial.ts';

/**
 * @param text `p99.9`, `max`, or `CLIENT:SEQ`
 * @throws UserError
 */
export function chooseOperation(operations: readonly Operation[], text: string): Operation {
  if (operations.length === 0)
    throw new UserError('no operation was sent in the window of this trial; take another row');
  const [, client, seq] = /^(\d+):(\d+)$/.exec(text) ?? [];
  if (client !== undefined) {
    const found = operations.find(({ command }) => command.client === Number(client) && command.seq === Number(seq));
    if (found !== undefined) return found;
    throw new UserError(`operation ${seq} of client ${client} was not sent in the window; take one of --list`);
  }
  const percentile = text === 'max' ? 100 : Number(/^p(\d+(?:\.\d+)?)$/.exec(text)?.[1] ?? NaN);
  if (!(percentile >= 0 && percentile <= 100)) {
    throw new UserError(`--request '${text}' is no operation; write p99.9, max, or CLIENT:SEQ such as 3:17`);
  }
  const sorted = bySpeed(operations);
  // The one below which so many per cent lie, itself included, as HdrHistogram counts.
  const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
  return sorted[rank - 1]!;
}

/** From the fastest to the slowest; those of one latency in the order of their ends. */
export function bySpeed(operations: readonly Operation[]): Operation[] {
  return [...operations].sort((a, b) => latencyNs(a) - latencyNs(b));
}

export function latencyNs({ invokedNs, endedNs }: Operation): number {
  return endedNs - invokedNs;
}
