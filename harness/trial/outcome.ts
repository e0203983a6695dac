/** What one trial gives: the object that `run --json` prints, and the columns of `trials.csv`. Units stand in the names. */
import type { TrialSpec } from './spec.ts';

/**
 * `ok`: the checks ran and found nothing. `violation`: a check failed, no figures. `unknown`: a check came to no end, no
 * figures. `void`: the instrument was not fit to measure (a live run that lagged, a worker that died), no figures.
 */
export type Verdict = 'ok' | 'violation' | 'unknown' | 'void';

export type Cell = string | number | boolean | null;

/** A row of `trials.csv`: column to value, in the order of the columns; `null` is an empty cell. */
export type Row = Readonly<Record<string, Cell>>;

/** `steady`, during an `outage`, in the `recovery` after it, or `all` of them. */
export type Regime = 'steady' | 'outage' | 'recovery' | 'all';

/** What was timed: client operations by kind, all of them together, or commits at the leader. */
export type TimedOperation = 'read' | 'write' | 'any' | 'commit';

/** One histogram with its exact extremes. */
export interface HistogramRow {
  readonly operation: TimedOperation;
  readonly regime: Regime;
  readonly count: number;
  readonly min_ms: number;
  readonly max_ms: number;
  readonly mean_ms: number;
  readonly sum_ms: number;
  /** HdrHistogram V2, compressed, base64; values in microseconds. */
  readonly hdr: string;
}

/** One interval of the window. */
export interface TimePoint {
  readonly t_ms: number;
  readonly completed: number;
  readonly p99_ms: number | null;
  readonly leader: number | null;
  readonly p50_ms: number | null;
  readonly max_ms: number | null;
}

/** Where the time of operations went, for those whose latency lies between two percentiles. */
export interface SplitRow {
  /** Percentiles in percent: from (exclusive) and to (inclusive). */
  readonly from_percentile: number;
  readonly to_percentile: number;
  readonly count: number;
  readonly retry_ms: number;
  readonly client_link_ms: number;
  readonly queue_ms: number;
  readonly disk_ms: number;
  readonly quorum_ms: number;
  readonly apply_ms: number;
  readonly latency_ms: number;
}

export interface TrialOutcome {
  readonly schema: 1;
  readonly trial_id: string;
  readonly spec: TrialSpec;
  readonly verdict: Verdict;
  /** Why it is not `ok`; empty otherwise. */
  readonly reason: string;
  /** The command that runs this trial again. */
  readonly replay: string;
  readonly row: Row;
  readonly histograms: readonly HistogramRow[];
  readonly timeseries: readonly TimePoint[];
  readonly split: readonly SplitRow[];
  /** How often each replica's answer was the last that a quorum waited for, by node; the own disk counts as the node itself. */
  readonly stragglers: readonly number[];
}
