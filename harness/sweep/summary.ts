/**
 * `summary.csv`: one row per configuration. Percentiles come from the histograms of all seeds merged, never from averaged
 * percentiles; rates and counts are means over seeds. The 95 % interval is as wide as the values of the seeds are apart.
 */
import canonicalize from 'canonicalize';
import { columnNames } from '../record/columns.ts';
import { LatencyHistogram } from '../record/latency-histogram.ts';
import type { Cell, HistogramRow, Regime, Row, TimedOperation, Verdict } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { StoredOutcome } from './journal.ts';
import { halfWidth, mean } from './student.ts';

const NOT_SUMMARISED = new Set(['trial_id', 'seed', 'verdict', 'reason', 'trace_hash']);
const inputNames = columnNames.slice(0, columnNames.indexOf('verdict')).filter((name) => !NOT_SUMMARISED.has(name));
const outputNames = columnNames.slice(columnNames.indexOf('verdict')).filter((name) => !NOT_SUMMARISED.has(name));

/** In order. `seeds` counts the trials that are merged. */
export const summaryColumns: readonly string[] = [
  ...inputNames,
  'seeds',
  ...outputNames.flatMap((name) => [name, `${name}_low`, `${name}_high`]),
  'verdict',
  'reason',
  'panels',
];

/** Which histogram a column is of, and what of it. */
interface Merged {
  readonly operation: TimedOperation;
  readonly regime: Regime;
  readonly of: (histogram: LatencyHistogram) => number | null;
}

/** What has been merged for a row, by operation and regime: several columns are of one histogram. */
type Merges = Map<string, LatencyHistogram>;

const merged: Readonly<Record<string, Merged>> = {
  ...fromHistogram('latency', 'any', 'all', [500, 900, 990, 999]),
  ...fromHistogram('commit', 'commit', 'all', [500, 990]),
  steady_p99_ms: { operation: 'any', regime: 'steady', of: (histogram) => histogram.percentileMs(990) },
  outage_p99_ms: { operation: 'any', regime: 'outage', of: (histogram) => histogram.percentileMs(990) },
  recovery_p99_ms: { operation: 'any', regime: 'recovery', of: (histogram) => histogram.percentileMs(990) },
};

function fromHistogram(
  name: string,
  operation: TimedOperation,
  regime: Regime,
  permilles: readonly number[],
): Record<string, Merged> {
  const columns: Record<string, Merged> = {
    [`${name}_mean_ms`]: { operation, regime, of: (histogram) => histogram.meanMs },
    [`${name}_max_ms`]: { operation, regime, of: (histogram) => histogram.maxMs },
  };
  for (const permille of permilles) {
    const label = permille % 10 === 0 ? permille / 10 : permille;
    columns[`${name}_p${label}_ms`] = { operation, regime, of: (histogram) => histogram.percentileMs(permille) };
  }
  return columns;
}

/** Of these the greatest of all seeds is reported; there is no interval of a greatest value. */
const isGreatest = (name: string): boolean => /_(max|longest)_ms$/.test(name);
const isShare = (name: string): boolean => name === 'availability' || name.startsWith('cpu_');

const SEVERITY: readonly Verdict[] = ['ok', 'void', 'unknown', 'violation'];

/**
 * The row of one configuration. If one of its trials has no figures it has none either: leaving out the odd run flatters.
 * @param spec of any of its trials
 * @param outcomes of the seeds that have been run
 */
export function summaryRow(spec: TrialSpec, outcomes: readonly StoredOutcome[], panels: readonly string[]): Row {
  const worst = outcomes.reduce((a, b) => (SEVERITY.indexOf(b.verdict) > SEVERITY.indexOf(a.verdict) ? b : a));
  const row: Record<string, Cell> = {};
  for (const name of inputNames) row[name] = outcomes[0]!.row[name] ?? null;
  row['spec'] = canonicalize({ ...spec, seed: undefined })!;
  row['seeds'] = outcomes.length;
  const merges: Merges = new Map();
  for (const name of outputNames) {
    const figures = worst.verdict === 'ok' ? figuresOf(name, outcomes, merges) : [null, null, null];
    [row[name], row[`${name}_low`], row[`${name}_high`]] = figures as [Cell, Cell, Cell];
  }
  return { ...row, verdict: worst.verdict, reason: worst.reason, panels: panels.join(' ') };
}

/** Value, lower and upper end. */
function figuresOf(name: string, outcomes: readonly StoredOutcome[], merges: Merges): [Cell, Cell, Cell] {
  const perSeed = outcomes.map(({ row }) => row[name]).filter((cell) => typeof cell === 'number');
  const value = pooled(name, outcomes, perSeed, merges);
  if (value === null) return [null, null, null];
  if (isGreatest(name)) return [value, null, null];
  const half = halfWidth(perSeed);
  if (half === null) return [value, null, null];
  return [value, Math.max(0, value - half), isShare(name) ? Math.min(1, value + half) : value + half];
}

function pooled(
  name: string,
  outcomes: readonly StoredOutcome[],
  perSeed: readonly number[],
  merges: Merges,
): number | null {
  const source = merged[name];
  if (source !== undefined) return source.of(mergedHistogram(source, outcomes, merges));
  if (perSeed.length === 0) return null;
  if (isGreatest(name)) return Math.max(...perSeed);
  return name === 'failover_mean_ms' ? meanFailover(outcomes) : mean(perSeed);
}

function mergedHistogram(
  { operation, regime }: Merged,
  outcomes: readonly StoredOutcome[],
  merges: Merges,
): LatencyHistogram {
  const key = `${operation} ${regime}`;
  const known = merges.get(key);
  if (known !== undefined) return known;
  const sum = new LatencyHistogram();
  for (const { histograms } of outcomes) {
    const row = histograms.find((candidate) => candidate.operation === operation && candidate.regime === regime);
    if (row !== undefined) sum.add(decode(row));
  }
  merges.set(key, sum);
  return sum;
}

function decode({ hdr, count, min_ms, max_ms, sum_ms }: HistogramRow): LatencyHistogram {
  return LatencyHistogram.decode(hdr, count, min_ms, max_ms, sum_ms);
}

/** Over all fail-overs, however they fall on the seeds. */
function meanFailover(outcomes: readonly StoredOutcome[]): number {
  let sum = 0;
  let count = 0;
  for (const { row } of outcomes) {
    const [failovers, meanMs] = [row['failover_count'], row['failover_mean_ms']];
    if (typeof failovers !== 'number' || typeof meanMs !== 'number') continue;
    sum += failovers * meanMs;
    count += failovers;
  }
  return sum / count;
}
