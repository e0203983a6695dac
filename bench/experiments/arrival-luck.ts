/**
 * What chance in the arrivals of a run did to its mean latency. Near saturation a run of seconds meets more or fewer arrivals
 * than their rate says, and its queue is far longer or shorter. A queue of constant service that meets the same arrivals has
 * the same luck, and its mean is known: the difference is a control variate (Lavenberg and Welch 1981).
 */
import { Arrivals } from '../../harness/workload/arrivals.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { waitMD1 } from '../models/queues.ts';

const NS_PER_MS = 1_000_000;
const MS_PER_S = 1000;

/** Mean wait of an M/D/1 queue under the arrivals of this trial's window, less what it is in the long run; ms. Its mean is 0. */
export function luckMs({ workload, phases, seed }: TrialSpec, serviceMs: number): number {
  if (workload.kind !== 'open' || phases.ops === null)
    throw new Error('a trial of an open loop that ends by operations');
  const queue = new ConstantQueue(serviceMs * NS_PER_MS);
  const start = phases.warmupMs * NS_PER_MS;
  const warmUp = new Arrivals(workload.ratePerS, workload.arrivals, seed, 'arrivals/set-up', 0);
  for (let at = warmUp.next(); at < start; at = warmUp.next()) queue.arrive(at);
  const window = new Arrivals(workload.ratePerS, workload.arrivals, seed, 'arrivals/window', start);
  let waited = 0;
  for (let i = 0; i < phases.ops; i++) waited += queue.arrive(window.next());
  return waited / phases.ops / NS_PER_MS - waitMD1(workload.ratePerS / MS_PER_S, serviceMs);
}

/** Lindley 1952: who arrives waits until all before are served. Times in ns. */
class ConstantQueue {
  private readonly service: number;
  private freeAt = 0;

  constructor(service: number) {
    this.service = service;
  }

  /** Returns the wait. */
  arrive(at: number): number {
    const wait = this.freeAt > at ? this.freeAt - at : 0;
    this.freeAt = at + wait + this.service;
    return wait;
  }
}
