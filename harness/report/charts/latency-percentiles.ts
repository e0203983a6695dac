/** Latency of all operations by percentile, on the axis that HdrHistogram made common: log of 1 / (1 - p). */
import { LatencyHistogram } from '../../record/latency-histogram.ts';
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { panelVarying } from '../panels.ts';
import type { ResultSet } from '../result-set.ts';
import { cell, columnsOf, type ChartMaker, type Datum } from './chart.ts';
import { legendSelection, logAxis, picked, protocolEncodings, tooltip, NUMBER_FORMAT } from './encodings.ts';
import { IDENTITY_TOOLTIP, identity, protocolsIn, rounded } from './rows.ts';

/** A percentile is drawn where at least so many values lie above it. */
const VALUES_ABOVE = 10;
const STEPS_PER_DECADE = 12;
const DECADES = 5;

const TITLE = 'Latency of operations by percentile, ms';

export const latencyPercentiles: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'algorithm', 1, ({ failureRatePerMin }) => failureRatePerMin === 0);
  const slice = panel && sliceOf(panel.configurations, ['algorithm', 'place', 'nodes']);
  const data = (slice?.configurations ?? []).flatMap((configuration) => curve(configuration, set));
  if (data.length === 0)
    return { kind: 'left out', title: TITLE, reason: 'histograms.csv has no histogram of all operations' };
  const places = valuesOn('place', slice!.configurations).length;
  const nodes = valuesOn('nodes', slice!.configurations).map(Number);
  return {
    kind: 'chart',
    name: 'latency-percentiles',
    title: TITLE,
    caption: `Each network has a scale of its own. Histograms of all seeds are merged; a percentile is drawn where at least ${VALUES_ABOVE} operations lie above it.${heldSentence(slice!)}`,
    data,
    choices: [{ field: 'nodes', label: 'nodes', values: nodes, initial: Number(representative('nodes', nodes)) }],
    spec: (layout) => {
      const { color, strokeDash, strokeWidth } = protocolEncodings(scale, protocolsIn(data), layout);
      const width = cell(layout, places, 56);
      return {
        facet: { field: 'place', type: 'nominal', title: null, sort: null },
        columns: columnsOf(layout, places),
        spec: {
          width,
          height: 240,
          ...legendSelection(layout),
          mark: { type: 'line', interpolate: 'linear', strokeCap: 'butt', tooltip: true },
          encoding: {
            x: {
              field: 'beyond',
              type: 'quantitative',
              title: 'percentile of operations',
              scale: { type: 'log', nice: false },
              axis: {
                values: [1, 2, 10, 100, 1000, 10_000, 100_000],
                labelExpr: "datum.value === 1 ? '0 %' : format(100 - 100 / datum.value, '.5~g') + ' %'",
              },
            },
            y: {
              field: 'ms',
              type: 'quantitative',
              title: 'latency, ms',
              scale: { type: 'log', nice: false },
              axis: logAxis,
            },
            color,
            strokeDash,
            strokeWidth,
            ...picked(layout),
            tooltip: tooltip([
              ...IDENTITY_TOOLTIP,
              { field: 'percentile', title: 'percentile' },
              { field: 'ms', title: 'latency, ms', format: NUMBER_FORMAT },
            ]),
          },
        },
        resolve: { scale: { y: 'independent' } },
      };
    },
  };
};

function curve(configuration: Configuration, set: ResultSet): Datum[] {
  const histogram = mergedLatency(configuration, set);
  const { protocol, quorums, nodes, place } = identity(configuration);
  const points: Datum[] = [];
  for (let step = 0; step <= STEPS_PER_DECADE * DECADES; step++) {
    const beyond = 10 ** (step / STEPS_PER_DECADE);
    if (histogram.count / beyond < VALUES_ABOVE) break;
    const ms = step === 0 ? histogram.minMs! : histogram.quantileMs(1000 - 1000 / beyond);
    const percentile = `${Number((100 - 100 / beyond).toPrecision(5))} %`;
    points.push({
      protocol: protocol!,
      quorums: quorums!,
      nodes: nodes!,
      place: place!,
      beyond: rounded(beyond),
      percentile,
      ms: rounded(ms),
    });
  }
  return points;
}

/** Of all seeds. A histogram that cannot be decoded is left out, and so the whole configuration. */
function mergedLatency({ trialIds }: Configuration, { histograms, notes }: ResultSet): LatencyHistogram {
  const sum = new LatencyHistogram();
  for (const id of trialIds) {
    const row = histograms.get(id)?.find(({ operation, regime }) => operation === 'any' && regime === 'all');
    if (row === undefined) return new LatencyHistogram();
    const [count, min, max, total] = ['count', 'min_ms', 'max_ms', 'sum_ms'].map((name) => Number(row[name]));
    try {
      sum.add(LatencyHistogram.decode(row['hdr'] ?? '', count!, min!, max!, total!));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notes.push(`the histogram of trial ${id} is damaged (${reason}); its configuration has no percentile curve`);
      return new LatencyHistogram();
    }
  }
  return sum;
}
