/** A live run in the shape of every outcome, so that the same tables and columns show it. What is not measured is empty. */
import { algorithmNamed } from '../../algorithms/registry.ts';
import { inputColumns, outputColumns } from '../record/columns.ts';
import { trialId } from '../trial/canonical.ts';
import type { Cell, Row, TrialOutcome } from '../trial/outcome.ts';
import { replayCommand } from '../trial/run-trial.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { LatencyHistogram } from '../record/latency-histogram.ts';
import type { LiveResult } from './live-trial.ts';

export function liveOutcome(spec: TrialSpec, result: LiveResult): TrialOutcome {
  const { verdict, reason } = result;
  const row: Row = { ...inputColumns(spec), ...outputColumns(undefined, verdict, reason) };
  return {
    schema: 1,
    trial_id: trialId(spec),
    spec,
    verdict,
    reason,
    replay: replayCommand(spec),
    row: verdict === 'ok' ? { ...row, ...figures(spec, result) } : row,
    histograms: [],
    timeseries: [],
    split: [],
    stragglers: [],
  };
}

function figures(spec: TrialSpec, result: LiveResult): Row {
  const { windowMs, completed, sent, latency, replicas } = result;
  const sum = (of: (replica: LiveResult['replicas'][number]) => number) =>
    replicas.reduce((all, one) => all + of(one), 0);
  const perOperation = (count: number) => (completed === 0 ? null : count / completed);
  const busy = replicas.map((replica) => replica.busy);
  return {
    window_ms: windowMs,
    operations: completed,
    throughput_per_s: (completed / windowMs) * 1000,
    // Little's law: what was in flight is throughput times latency.
    in_flight_mean: latency.count === 0 ? null : latency.sumNs / 1_000_000 / windowMs,
    ...percentiles('latency', latency, [500, 900, 990, 999]),
    ...(algorithmNamed(spec.algorithm)?.leader === true ? percentiles('commit', result.commit, [500, 990]) : {}),
    availability: sent === 0 ? null : result.inTime / sent,
    crashes: 0,
    leader_crashes: 0,
    elections: sum((replica) => replica.elections),
    leaders_elected: sum((replica) => replica.leadersElected),
    messages_per_op: perOperation(sum((replica) => replica.messages)),
    bytes_per_op: perOperation(sum((replica) => replica.bytes)),
    disk_writes_per_op: 0,
    cpu_max: Math.max(...busy),
    cpu_mean: busy.reduce((all, one) => all + one, 0) / busy.length,
    operations_sent: sent,
    operations_unfinished: result.unfinished,
  };
}

function percentiles(name: string, histogram: LatencyHistogram, permilles: readonly number[]): Row {
  const row: Record<string, Cell> = { [`${name}_mean_ms`]: histogram.meanMs, [`${name}_max_ms`]: histogram.maxMs };
  for (const permille of permilles) {
    const label = permille % 10 === 0 ? permille / 10 : permille;
    row[`${name}_p${label}_ms`] = histogram.percentileMs(permille);
  }
  return row;
}
