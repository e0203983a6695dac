/** One trial for people: what ran, whether it can be trusted, what it gave, and how to run it again. */
import { algorithmNamed } from '../../algorithms/registry.ts';
import { formatDistribution } from '../../harness/trial/distribution-text.ts';
import { latencyLabel, quorumsLabel, topologyLabel } from '../../harness/trial/labels.ts';
import type { Row, TrialOutcome } from '../../harness/trial/outcome.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { withoutDefaults } from '../../harness/trial/without-defaults.ts';
import { DASH, formatAvailability, formatMs, formatNumber, formatShare } from './format.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

/** @returns lines of text, the last one ended too */
export function renderSummary(outcome: TrialOutcome, style: Style): string {
  const blocks = [what(outcome.spec, style), verdict(outcome, style)];
  if (outcome.verdict === 'ok')
    blocks.push(speed(outcome.row), latencies(outcome.row, style), costs(outcome.row), faults(outcome));
  blocks.push(again(outcome, style));
  return blocks.filter((block) => block !== '').join('\n\n') + '\n';
}

function what(spec: TrialSpec, style: Style): string {
  const { nodes, policy, phases } = spec;
  const title = algorithmNamed(spec.algorithm)?.title ?? spec.algorithm;
  const extras = [
    policy.batch > 1 ? `batches of ${policy.batch}` : '',
    policy.thrifty ? 'thrifty' : '',
    ...Object.entries(spec.options).map(([name, value]) => `${name} ${value}`),
  ].filter((text) => text !== '');
  const network = topologyLabel(spec) ?? `${latencyLabel(spec)} one way`;
  const window = phases.ops === null ? formatMs(phases.durationMs) : `${formatNumber(phases.ops)} operations`;
  return [
    [`${style.bold(title)}, ${nodes} nodes, quorums ${quorumsLabel(spec)}`, ...extras].join(', '),
    `network ${network}, fsync ${formatDistribution(spec.costs.fsync)}`,
    `${load(spec)}; window ${window} after ${formatMs(phases.warmupMs)} of warm-up; seed ${spec.seed}`,
  ].join('\n');
}

function load({ workload }: TrialSpec): string {
  const where = typeof workload.at === 'string' ? workload.at : `node ${workload.at.join(', ')}`;
  const place = where === 'all' ? 'at all nodes' : where === 'leader' ? 'at the leader' : `at ${where}`;
  const rest = `${formatNumber(workload.reads * 100)} % reads of ${formatNumber(workload.keys)} keys (${workload.keyDistribution})`;
  if (workload.kind === 'open')
    return `open loop, ${formatNumber(workload.ratePerS)}/s (${workload.arrivals}) ${place}, ${rest}`;
  const think = workload.thinkMs > 0 ? `, thinking ${formatMs(workload.thinkMs)}` : '';
  return `closed loop, ${workload.clients} clients ${place}${think}, ${rest}`;
}

function verdict({ verdict, reason, spec }: TrialOutcome, style: Style): string {
  switch (verdict) {
    case 'ok': {
      // Invariants of a protocol look at all nodes at once, which only the simulator can.
      const checked = spec.driver === 'sim' ? 'agreement, invariants' : 'agreement';
      return `${style.good('ok')}  ${checked} and the order of commits were checked throughout`;
    }
    case 'violation':
      return `${style.bad('violation')}  ${reason}\nA protocol that breaks its rules has no throughput: no figures.`;
    case 'unknown':
    case 'void':
      return `${style.doubtful(verdict)}  ${reason}\nNo figures.`;
  }
}

function speed(row: Row): string {
  const figures = [
    `throughput ${formatNumber(number(row, 'throughput_per_s'))}/s`,
    `${formatNumber(number(row, 'operations'))} operations in ${formatMs(number(row, 'window_ms'))}`,
    `in flight ${formatNumber(number(row, 'in_flight_mean'))}`,
    `availability ${formatAvailability(number(row, 'availability'))}${outages(row)}`,
  ];
  return figures.join('   ');
}

/** Beside availability: of what was sent, few may be late although nothing was served for long. */
function outages(row: Row): string {
  const total = number(row, 'outage_total_ms') ?? 0;
  return total === 0
    ? ''
    : ` (${formatMs(total)} in ${counted(number(row, 'outage_count') ?? 0, 'outage', 'outages')})`;
}

const PERCENTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
  ['p999', 0.999],
] as const;

/** Fewer samples than this beyond a percentile say nothing about it. */
const SAMPLES_BEYOND = 10;

function latencies(row: Row, style: Style): string {
  const count = number(row, 'operations') ?? 0;
  const percentile = (timed: string, [name, share]: readonly [string, number]): string => {
    const column = `${timed}_${name}_ms`;
    if (row[column] === undefined) return '';
    // 1e-9: 1,000 × (1 - 0.99) is a little less than 10 in floating point.
    const enough = count * (1 - share) >= SAMPLES_BEYOND - 1e-9;
    return enough ? formatMs(number(row, column)) : DASH;
  };
  const line = (timed: string): string[] => [
    timed,
    formatMs(number(row, `${timed}_mean_ms`)),
    ...PERCENTILES.map((each) => percentile(timed, each)),
    formatMs(number(row, `${timed}_max_ms`)),
  ];
  const rows = [line('latency')];
  if (number(row, 'commit_mean_ms') !== null) rows.push(line('commit'));
  return renderTable(['', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'], rows, style, [1, 2, 3, 4, 5, 6]);
}

function costs(row: Row): string {
  const far = number(row, 'inter_region_bytes_per_op');
  const perOperation = [
    `${formatNumber(number(row, 'messages_per_op'))} messages`,
    `${formatNumber(number(row, 'bytes_per_op'))} bytes${far === null ? '' : ` (${formatNumber(far)} between regions)`}`,
    `${formatNumber(number(row, 'disk_writes_per_op'))} disk writes`,
  ];
  return `per operation ${perOperation.join(', ')}; busiest CPU ${formatShare(number(row, 'cpu_max'))}`;
}

function faults({ row, spec }: TrialOutcome): string {
  const lines: string[] = [];
  const crashes = number(row, 'crashes') ?? 0;
  const elections = number(row, 'elections') ?? 0;
  if (crashes > 0)
    lines.push(
      `${counted(crashes, 'crash', 'crashes')} (${formatNumber(number(row, 'leader_crashes'))} of the leader)`,
    );
  if (elections > 0) lines.push(counted(elections, 'election', 'elections'));
  if ((number(row, 'failover_count_ms') ?? 0) > 0) {
    const [mean, longest] = [number(row, 'failover_mean_ms'), number(row, 'failover_max_ms')];
    const unresolved = number(row, 'failovers_unresolved') ?? 0;
    const bound =
      unresolved > 0 ? `, ${formatNumber(unresolved)} of them not over when the trial ended: lower bounds` : '';
    lines.push(`failover ${formatMs(mean)} (longest ${formatMs(longest)}${bound})`);
  }
  if ((number(row, 'outage_longest_ms') ?? 0) > 0)
    lines.push(`longest outage ${formatMs(number(row, 'outage_longest_ms'))}`);
  const window = number(row, 'window_ms') ?? Infinity;
  const late =
    spec.faults.crashLeaderAtMs.filter((atMs) => atMs >= window).length +
    spec.faults.plan.filter(({ atMs }) => atMs >= window).length;
  if (late > 0) lines.push(`not in the window: ${counted(late, 'planned fault', 'planned faults')}`);
  return lines.join(', ');
}

function again({ trial_id, row, spec }: TrialOutcome, style: Style): string {
  const hash = row['trace_hash'];
  const known = typeof hash === 'string' ? `, trace hash ${hash}` : '';
  return `${style.dim(`trial ${trial_id}${known}`)}\n${style.dim('again')}  ${commandOf(spec)}`;
}

/** Names only what is not a default, for people; the JSON carries the whole spec. */
function commandOf(spec: TrialSpec): string {
  const json = JSON.stringify(withoutDefaults(spec));
  return `printf %s '${json.replaceAll("'", "'\\''")}' | quorum-bench run --spec -`;
}

function number(row: Row, column: string): number | null {
  const cell = row[column];
  return typeof cell === 'number' ? cell : null;
}

function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
