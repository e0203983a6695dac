/** A node's own clock, which faults make go faster or slower, or jump. */
import { NS_PER_MS, type Simulator } from './simulator.ts';

export class NodeClock {
  private readonly simulator: Simulator;
  private current = 1;
  private aheadMs = 0;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  /** At which it goes: 1 unless a fault has changed it. */
  get rate(): number {
    return this.current;
  }

  /** What it shows, ms. */
  nowMs(): number {
    return (this.simulator.now / NS_PER_MS) * this.current + this.aheadMs;
  }

  /** From now on it goes at `rate`, from `aheadMs` ahead of where it stands. */
  set(rate: number, aheadMs: number): void {
    this.aheadMs += aheadMs + (this.current - rate) * (this.simulator.now / NS_PER_MS);
    this.current = rate;
  }
}
