/** When the operations of an open loop arrive, whatever becomes of earlier ones. */
import { log } from '../sim/exact-math.ts';
import { RandomStream } from '../sim/random.ts';

const NS_PER_S = 1_000_000_000;

export class Arrivals {
  private readonly nsPerArrival: number;
  private readonly poisson: boolean;
  private readonly random: RandomStream;
  private readonly startNs: number;
  private exact = 0;

  /** @param name of the stream: the window has one of its own, so that its arrivals do not depend on the set-up */
  constructor(ratePerS: number, kind: 'poisson' | 'constant', seed: number, name: string, startNs: number) {
    this.nsPerArrival = NS_PER_S / ratePerS;
    this.poisson = kind === 'poisson';
    this.random = new RandomStream(seed, name);
    this.startNs = startNs;
  }

  /** Time of the next arrival, ns. */
  next(): number {
    this.exact += this.poisson ? -this.nsPerArrival * log(1 - this.random.next()) : this.nsPerArrival;
    return this.startNs + Math.round(this.exact);
  }
}
