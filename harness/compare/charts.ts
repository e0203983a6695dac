/** The charts of a comparison: all changes with their intervals, the worst by name, and what became of the distribution. */
import { type Chart, type Datum, type Layout, type Spec } from '../report/charts/chart.ts';
import { logAxis, tooltip } from '../report/charts/encodings.ts';
import { rounded } from '../report/charts/rows.ts';
import { LatencyHistogram } from '../record/latency-histogram.ts';
import { latencyOf, type CheckedSet } from './checked-set.ts';
import { comparedConfigurations, type Comparison, type Finding } from './comparison.ts';
import { chooseSeeds } from './samples.ts';
import { namesOf } from './names.ts';
import type { Side } from './pairing.ts';
import { changeText, nameOf } from './verdict.ts';

const FINDINGS: readonly Finding[] = ['worse', 'changed', 'no evidence', 'better'];
/** Vermilion, purple, grey, blue: apart for all eyes, and by shape in grey print. */
const COLOURS = ['#d55e00', '#a8518a', '#8a8a8a', '#2f7fc1'];
const SHAPES = ['triangle-up', 'diamond', 'circle', 'triangle-down'];

/** By name, so many of each figure. */
const NAMED = 16;
/** Curves of so many configurations. */
const CURVES = 3;

export function comparisonCharts(comparison: Comparison): Chart[] {
  // A figure that is the same everywhere, such as an availability of 100 %, makes no picture.
  const moved = comparison.metrics.filter(({ column }) =>
    comparison.rows.some(({ metric, difference }) => metric.column === column && difference.change !== 0),
  );
  const data = moved.flatMap(({ column }) => changesOf(comparison, column));
  const shown = data.length === 0 ? [] : [worstChart(data), ...(manyIn(data) ? [allChart(data)] : [])];
  const curves = percentileChart(comparison);
  return curves === undefined ? shown : [...shown, curves];
}

/** Of one figure, the overall change first, then from the worst to the best. */
function changesOf(comparison: Comparison, column: string): Datum[] {
  const names = namesOf(comparedConfigurations(comparison));
  const rows = comparison.rows.filter(({ metric }) => metric.column === column);
  return rows.map((row, rank) => {
    const { change, low, high, scale, base } = row.difference;
    // Plain differences of what has a unit are told as shares of the base, so that one axis holds them all.
    const factor = scale === 'ratio' || row.metric.isShare || base === 0 ? 100 : 100 / Math.abs(base);
    return {
      figure: `${row.metric.name}, ${row.metric.isShare ? 'points' : '%'}`,
      name: nameOf(row, names),
      rank: rank + 1,
      overall: row.pair === undefined,
      value: rounded(change * factor),
      low: rounded((low ?? change) * factor),
      high: rounded((high ?? change) * factor),
      finding: row.finding,
      text: changeText(row),
    };
  });
}

const figuresOf = (data: readonly Datum[]): string[] => [...new Set(data.map(({ figure }) => String(figure)))];
const manyIn = (data: readonly Datum[]): boolean =>
  figuresOf(data).some((figure) => data.filter((datum) => datum['figure'] === figure).length > NAMED);

function findingEncodings(): { readonly color: Spec; readonly shape: Spec } {
  const legend = { title: null, orient: 'top', columns: 4, symbolOpacity: 1 };
  const field = { field: 'finding', type: 'nominal' };
  return {
    color: { ...field, scale: { domain: FINDINGS, range: COLOURS }, legend },
    shape: { ...field, scale: { domain: FINDINGS, range: SHAPES }, legend },
  };
}

const TOOLTIP = tooltip([
  { field: 'name', title: 'configuration' },
  { field: 'text', title: 'change' },
  { field: 'finding', title: 'finding' },
]);

function worstChart(data: readonly Datum[]): Chart {
  const figures = figuresOf(data);
  const shown = figures.flatMap((figure) => data.filter((datum) => datum['figure'] === figure).slice(0, NAMED));
  return {
    kind: 'chart',
    name: 'worst-changes',
    title: 'Change from base to candidate by configuration, worst first',
    caption: `Of each figure the ${NAMED} worst, those over all configurations on top. Lines are 95 % intervals of each alone; colour and shape say what is evident once all comparisons are corrected for. Right of zero the candidate has more.`,
    data: shown,
    choices: [],
    spec: (layout) => ({
      vconcat: figures.map((figure) => forest(figure, layout)),
      resolve: { scale: { x: 'independent', y: 'independent', color: 'shared', shape: 'shared' } },
    }),
  };
}

const ROW_HEIGHT = 17;

function forest(figure: string, { width, narrow }: Layout): Spec {
  const y = {
    field: 'name',
    type: 'nominal',
    title: null,
    sort: { field: 'rank', op: 'min' },
    axis: { labelLimit: narrow ? 130 : 430, grid: false, labelOverlap: false },
  };
  const x = { field: 'value', type: 'quantitative', title: `change of ${figure}`, axis: { tickCount: 7 } };
  return {
    width: width - (narrow ? 150 : 450),
    height: { step: ROW_HEIGHT },
    transform: [{ filter: { field: 'figure', equal: figure } }],
    layer: [
      { mark: { type: 'rule', strokeDash: [3, 3] }, encoding: { x: { datum: 0 } } },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' }, color: findingEncodings().color },
      },
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { y, x, ...findingEncodings(), tooltip: TOOLTIP },
      },
    ],
  };
}

function allChart(data: readonly Datum[]): Chart {
  const figures = figuresOf(data);
  return {
    kind: 'chart',
    name: 'all-changes',
    title: 'Change from base to candidate of every configuration, worst to best',
    caption:
      'Each line is the 95 % interval of one configuration. Noise alone makes a curve like this about zero; what is evident after the correction for all comparisons has a colour.',
    data,
    choices: [],
    spec: (layout) => ({
      columns: layout.narrow ? 1 : 2,
      concat: figures.map((figure) => caterpillar(figure, layout)),
      resolve: { scale: { x: 'independent', y: 'independent', color: 'shared', shape: 'shared' } },
    }),
  };
}

function caterpillar(figure: string, { width, narrow }: Layout): Spec {
  const x = {
    field: 'rank',
    type: 'quantitative',
    title: 'configurations, worst first',
    scale: { zero: false, nice: false },
    axis: { grid: false, tickMinStep: 1 },
  };
  const y = { field: 'value', type: 'quantitative', title: `change of ${figure}` };
  return {
    width: narrow ? width - 60 : (width - 150) / 2,
    height: 190,
    transform: [{ filter: { and: [{ field: 'figure', equal: figure }, '!datum.overall'] } }],
    layer: [
      { mark: { type: 'rule', strokeDash: [3, 3] }, encoding: { y: { datum: 0 } } },
      {
        mark: { type: 'rule', strokeWidth: 1, opacity: 0.7 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: findingEncodings().color },
      },
      {
        mark: { type: 'point', filled: true, size: 22, opacity: 1 },
        encoding: { x, y, ...findingEncodings(), tooltip: TOOLTIP },
      },
    ],
  };
}

const SIDES = ['base', 'candidate'];
const STEPS_PER_DECADE = 12;
const DECADES = 5;
const VALUES_ABOVE = 10;

/** Of the configurations whose p99, or first figure, fared worst. */
function percentileChart(comparison: Comparison): Chart | undefined {
  const { rows, metrics, base, candidate } = comparison;
  const latency = metrics.find(({ column }) => column === 'latency_p99_ms') ?? metrics[0];
  const worst = rows
    .filter(({ metric, pair }) => pair !== undefined && metric.column === latency?.column)
    .slice(0, CURVES);
  const names = namesOf(comparedConfigurations(comparison));
  const data = worst.flatMap((row) => {
    const pair = row.pair!;
    const chosen = chooseSeeds(pair);
    return [
      ...curve(pair.base, chosen.base, base, 'base'),
      ...curve(pair.candidate, chosen.candidate, candidate, 'candidate'),
    ].map((datum) => ({ ...datum, name: nameOf(row, names) }));
  });
  if (data.length === 0) return undefined;
  return {
    kind: 'chart',
    name: 'latency-percentiles',
    title: 'Latency by percentile, base and candidate, ms',
    caption: `Of the ${worst.length} configurations whose ${latency!.name} fared worst; histograms of the seeds that are compared are merged, and a percentile is drawn where at least ${VALUES_ABOVE} operations lie above it.`,
    data,
    choices: [],
    spec: (layout) =>
      percentiles(
        worst.map((row) => nameOf(row, names)),
        layout,
      ),
  };
}

function percentiles(names: readonly string[], { width, narrow }: Layout): Spec {
  const columns = narrow ? 1 : names.length;
  const legend = { title: null, orient: 'top' };
  const side = { field: 'side', type: 'nominal' };
  const ticks = {
    values: [1, 2, 10, 100, 1000, 10_000, 100_000],
    labelExpr: "datum.value === 1 ? '0 %' : format(100 - 100 / datum.value, '.5~g') + ' %'",
  };
  return {
    facet: { field: 'name', type: 'nominal', title: null, sort: names, header: { labelLimit: width / columns } },
    columns,
    spec: {
      width: Math.floor(width / columns) - 60,
      height: 220,
      mark: { type: 'line', strokeWidth: 2.2 },
      encoding: {
        x: {
          field: 'beyond',
          type: 'quantitative',
          title: 'percentile of operations',
          scale: { type: 'log', nice: false },
          axis: ticks,
        },
        y: {
          field: 'ms',
          type: 'quantitative',
          title: 'latency, ms',
          scale: { type: 'log', nice: false },
          axis: logAxis,
        },
        color: { ...side, scale: { domain: SIDES, range: ['#8a8a8a', '#d55e00'] }, legend },
        strokeDash: {
          ...side,
          scale: {
            domain: SIDES,
            range: [
              [1, 0],
              [7, 3],
            ],
          },
          legend,
        },
      },
    },
    resolve: { scale: { y: 'independent' } },
  };
}

function curve({ seeds }: Side, chosen: readonly number[], set: CheckedSet, side: string): Datum[] {
  const merged = new LatencyHistogram();
  for (const seed of chosen) {
    const histogram = latencyOf(set, seeds.get(seed)?.['trial_id'] ?? '');
    // A curve of some seeds only would not be that of the table.
    if (histogram === undefined) return [];
    merged.add(histogram);
  }
  const points: Datum[] = [];
  for (let step = 0; step <= STEPS_PER_DECADE * DECADES; step++) {
    const beyond = 10 ** (step / STEPS_PER_DECADE);
    if (merged.count / beyond < VALUES_ABOVE) break;
    const ms = step === 0 ? merged.minMs! : merged.quantileMs(1000 - 1000 / beyond);
    points.push({ side, beyond: rounded(beyond), ms: rounded(ms) });
  }
  return points;
}
