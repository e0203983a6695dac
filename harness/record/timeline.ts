/** The window cut into intervals: completions and p99 of each, and who led at its end. */
import type { TimePoint } from '../trial/outcome.ts';

const NS_PER_MS = 1_000_000;

/** As for all percentiles: at least ten values lie above it. */
const VALUES_FOR_P99 = 1000;

export class Timeline {
  readonly points: TimePoint[] = [];
  private readonly intervalNs: number;
  private readonly leader: () => number | undefined;
  private windowStart = 0;
  private intervalEnd = Infinity;
  private latencies: number[] = [];

  /** @param leader who leads now, asked once per interval */
  constructor(intervalNs: number, leader: () => number | undefined) {
    this.intervalNs = intervalNs;
    this.leader = leader;
  }

  start(now: number): void {
    this.windowStart = now;
    this.intervalEnd = now + this.intervalNs;
  }

  onComplete(now: number, latencyNs: number): void {
    while (now >= this.intervalEnd) this.close();
    this.latencies.push(latencyNs);
  }

  /** Closes the intervals that end by `now`; a last one that is shorter than the others is left out. */
  end(now: number): void {
    while (this.intervalEnd <= now) this.close();
    this.intervalEnd = Infinity;
  }

  private close(): void {
    const sorted = this.latencies.sort((a, b) => a - b);
    const p99 = sorted.length < VALUES_FOR_P99 ? null : sorted[Math.ceil(sorted.length * 0.99) - 1]! / NS_PER_MS;
    this.points.push({
      t_ms: (this.intervalEnd - this.intervalNs - this.windowStart) / NS_PER_MS,
      completed: sorted.length,
      p99_ms: p99,
      leader: this.leader() ?? null,
    });
    this.latencies = [];
    this.intervalEnd += this.intervalNs;
  }
}
