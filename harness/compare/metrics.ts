/** What two result sets are compared by: a column, under the name that people use, and which way is worse. */
import { columnNames } from '../record/columns.ts';
import { closestTo } from '../trial/did-you-mean.ts';
import { UserError } from '../user-error.ts';

export interface Metric {
  /** As in thresholds: `p99`. */
  readonly name: string;
  /** Of `trials.csv` and `summary.csv`. */
  readonly column: string;
  /** `undefined` where neither way is better. */
  readonly worse: 'higher' | 'lower' | undefined;
  /** Changes are told in per cent of the base; those of shares in points. */
  readonly isShare: boolean;
  /** Relative: two values so near are the same to the instrument. */
  readonly resolution: number;
}

/** An HdrHistogram of three digits. */
const HISTOGRAM = 0.001;

const SHORT_NAMES: Readonly<Record<string, string>> = {
  mean: 'latency_mean_ms',
  p50: 'latency_p50_ms',
  p90: 'latency_p90_ms',
  p99: 'latency_p99_ms',
  'p99.9': 'latency_p999_ms',
  max: 'latency_max_ms',
  throughput: 'throughput_per_s',
  availability: 'availability',
  outage: 'outage_longest_ms',
  failover: 'failover_mean_ms',
  'commit-mean': 'commit_mean_ms',
  'commit-p50': 'commit_p50_ms',
  'commit-p99': 'commit_p99_ms',
  messages: 'messages_per_op',
  bytes: 'bytes_per_op',
  'inter-region-bytes': 'inter_region_bytes_per_op',
  'disk-writes': 'disk_writes_per_op',
  cpu: 'cpu_max',
};

/** Outputs that are numbers, behind the verdict. */
const outputs = columnNames
  .slice(columnNames.indexOf('verdict'))
  .filter((column) => !['verdict', 'reason', 'trace_hash', 'events', 'window_ms'].includes(column));

/** Compared where nothing is asked for: few, as each that is added makes all others harder to tell from noise. */
export const DEFAULT_METRICS: readonly Metric[] = ['p99', 'throughput', 'availability', 'failover'].map((name) =>
  metricNamed(name),
);

/** By its short name or that of its column. @throws UserError */
export function metricNamed(name: string): Metric {
  const column = SHORT_NAMES[name] ?? name;
  if (!outputs.includes(column)) {
    const names = [...Object.keys(SHORT_NAMES), ...outputs];
    const closest = closestTo(name, names);
    const remedy =
      closest === undefined ? `take one of ${Object.keys(SHORT_NAMES).join(', ')}` : `did you mean ${closest}?`;
    throw new UserError(`'${name}' is no figure of a result set; ${remedy}`);
  }
  const short = Object.entries(SHORT_NAMES).find(([, of]) => of === column)?.[0] ?? column;
  return {
    name: short,
    column,
    worse: worseWay(column),
    isShare: column === 'availability' || column.startsWith('cpu_'),
    resolution: /_p\d+_ms$/.test(column) ? HISTOGRAM : 0,
  };
}

function worseWay(column: string): 'higher' | 'lower' | undefined {
  if (column === 'throughput_per_s' || column === 'availability' || column === 'operations') return 'lower';
  if (/(_ms|_per_op)$|^(elections|retransmissions|catch_ups|outage_count|operations_unfinished)$/.test(column)) {
    return column === 'think_mean_ms' || column === 'failover_count_ms' ? undefined : 'higher';
  }
  return column.startsWith('cpu_') ? 'higher' : undefined;
}
