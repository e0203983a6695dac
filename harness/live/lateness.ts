/** How late a thread handles what is due: a histogram to which events that were due at once are added in one go. */
import { build, type Histogram } from 'hdr-histogram-js';

const NS_PER_US = 1000;
const US_PER_MS = 1000;
const NS_PER_MS = 1_000_000;
const LONGEST_US = 3_600_000_000;
/** A percentile is told only where at least so many events lie above it. */
const EVENTS_ABOVE = 10;

export class Lateness {
  count = 0;
  private maxNs = 0;
  private readonly histogram: Histogram = build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });

  record(ns: number, events: number): void {
    this.count += events;
    if (ns > this.maxNs) this.maxNs = ns;
    this.histogram.recordValueWithCount(Math.min(Math.round(ns / NS_PER_US), LONGEST_US), events);
  }

  get maxMs(): number | null {
    return this.count === 0 ? null : this.maxNs / NS_PER_MS;
  }

  /** In ms; `null` where too few events lie above it. */
  percentileMs(percent: number): number | null {
    if (this.count * (100 - percent) < EVENTS_ABOVE * 100) return null;
    return this.histogram.getValueAtPercentile(percent) / US_PER_MS;
  }
}
