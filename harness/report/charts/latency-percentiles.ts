/** Latency of all operations by percentile, on the axis that HdrHistogram made common: log of 1 / (1 - p). */
import { heldSentence, representative, sliceOf, valuesOn } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { damagedNotes, mergedHistogram, type Damaged } from '../merged-histogram.ts';
import { panelVarying } from '../panels.ts';
import type { ResultSet } from '../result-set.ts';
import { cell, columnsOf, type ChartMaker, type Datum } from './chart.ts';
import {
  evenTop,
  legendSelection,
  logAxisFor,
  picked,
  protocolEncodings,
  rowLink,
  tooltip,
  NUMBER_FORMAT,
} from './encodings.ts';
import { IDENTITY_TOOLTIP, identity, protocolsIn, rounded } from './rows.ts';

/** A percentile is drawn where at least so many values lie above it. */
const VALUES_ABOVE = 10;
const STEPS_PER_DECADE = 12;
const DECADES = 5;

const TITLE = 'Latency of operations by percentile, ms';

export const latencyPercentiles: ChartMaker = (set, scale) => {
  const panel = panelVarying(set, 'algorithm', 1, ({ failureRatePerMin }) => failureRatePerMin === 0);
  const slice = panel && sliceOf(panel.configurations, ['algorithm', 'place', 'nodes']);
  const damaged: Damaged = new Map();
  const data = (slice?.configurations ?? []).flatMap((configuration) => curve(configuration, set, damaged));
  set.notes.push(...damagedNotes(damaged, 'the percentile curves'));
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
          layer: [
            evenTop,
            {
              ...legendSelection(layout),
              mark: { type: 'line', interpolate: 'linear', strokeCap: 'butt', tooltip: true },
              encoding: {
                x: {
                  field: 'beyond',
                  type: 'quantitative',
                  title: 'percentile of operations',
                  scale: { type: 'log', nice: false },
                  axis: {
                    labelFlush: false,
                    values: [1, 2, 10, 100, 1000, 10_000, 100_000],
                    labelExpr: "datum.value === 1 ? '0 %' : format(100 - 100 / datum.value, '.5~g') + ' %'",
                  },
                },
                y: {
                  field: 'ms',
                  type: 'quantitative',
                  title: 'latency, ms',
                  scale: { type: 'log', nice: false },
                  axis: logAxisFor(data.map(({ ms }) => Number(ms))),
                },
                color,
                strokeDash,
                strokeWidth,
                ...rowLink(layout),
                ...picked(layout),
                tooltip: tooltip([
                  ...IDENTITY_TOOLTIP,
                  { field: 'percentile', title: 'percentile' },
                  { field: 'ms', title: 'latency, ms', format: NUMBER_FORMAT },
                ]),
              },
            },
          ],
        },
        resolve: { scale: { y: 'independent' } },
      };
    },
  };
};

function curve(configuration: Configuration, set: ResultSet, damaged: Damaged): Datum[] {
  const histogram = mergedHistogram(configuration, set, 'all', damaged);
  const { protocol, quorums, nodes, place, row } = identity(configuration);
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
      row: row!,
      beyond: rounded(beyond),
      percentile,
      ms: rounded(ms),
    });
  }
  return points;
}
