/**
 * The columns of `trials.csv`, in order. Inputs come from the spec, outputs from the run; units stand in the names. Further
 * columns are added at the end, none is ever renamed.
 */
import { latencyLabel, quorumsLabel, quorumSizes, topologyLabel } from '../trial/labels.ts';
import { canonicalJson, trialId } from '../trial/canonical.ts';
import type { Cell, Row, Verdict } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Trial } from '../trial/trial.ts';
import type { LatencyHistogram } from './latency-histogram.ts';

const NS_PER_MS = 1_000_000;
const MS_PER_S = 1000;

/** A trial that has run, in virtual time or live. */
export type Measured = Pick<
  Trial,
  'spec' | 'algorithm' | 'simulator' | 'recorder' | 'phases' | 'counts' | 'counters' | 'timeline'
>;

/** What went in. */
export function inputColumns(spec: TrialSpec): Row {
  const { workload, network } = spec;
  const { q1, q2 } = quorumSizes(spec);
  return {
    trial_id: trialId(spec),
    algorithm: spec.algorithm,
    nodes: spec.nodes,
    q1,
    q2,
    quorums: quorumsLabel(spec),
    thrifty: spec.policy.thrifty,
    topology: topologyLabel(spec),
    latency: latencyLabel(spec),
    loss: network.loss,
    failure_rate_per_min: spec.faults.perNodeMinute,
    workload: workload.kind,
    clients: workload.kind === 'closed' ? workload.clients : null,
    rate_per_s: workload.kind === 'open' ? workload.ratePerS : null,
    seed: spec.seed,
    spec: canonicalJson(spec),
  };
}

/** What came out, and how it was judged. Only a trial that is `ok` has figures. */
export function outputColumns(trial: Measured | undefined, verdict: Verdict, reason: string): Row {
  const judged: Record<string, Cell> = {
    verdict,
    reason,
    trace_hash: trial === undefined || trial.spec.driver !== 'sim' ? null : trial.simulator.hash.toString(),
  };
  const figures = trial !== undefined && trial.counts !== undefined ? figureColumns(trial) : {};
  for (const column of figureNames) judged[column] = verdict === 'ok' ? (figures[column] ?? null) : null;
  judged['events'] = trial === undefined ? null : trial.simulator.events;
  for (const column of furtherNames) judged[column] = verdict === 'ok' ? (figures[column] ?? null) : null;
  return judged;
}

const figureNames = [
  'window_ms',
  'operations',
  'throughput_per_s',
  'in_flight_mean',
  'think_mean_ms',
  'latency_mean_ms',
  'latency_p50_ms',
  'latency_p90_ms',
  'latency_p99_ms',
  'latency_p999_ms',
  'latency_max_ms',
  'commit_mean_ms',
  'commit_p50_ms',
  'commit_p99_ms',
  'commit_max_ms',
  'availability',
  'outage_longest_ms',
  'crashes',
  'leader_crashes',
  'failover_count_ms',
  'failover_mean_ms',
  'failover_max_ms',
  'elections',
  'messages_per_op',
  'bytes_per_op',
  'disk_writes_per_op',
  'cpu_max',
] as const;

/** Columns added after version 1 was written; `failover_count` is `failover_count_ms` under a name without a unit. */
const furtherNames = [
  'failover_count',
  'operations_sent',
  'operations_unfinished',
  'operations_in_fault',
  'outage_count',
  'outage_total_ms',
  'leaders_elected',
  'contention_per_op',
  'retransmissions',
  'catch_ups',
  'cpu_mean',
  'steady_p99_ms',
  'outage_p99_ms',
  'recovery_p99_ms',
  'operations_abandoned',
  'operations_carried',
  'failovers_unresolved',
  'inter_region_bytes_per_op',
] as const;

export const columnNames: readonly string[] = [
  'trial_id',
  'algorithm',
  'nodes',
  'q1',
  'q2',
  'quorums',
  'thrifty',
  'topology',
  'latency',
  'loss',
  'failure_rate_per_min',
  'workload',
  'clients',
  'rate_per_s',
  'seed',
  'spec',
  'verdict',
  'reason',
  'trace_hash',
  ...figureNames,
  'events',
  ...furtherNames,
];

function figureColumns(trial: Measured): Row {
  return { ...serviceColumns(trial), ...clusterColumns(trial) };
}

/** What clients saw. */
function serviceColumns({ spec, recorder, phases }: Measured): Row {
  const windowNs = phases.windowEnd - phases.windowStart;
  const { completed, regimes } = recorder;
  const closed = spec.workload.kind === 'closed';
  return {
    window_ms: windowNs / NS_PER_MS,
    operations: completed,
    throughput_per_s: (completed / (windowNs / NS_PER_MS)) * MS_PER_S,
    in_flight_mean: recorder.inFlightIntegral / windowNs,
    think_mean_ms: closed && completed > 0 ? recorder.thinkingIntegral / completed / NS_PER_MS : null,
    ...percentiles('latency', recorder.latency(undefined, 'all'), [500, 900, 990, 999]),
    availability: recorder.availability,
    outage_longest_ms: regimes.outageLongestNs / NS_PER_MS,
    outage_count: regimes.outageCount,
    outage_total_ms: regimes.outageTotalNs / NS_PER_MS,
    operations_sent: recorder.sent,
    operations_unfinished: recorder.open,
    operations_abandoned: recorder.abandoned,
    operations_carried: recorder.carried,
    operations_in_fault: recorder.inFault,
    steady_p99_ms: recorder.latency(undefined, 'steady').percentileMs(990),
    outage_p99_ms: recorder.latency(undefined, 'outage').percentileMs(990),
    recovery_p99_ms: recorder.latency(undefined, 'recovery').percentileMs(990),
  };
}

/** What it took the cluster. */
function clusterColumns({ spec, algorithm, recorder, counts, counters }: Measured): Row {
  const { messages, bytes, interRegionBytes, diskWrites, cpu, events, crashes, leaderCrashes } = counts!;
  const perOperation = (count: number) => (recorder.completed === 0 ? null : count / recorder.completed);
  const failoversMs = counters.allFailoversNs().map((ns) => ns / NS_PER_MS);
  return {
    ...(algorithm.leader ? percentiles('commit', recorder.commit, [500, 990]) : {}),
    crashes,
    leader_crashes: leaderCrashes,
    failover_count_ms: failoversMs.length,
    failover_count: failoversMs.length,
    failover_mean_ms: failoversMs.length === 0 ? null : failoversMs.reduce((a, b) => a + b, 0) / failoversMs.length,
    failover_max_ms: failoversMs.length === 0 ? null : Math.max(...failoversMs),
    failovers_unresolved: counters.unresolvedCount,
    elections: events.election,
    leaders_elected: events.leader,
    contention_per_op: perOperation(events.contention),
    retransmissions: events.retransmission,
    catch_ups: events['catch-up'],
    messages_per_op: perOperation(messages),
    bytes_per_op: perOperation(bytes),
    inter_region_bytes_per_op: spec.network.topology === undefined ? null : perOperation(interRegionBytes),
    disk_writes_per_op: perOperation(diskWrites),
    cpu_max: Math.max(...cpu),
    cpu_mean: cpu.reduce((a, b) => a + b, 0) / cpu.length,
  };
}

function percentiles(name: string, histogram: LatencyHistogram, permilles: readonly number[]): Row {
  const row: Record<string, Cell> = { [`${name}_mean_ms`]: histogram.meanMs };
  for (const permille of permilles) {
    const label = permille % 10 === 0 ? permille / 10 : permille;
    row[`${name}_p${label}_ms`] = histogram.percentileMs(permille);
  }
  row[`${name}_max_ms`] = histogram.maxMs;
  return row;
}
