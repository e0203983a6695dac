/** Two pictures: predicted over measured, where the diagonal is agreement, and fail-over times of both as distributions. */
import { columnsOf, type Chart, type Datum, type Layout, type Spec } from '../../report/charts/chart.ts';
import { protocolTitle } from '../../report/protocols.ts';
import { isWithin, TARGETS, type Versus } from './versus.ts';

const UNITS = { throughput: 'throughput, operations/s', p50: 'median latency, ms', p99: 'p99 latency, ms' } as const;
/** Light and dark, apart in grey print too. */
const SIDES = { domain: ['simulated', 'live'], range: ['#f2a65a', '#0b3c8c'] };

export function versusCharts(results: readonly Versus[]): Chart[] {
  return [figuresChart(results), failoverChart(results)].filter((chart) => chart.data.length > 0);
}

function figuresChart(results: readonly Versus[]): Chart {
  const data = results.flatMap(({ name, live, figures }): Datum[] =>
    figures
      .filter(({ predicted, measured }) => predicted !== null && measured !== null)
      .map((figure) => ({
        figure: UNITS[figure.figure],
        name,
        protocol: protocolTitle(live.algorithm),
        nodes: `${live.nodes} nodes`,
        predicted: figure.predicted,
        measured: figure.measured,
        within: isWithin(figure) === true ? 'within its target' : 'outside',
      })),
  );
  return {
    kind: 'chart',
    name: 'predicted-measured',
    title: 'Simulated over live: throughput and latency',
    caption: `A point is a configuration; on the line, the simulator predicted what the threads did. Targets: ${TARGETS.throughput * 100} % for throughput, ${TARGETS.latency * 100} % for latency.`,
    data,
    choices: [],
    spec: (layout) => facetted(layout, 'figure', data, figureLayers),
  };
}

function figureLayers(figure: string, data: readonly Datum[]): Spec[] {
  const values = data.filter((datum) => datum['figure'] === figure).flatMap((d) => [d['predicted'], d['measured']]);
  const [low, high] = [Math.min(...values.map(Number)), Math.max(...values.map(Number))];
  const scale = { type: 'log', domain: [low * 0.8, high * 1.25] };
  return [
    {
      data: { values: [low * 0.8, high * 1.25].map((at) => ({ at })) },
      mark: { type: 'line', color: '#999999', strokeDash: [4, 3] },
      encoding: { x: { field: 'at', type: 'quantitative', scale }, y: { field: 'at', type: 'quantitative', scale } },
    },
    {
      mark: { type: 'point', filled: true, size: 80, opacity: 0.9 },
      encoding: {
        x: { field: 'measured', type: 'quantitative', scale, title: `live: ${figure}` },
        y: { field: 'predicted', type: 'quantitative', scale, title: 'simulated' },
        shape: { field: 'protocol', type: 'nominal', title: null },
        color: {
          field: 'within',
          type: 'nominal',
          title: null,
          scale: { domain: ['within its target', 'outside'], range: ['#0072b2', '#d55e00'] },
        },
        tooltip: ['name', 'predicted', 'measured'].map((field) => ({ field })),
      },
    },
  ];
}

function failoverChart(results: readonly Versus[]): Chart {
  const data = results.flatMap(({ name, failovers }): Datum[] =>
    (['predicted', 'measured'] as const).flatMap((side) =>
      failovers[side].map((ms, i) => ({
        name,
        side: side === 'predicted' ? 'simulated' : 'live',
        ms: Math.round(ms * 1000) / 1000,
        share: (i + 1) / failovers[side].length,
      })),
    ),
  );
  return {
    kind: 'chart',
    name: 'fail-over',
    title: 'Fail-over: from the crash of the leader to the next commit, ms',
    caption: `Share of fail-overs that took at most so long. The largest vertical gap is the distance of Kolmogorov and Smirnov; target ${TARGETS.distance}.`,
    data,
    choices: [],
    spec: (layout) => facetted(layout, 'name', data, failoverLayers),
  };
}

function failoverLayers(): Spec[] {
  return [
    {
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
      encoding: {
        x: { field: 'ms', type: 'quantitative', title: 'ms' },
        y: { field: 'share', type: 'quantitative', title: 'share' },
        color: { field: 'side', type: 'nominal', title: null, scale: SIDES },
      },
    },
  ];
}

/** A picture with axes of its own for each value of a field. */
function facetted(
  layout: Layout,
  field: string,
  data: readonly Datum[],
  layers: (value: string, data: readonly Datum[]) => Spec[],
): Spec {
  const values = [...new Set(data.map((datum) => String(datum[field])))];
  const columns = columnsOf(layout, values.length);
  const width = Math.floor(layout.width / columns) - 90;
  return {
    columns,
    concat: values.map((value) => ({
      title: value,
      width,
      height: 260,
      transform: [{ filter: { field, equal: value } }],
      layer: layers(value, data),
    })),
    resolve: { scale: { color: 'shared' } },
  };
}
