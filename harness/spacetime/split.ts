/** Where the time of one operation went: parts that add up to its latency to the nanosecond. */
import type { Operation } from './recorded-trial.ts';

export interface Part {
  readonly name: 'retry' | 'request link' | 'queue' | 'disk' | 'quorum' | 'apply' | 'reply link' | 'unanswered';
  readonly about: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/** In the order of time; parts of no length are among them. */
export function splitOf({ invokedNs, endedNs, answer }: Operation): Part[] {
  if (answer === undefined) {
    return [{ name: 'unanswered', about: 'it never ended', fromNs: invokedNs, toNs: endedNs }];
  }
  const { sentNs, arrivedNs, submittedNs, durableNs, executedNs, departedNs } = answer;
  const ends = [
    ['retry', 'attempts that came to nothing', sentNs],
    ['request link', 'from the client to the node', arrivedNs],
    ['queue', 'for the CPU and a place in a batch', submittedNs],
    ['disk', 'until what the node itself wrote was durable', durableNs],
    ['quorum', 'for the answers of others', executedNs],
    ['apply', 'executed, serialised, sent', departedNs],
    ['reply link', 'from the node to the client', endedNs],
  ] as const;
  let fromNs = invokedNs;
  return ends.map(([name, about, toNs]) => {
    const part = { name, about, fromNs, toNs };
    fromNs = toNs;
    return part;
  });
}
