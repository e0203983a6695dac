/** Availability and throughput as nodes crash more often, a picture per quorums, with what the quorums alone allow. */
import { meanMs } from '../../sim/sampler.ts';
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { panelVarying, quorumOrder } from '../panels.ts';
import { shareDown, unavailabilityOf } from '../price.ts';
import type { ChartMaker, Datum, Layout, Spec } from './chart.ts';
import { interval, legendSelection, picked, protocolEncodings, rowLink, tooltip, NUMBER_FORMAT } from './encodings.ts';
import { figureDatum, identity, IDENTITY_TOOLTIP, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Availability, %, time in outages, %, and throughput, operations/s, by failure rate';

interface Metric {
  readonly column: string;
  readonly title: string;
  readonly factor: number;
  /** Of a column that is a time: as a share of the window. */
  readonly ofWindow: boolean;
  /** What is exact is drawn as it is, or what it lacks to all. */
  readonly exact: 'share' | 'lack' | 'none';
}

const METRICS: readonly Metric[] = [
  { column: 'availability', title: 'availability, %', factor: 100, ofWindow: false, exact: 'share' },
  { column: 'outage_total_ms', title: 'time in outages, %', factor: 100, ofWindow: true, exact: 'lack' },
  { column: 'throughput_per_s', title: 'throughput, operations/s', factor: 1, ofWindow: false, exact: 'none' },
];

export const failureRate: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'failures', 2);
  if (panel === undefined) return { kind: 'left out', title: TITLE, reason: 'no panel varies the failure rate' };
  const slice = sliceOf(panel.configurations, ['algorithm', 'failures', 'quorums', 'nodes']);
  const { configurations } = slice;
  const order = quorumOrder(configurations);
  const nodes = valuesOn('nodes', configurations).map(Number);
  const initial = Number(representative('nodes', nodes));
  const data = [
    ...METRICS.flatMap((metric) => configurations.flatMap((each) => measured(each, metric))),
    ...exact(configurations),
  ];
  const count = Math.max(...nodes.map((n) => quorumOrder(configurations.filter((each) => each.nodes === n)).length));
  return {
    kind: 'chart',
    name: 'failure-rate',
    title: TITLE,
    caption: `One picture per quorums q1/q2. Lines through the points are 95 % intervals over seeds. Grey, exact: the share of time with enough nodes up, from the lower edge (to elect and to commit) to the upper (to commit under a leader that is up); for outages, what is missing to all. Gaps shorter than the deadline count neither against availability nor as outages, so points may lie on the good side.${heldSentence(slice)}`,
    data,
    choices: [{ field: 'nodes', label: 'nodes', values: nodes, initial }],
    spec: (layout) => {
      const encodings = protocolEncodings(scale, protocolsIn(data), layout);
      return {
        vconcat: METRICS.map((metric, i) => {
          const domain = domainOf(metric, data);
          return picture(metric, { layout, count, order, first: i === 0, domain, ...encodings });
        }),
        resolve: { scale: { y: 'independent' } },
      };
    },
  };
};

function measured(configuration: Configuration, { column, factor, ofWindow }: Metric): Datum[] {
  const windowMs = configuration.figure('window_ms')?.value ?? Infinity;
  const figure = figureDatum(configuration, column, ofWindow ? factor / windowMs : factor);
  if (figure === undefined) return [];
  return [{ ...identity(configuration), ...figure, metric: column }];
}

/** What the quorums allow, whatever the protocol. */
function exact(configurations: readonly Configuration[]): Datum[] {
  const seen = new Map<string, Datum>();
  for (const { spec, nodes, quorums, failureRatePerMin } of configurations) {
    const down = shareDown(failureRatePerMin, meanMs(spec.faults.repair));
    const { either, commit } = unavailabilityOf(spec, down);
    const [both, toCommit] = [rounded(100 * (1 - either)), rounded(100 * (1 - commit))];
    const at = { nodes, quorums, rate: failureRatePerMin };
    const key = `${nodes} ${quorums} ${failureRatePerMin}`;
    seen.set(`share ${key}`, { ...at, metric: 'availability', both, toCommit });
    const [noBoth, noCommit] = [rounded(100 * either), rounded(100 * commit)];
    seen.set(`lack ${key}`, { ...at, metric: 'outage_total_ms', both: noBoth, toCommit: noCommit });
  }
  return [...seen.values()];
}

function exactBand({ column }: Metric, x: Spec, y: Spec): Spec {
  return {
    transform: [{ filter: `datum.metric === '${column}' && isValid(datum.both)` }],
    mark: { type: 'area', color: '#888888', opacity: 0.25, line: { color: '#888888', strokeWidth: 1 }, clip: true },
    encoding: { x, y: { ...y, field: 'both' }, y2: { field: 'toCommit' } },
  };
}

/** All values with some room; intervals that reach beyond are clipped. */
function domainOf({ column }: Metric, data: readonly Datum[]): [number, number] {
  const values = data.filter(({ metric }) => metric === column).flatMap(({ value, both }) => [value, both]);
  const numbers = values.filter((value) => typeof value === 'number');
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = Math.max((high - low) * 0.08, high * 0.005);
  return [Math.max(0, low - room), high + room];
}

interface Picture {
  readonly layout: Layout;
  readonly count: number;
  readonly order: readonly string[];
  readonly first: boolean;
  readonly domain: readonly [number, number];
  readonly color: Spec;
  readonly shape: Spec;
  readonly plainDash: Spec;
  readonly strokeWidth: Spec;
  readonly size: Spec;
}

function picture(metric: Metric, { layout, count, order, first, domain, ...looks }: Picture): Spec {
  const { column, title, exact } = metric;
  const columns = layout.narrow ? 2 : Math.min(count, 5);
  const { color, shape, plainDash, strokeWidth, size } = looks;
  const x = {
    field: 'rate',
    type: 'quantitative',
    title: 'crashes /node/min',
    axis: { tickCount: 4 },
    scale: { nice: false, padding: 10 },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    title,
    scale: { zero: false, nice: false, domain },
    axis: { format: NUMBER_FORMAT, tickCount: 5 },
  };
  // In each layer: above the facet, Vega-Lite's optimiser does not come to an end.
  const isMeasured = { filter: `datum.metric === '${column}' && isValid(datum.protocol)` };
  return {
    facet: { field: 'quorums', type: 'nominal', title: null, sort: order },
    columns,
    spec: {
      width: Math.floor((layout.width - 60) / columns) - 24,
      height: layout.narrow ? 120 : 140,
      layer: [
        ...(exact === 'none' ? [] : [exactBand(metric, x, y)]),
        { ...interval({ x }, y, color, layout), transform: [isMeasured] },
        {
          transform: [isMeasured],
          mark: { type: 'line' },
          encoding: { x, y, color, strokeDash: plainDash, strokeWidth, ...picked(layout) },
        },
        {
          ...(first ? legendSelection(layout) : {}),
          transform: [isMeasured],
          mark: { type: 'point', filled: true, opacity: 1 },
          encoding: {
            x,
            y,
            color,
            shape,
            size,
            ...picked(layout),
            ...rowLink(layout),
            tooltip: tooltip([
              ...IDENTITY_TOOLTIP,
              { field: 'rate', title: 'crashes per node and minute' },
              { field: 'text', title },
            ]),
          },
        },
      ],
    },
  };
}
