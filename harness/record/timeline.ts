/** The window cut into intervals: completions and latencies of each, and who led at its end. */
import type { TimePoint } from '../trial/outcome.ts';

const NS_PER_MS = 1_000_000;

/** A percentile is given where so many values lie above it. */
const VALUES_ABOVE = 10;

export class Timeline {
  readonly points: TimePoint[] = [];
  private readonly intervalNs: number;
  private readonly leader: () => number | undefined;
  private windowStart = 0;
  private intervalEnd = Infinity;
  private latencies: number[] = [];

  /** @param leader who leads now */
  constructor(intervalNs: number, leader: () => number | undefined) {
    this.intervalNs = intervalNs;
    this.leader = leader;
  }

  /** @returns when the first interval ends, ns */
  start(now: number): number {
    this.windowStart = now;
    this.intervalEnd = now + this.intervalNs;
    return this.intervalEnd;
  }

  onComplete(latencyNs: number): void {
    this.latencies.push(latencyNs);
  }

  /**
   * Closes the intervals that end by `now`, before anything happens at `now`.
   * @returns when the next one ends, ns
   */
  closeUntil(now: number): number {
    while (this.intervalEnd <= now) this.close();
    return this.intervalEnd;
  }

  /** The window is over; a last interval that is shorter than the others is left out. */
  end(now: number): void {
    this.closeUntil(now);
    this.intervalEnd = Infinity;
  }

  private close(): void {
    const sorted = this.latencies.sort((a, b) => a - b);
    this.points.push({
      t_ms: (this.intervalEnd - this.intervalNs - this.windowStart) / NS_PER_MS,
      completed: sorted.length,
      p99_ms: percentileMs(sorted, 99),
      leader: this.leader() ?? null,
      p50_ms: percentileMs(sorted, 50),
      max_ms: sorted.length === 0 ? null : sorted.at(-1)! / NS_PER_MS,
    });
    this.latencies = [];
    this.intervalEnd += this.intervalNs;
  }
}

function percentileMs(sorted: readonly number[], percent: number): number | null {
  if (sorted.length * (100 - percent) < VALUES_ABOVE * 100) return null;
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1]! / NS_PER_MS;
}
