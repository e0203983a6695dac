/**
 * Where the time of operations went, per percentile band, cheaply enough to be always on: sums per latency bucket (eight per
 * doubling), from which the bands are made at the end. The parts of one operation add up to its latency exactly.
 */
import type { SplitRow } from '../trial/outcome.ts';

const NS_PER_MS = 1_000_000;
const BUCKETS_PER_DOUBLING = 8;
const BUCKETS = 64 * BUCKETS_PER_DOUBLING;

/** Percentiles in percent between which the parts are averaged. */
const BANDS = [0, 50, 90, 99, 99.9, 100];

/** Columns of the sums. */
const PARTS = ['retry', 'client_link', 'queue', 'disk', 'quorum', 'apply'] as const;

export class LatencySplit {
  private readonly counts = new Float64Array(BUCKETS);
  private readonly sums = PARTS.map(() => new Float64Array(BUCKETS));

  /**
   * All in ns. `retry`: attempts that came to nothing; `clientLink`: to the node and back; `queue`: for the CPU and a place
   * in a batch; `disk`: until the node's own record was durable; `quorum`: from then on, for the others; `apply`: until the
   * reply left.
   */
  record(retry: number, clientLink: number, queue: number, disk: number, quorum: number, apply: number): void {
    const bucket = bucketOf(retry + clientLink + queue + disk + quorum + apply);
    this.counts[bucket]! += 1;
    const { sums } = this;
    sums[0]![bucket]! += retry;
    sums[1]![bucket]! += clientLink;
    sums[2]![bucket]! += queue;
    sums[3]![bucket]! += disk;
    sums[4]![bucket]! += quorum;
    sums[5]![bucket]! += apply;
  }

  rows(): SplitRow[] {
    const total = this.counts.reduce((sum, count) => sum + count, 0);
    const rows: SplitRow[] = [];
    let below = 0;
    let bucket = 0;
    for (let band = 1; band < BANDS.length; band++) {
      const first = bucket;
      let count = 0;
      // A bucket belongs to the band that holds its middle.
      while (bucket < BUCKETS && below + this.counts[bucket]! / 2 <= (total * BANDS[band]!) / 100) {
        below += this.counts[bucket]!;
        count += this.counts[bucket++]!;
      }
      if (count > 0) rows.push(this.row(BANDS[band - 1]!, BANDS[band]!, first, bucket, count));
    }
    return rows;
  }

  private row(from: number, to: number, first: number, end: number, count: number): SplitRow {
    const mean = (part: number) => {
      let sum = 0;
      for (let bucket = first; bucket < end; bucket++) sum += this.sums[part]![bucket]!;
      return sum / count / NS_PER_MS;
    };
    const [retry, link, queue, disk, quorum, apply] = PARTS.map((_, part) => mean(part));
    return {
      from_percentile: from,
      to_percentile: to,
      count,
      retry_ms: retry!,
      client_link_ms: link!,
      queue_ms: queue!,
      disk_ms: disk!,
      quorum_ms: quorum!,
      apply_ms: apply!,
      latency_ms: retry! + link! + queue! + disk! + quorum! + apply!,
    };
  }
}

/** Logarithmic, from the position of the highest bit and the three below it. */
function bucketOf(ns: number): number {
  if (ns < BUCKETS_PER_DOUBLING) return ns;
  let exponent = 0;
  let x = ns;
  while (x >= 4294967296) {
    x /= 2;
    exponent++;
  }
  const highest = 31 - Math.clz32(x);
  const mantissa = (x >>> (highest - 3)) & 7;
  return (highest + exponent - 2) * BUCKETS_PER_DOUBLING + mantissa;
}
