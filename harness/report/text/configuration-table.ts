/** The table of configurations: inputs, figures with intervals, and the trials behind them. */
import { loadText } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatFigure } from '../format.ts';
import { protocolTitle } from '../protocols.ts';
import { settingsText } from '../settings.ts';

export interface Column {
  readonly title: string;
  /** Numbers are sorted by their value and stand right. */
  readonly numeric: boolean;
  readonly text: (configuration: Configuration) => string;
  /** What a numeric column is sorted by. */
  readonly value?: (configuration: Configuration) => number | undefined;
}

const inputs: readonly Column[] = [
  { title: 'protocol', numeric: false, text: ({ algorithm }) => protocolTitle(algorithm) },
  number('nodes', ({ nodes }) => nodes),
  { title: 'quorums', numeric: false, text: ({ quorums }) => quorums },
  { title: 'asked', numeric: false, text: ({ thrifty }) => (thrifty ? 'a quorum' : 'everybody') },
  { title: 'network', numeric: false, text: ({ place }) => place },
  { title: 'load', numeric: false, text: loadText },
  number('crashes /node/min', ({ failureRatePerMin }) => failureRatePerMin),
  number('loss', ({ loss }) => loss),
  { title: 'settings', numeric: false, text: settingsText },
  { title: 'panels', numeric: false, text: ({ panels }) => panels.join(', ') },
];

const figures: readonly Column[] = [
  figure('throughput', 'throughput_per_s'),
  figure('p50', 'latency_p50_ms'),
  figure('p99', 'latency_p99_ms'),
  figure('p99.9', 'latency_p999_ms'),
  figure('mean commit', 'commit_mean_ms'),
  figure('availability', 'availability'),
  figure('longest outage', 'outage_longest_ms'),
  figure('outages in all', 'outage_total_ms'),
  figure('mean fail-over', 'failover_mean_ms'),
  figure('messages /op', 'messages_per_op'),
  figure('bytes /op', 'bytes_per_op'),
  figure('between regions /op', 'inter_region_bytes_per_op'),
  figure('disk writes /op', 'disk_writes_per_op'),
  figure('busiest CPU', 'cpu_max'),
];

/** Inputs that are the same everywhere, and figures that nobody has, are left out. */
export function columnsFor(configurations: readonly Configuration[]): Column[] {
  const varies = (column: Column) => new Set(configurations.map((each) => column.text(each))).size > 1;
  const has = (column: Column) => configurations.some((each) => column.value?.(each) !== undefined);
  return [...inputs.filter((column, i) => i === 0 || varies(column)), ...figures.filter(has)];
}

function number(title: string, value: (configuration: Configuration) => number): Column {
  return { title, numeric: true, text: (each) => String(value(each)), value };
}

function figure(title: string, column: string): Column {
  return {
    title,
    numeric: true,
    text: (each) => (each.verdict === 'ok' ? formatFigure(column, each.figure(column)) : each.verdict),
    value: (each) => each.figure(column)?.value,
  };
}
