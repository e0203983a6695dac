/**
 * A latency distribution: an HdrHistogram in microseconds with three digits, and beside it the exact count, sum and extremes
 * in nanoseconds, to which percentiles are clamped.
 */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

const NS_PER_US = 1000;
const NS_PER_MS = 1_000_000;
const LONGEST_US = 3_600_000_000;
const DIGITS = 3;

/** A percentile is printed only where at least so many values lie above it. */
const VALUES_ABOVE = 10;

function newHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: DIGITS,
    useWebAssembly: false,
  });
}

export class LatencyHistogram {
  count = 0;
  sumNs = 0;
  minNs = Infinity;
  maxNs = 0;
  private histogram: Histogram | undefined;

  record(ns: number): void {
    this.count++;
    this.sumNs += ns;
    if (ns < this.minNs) this.minNs = ns;
    if (ns > this.maxNs) this.maxNs = ns;
    const us = Math.round(ns / NS_PER_US);
    this.histogram ??= newHistogram();
    this.histogram.recordValue(us < LONGEST_US ? us : LONGEST_US);
  }

  add(other: LatencyHistogram): void {
    if (other.count === 0) return;
    this.count += other.count;
    this.sumNs += other.sumNs;
    this.minNs = Math.min(this.minNs, other.minNs);
    this.maxNs = Math.max(this.maxNs, other.maxNs);
    this.histogram ??= newHistogram();
    this.histogram.add(other.histogram!);
  }

  get meanMs(): number | null {
    return this.count === 0 ? null : this.sumNs / this.count / NS_PER_MS;
  }

  get minMs(): number | null {
    return this.count === 0 ? null : this.minNs / NS_PER_MS;
  }

  get maxMs(): number | null {
    return this.count === 0 ? null : this.maxNs / NS_PER_MS;
  }

  /** In ms; `null` where fewer than ten values lie above it. @param permille 500 is the median, 999 is p99.9 */
  percentileMs(permille: number): number | null {
    if (this.count * (1000 - permille) < VALUES_ABOVE * 1000) return null;
    return this.quantileMs(permille);
  }

  /** As `percentileMs`, for pictures: without the rule on how many values there must be; NaN if there are none. */
  quantileMs(permille: number): number {
    if (this.histogram === undefined) return NaN;
    const ns = this.histogram.getValueAtPercentile(permille / 10) * NS_PER_US;
    return Math.min(Math.max(ns, this.minNs), this.maxNs) / NS_PER_MS;
  }

  /** HdrHistogram V2, compressed, base64; values in µs. Empty if nothing was recorded. */
  encode(): string {
    return this.histogram === undefined ? '' : encodeIntoCompressedBase64(this.histogram);
  }

  /** From what `encode` gave and the exact figures that were kept beside it, ms. */
  static decode(hdr: string, count: number, minMs: number, maxMs: number, sumMs: number): LatencyHistogram {
    const result = new LatencyHistogram();
    if (count === 0) return result;
    result.count = count;
    result.sumNs = Math.round(sumMs * NS_PER_MS);
    result.minNs = Math.round(minMs * NS_PER_MS);
    result.maxNs = Math.round(maxMs * NS_PER_MS);
    // Decoding sizes a histogram by its content; adding to one of our own size makes it mergeable with all others.
    result.histogram = newHistogram();
    result.histogram.add(decodeFromCompressedBase64(hdr, 32, false, LONGEST_US));
    return result;
  }
}
