/** Where the time of operations goes, for the quick half and for each band of the slow ones. */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { formatValue } from '../format.ts';
import { panelVarying } from '../panels.ts';
import type { CsvRow, ResultSet } from '../result-set.ts';
import { columnsOf, type ChartMaker, type Datum } from './chart.ts';
import { rowLink, tooltip } from './encodings.ts';
import { identity, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Where the time of operations goes, % of latency, by percentile band';

/** Columns of `split.csv` in the order in which an operation meets them. */
const PARTS: readonly (readonly [column: string, title: string])[] = [
  ['retry_ms', 'attempts that came to nothing'],
  ['client_link_ms', 'client link'],
  ['queue_ms', 'queue at the node'],
  ['disk_ms', 'own disk'],
  ['quorum_ms', 'waiting for the quorum'],
  ['apply_ms', 'apply and reply'],
];

export const timeSplit: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'algorithm', 1, ({ failureRatePerMin }) => failureRatePerMin === 0);
  const slice = panel && sliceOf(panel.configurations, ['algorithm', 'place', 'nodes']);
  const data = (slice?.configurations ?? []).flatMap((configuration) => bands(configuration, set));
  if (data.length === 0) return { kind: 'left out', title: TITLE, reason: 'split.csv has no rows' };
  const places = valuesOn('place', slice!.configurations).map(String);
  const nodes = valuesOn('nodes', slice!.configurations).map(Number);
  const protocols = scale.titles.filter((title) => protocolsIn(data).has(title));
  const order = bandOrder(data);
  const parts = PARTS.map(([, title]) => title);
  return {
    kind: 'chart',
    name: 'time-split',
    title: TITLE,
    caption: `Operations are sorted by latency; each bar is the mean over a band, split into parts that add up to the latency above it. Operations are told apart by an eighth of a doubling; a band whose operations all fall into a neighbour's has no bar.${heldSentence(slice!)}`,
    data,
    choices: [
      { field: 'place', label: 'network', values: places, initial: String(representative('place', places)) },
      { field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) },
    ],
    spec: (layout) => {
      const x = {
        field: 'band',
        type: 'ordinal',
        title: 'percentile band of operations, %',
        sort: order,
        axis: { labelAngle: -40, labelOverlap: false },
      };
      return {
        facet: { field: 'protocol', type: 'nominal', title: null, sort: protocols },
        columns: columnsOf(layout, protocols.length, 4),
        spec: {
          width: Math.floor((layout.width - 60) / columnsOf(layout, protocols.length, 4)) - 24,
          height: 220,
          layer: [
            {
              mark: { type: 'bar', width: { band: 0.8 } },
              encoding: {
                x,
                y: {
                  field: 'ms',
                  type: 'quantitative',
                  stack: 'normalize',
                  title: 'share of latency',
                  axis: { format: '.0%', tickCount: 5 },
                },
                color: {
                  field: 'part',
                  type: 'nominal',
                  scale: { domain: parts, range: 'ordinal' },
                  legend: { title: null, orient: 'top', columns: layout.narrow ? 1 : 3, symbolType: 'square' },
                },
                order: { field: 'place_in_line', type: 'quantitative' },
                ...rowLink(layout),
                tooltip: tooltip([
                  { field: 'protocol', title: 'protocol' },
                  { field: 'band', title: 'percentiles' },
                  { field: 'part', title: 'part' },
                  { field: 'text', title: 'mean of the part' },
                  { field: 'whole', title: 'mean latency' },
                ]),
              },
            },
            {
              transform: [{ filter: `datum.place_in_line === 0` }],
              mark: { type: 'text', dy: -7, fontSize: 10 },
              encoding: { x, y: { datum: 1 }, text: { field: 'whole', type: 'nominal' } },
            },
          ],
        },
      };
    },
  };
};

/** The bands of all seeds, weighted by how many operations they hold. */
function bands(configuration: Configuration, { split }: ResultSet): Datum[] {
  const byBand = new Map<string, CsvRow[]>();
  for (const id of configuration.trialIds) {
    for (const row of split.get(id) ?? []) {
      const band = `${row['from_percentile']}–${row['to_percentile']}`;
      byBand.set(band, [...(byBand.get(band) ?? []), row]);
    }
  }
  const { protocol, place, nodes, row: link } = identity(configuration);
  return [...byBand].flatMap(([band, rows]) => {
    const whole = formatValue('latency_ms', weightedMean(rows, 'latency_ms'));
    return PARTS.map(([column, part], i): Datum => {
      const ms = weightedMean(rows, column);
      const text = formatValue(column, ms);
      return {
        protocol: protocol!,
        place: place!,
        nodes: nodes!,
        row: link!,
        band,
        part,
        place_in_line: i,
        ms: rounded(ms),
        text,
        whole,
      };
    });
  });
}

/** By where they begin. */
function bandOrder(data: readonly Datum[]): string[] {
  const names = [...new Set(data.map(({ band }) => String(band)))];
  return names.sort((a, b) => parseFloat(a) - parseFloat(b));
}

function weightedMean(rows: readonly CsvRow[], column: string): number {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    sum += Number(row[column]) * Number(row['count']);
    count += Number(row['count']);
  }
  return sum / count;
}
