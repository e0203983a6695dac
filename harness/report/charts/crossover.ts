/** Where the winner changes: over each plane of axes, which way of running is best, and where the intervals leave it open. */
import { sliceOf, valueOn, valuesOn, type Axis } from '../axes.ts';
import type { Configuration } from '../configuration.ts';
import { priceOf } from '../price.ts';
import type { Panel } from '../result-set.ts';
import { cell, columnsOf, type ChartMaker, type Datum, type Layout, type Spec } from './chart.ts';
import { evenTop, protocolEncodings, rowLink, tooltip } from './encodings.ts';
import { figureDatum, fullName, identity, protocolsIn } from './rows.ts';

const TITLE = 'Where the winner changes: the best way of running, by its quorums';

const MEASURES = [
  { column: 'latency_p99_ms', title: 'p99 latency', sign: 1 },
  { column: 'throughput_per_s', title: 'throughput', sign: -1 },
  { column: 'availability', title: 'availability', sign: -1 },
  { column: 'messages_per_op', title: 'messages per operation', sign: 1 },
] as const;

/** Axes of a world, which nobody chooses, against those of a design, which compete within a cell. */
const WORLD: readonly Axis[] = ['load', 'failures', 'nodes', 'place', 'loss'];

/** A panel with the two axes of the world that take most values. */
interface Plane {
  readonly panel: Panel;
  readonly x: Axis;
  readonly y: Axis | undefined;
  readonly held: string;
  readonly configurations: readonly Configuration[];
}

export const crossover: ChartMaker = (set, scale) => {
  const planes = set.panels.flatMap(planeOf);
  const data = planes.flatMap(entries);
  if (data.length === 0) {
    return {
      kind: 'left out',
      title: TITLE,
      reason: 'no panel varies load, failures, nodes, network or loss over two ways of running',
    };
  }
  const held = planes.flatMap(({ panel, held: text }) => (text === '' ? [] : [`${panel.name}: ${text}`]));
  return {
    kind: 'chart',
    name: 'crossover',
    title: TITLE,
    caption: `The colour is the protocol that is best, the text its quorums (q1/q2; * asks only a quorum). Grey: no evidence of a difference between protocols; ≈ n: nor between n ways of running of several quorums. Only quorums with which an election and a commit both survive a crash compete; filters above take out competitors, and the map is judged anew.${held.length === 0 ? '' : ` Held: ${held.join('; ')}.`}`,
    data,
    choices: [
      { field: 'measure', label: 'best by', values: MEASURES.map(({ title }) => title), initial: MEASURES[0].title },
    ],
    spec: (layout) => {
      const { color } = protocolEncodings(scale, protocolsIn(data), layout);
      return {
        columns: columnsOf(layout, planes.length),
        concat: planes.map((plane) => picture(plane, layout, planes.length, color)),
        resolve: { scale: { x: 'independent', y: 'independent' } },
      };
    },
  };
};

function planeOf(panel: Panel): Plane[] {
  const fit = panel.configurations.filter((each) => each.verdict === 'ok' && survivesACrash(each));
  const axes = WORLD.map((axis) => ({ axis, count: valuesOn(axis, fit).length })).filter(({ count }) => count > 1);
  const [first, second] = [...axes].sort((a, b) => b.count - a.count);
  if (first === undefined) return [];
  const shown: Axis[] = ['algorithm', 'quorums', 'thrifty', first.axis, ...(second === undefined ? [] : [second.axis])];
  const { configurations, held } = sliceOf(fit, shown);
  if (new Set(configurations.map(fullName)).size < 2) return [];
  return [{ panel, x: first.axis, y: second?.axis, held, configurations }];
}

function survivesACrash({ spec }: Configuration): boolean {
  const { electionSurvives, commitSurvives } = priceOf(spec);
  return electionSurvives > 0 && commitSurvives > 0;
}

function entries({ panel, x, y, configurations }: Plane): Datum[] {
  return configurations.flatMap((configuration) =>
    MEASURES.flatMap(({ column, title, sign }): Datum[] => {
      const figure = figureDatum(configuration, column, sign);
      if (figure === undefined) return [];
      const { quorums, thrifty } = configuration;
      const [low, high] = [Number(figure['low']), Number(figure['high'])].sort((a, b) => a - b);
      return [
        {
          ...identity(configuration),
          plane: panel.name,
          measure: title,
          at_x: axisText(x, configuration),
          at_y: y === undefined ? '' : axisText(y, configuration),
          who: fullName(configuration),
          short: `${quorums.replace(/^majority (.*)/, '$1')}${thrifty ? '*' : ''}`,
          score: figure['value']!,
          low: low!,
          high: high!,
          text: figure['text']!,
        },
      ];
    }),
  );
}

const AXIS_TITLES: Partial<Record<Axis, string>> = {
  failures: 'crashes per node and minute',
  nodes: 'nodes',
  place: 'network',
  loss: 'share of messages lost',
};

/** A delay says in a second line that it is one way. */
const TWO_LINES = "split(replace(datum.label, ' one way', '|one way'), '|')";

function axisText(axis: Axis, configuration: Configuration): string {
  return String(valueOn(axis, configuration));
}

function axisTitle(axis: Axis, [example]: readonly Configuration[]): string {
  if (axis !== 'load') return AXIS_TITLES[axis] ?? axis;
  return example?.clients === undefined ? 'operations/s offered' : 'clients';
}

/** In Vega-Lite, so that the page can judge anew what is left by its filters. */
function winners(name: string): Spec[] {
  const groupby = ['at_x', 'at_y'];
  return [
    { filter: { field: 'plane', equal: name } },
    { joinaggregate: [{ op: 'argmin', field: 'score', as: 'best' }], groupby },
    { filter: 'datum.low <= datum.best.high && datum.best.low <= datum.high' },
    {
      aggregate: [
        { op: 'argmin', field: 'score', as: 'best' },
        { op: 'values', as: 'alike' },
        { op: 'distinct', field: 'protocol', as: 'protocols' },
        { op: 'distinct', field: 'short', as: 'shorts' },
        { op: 'count', as: 'count' },
      ],
      groupby,
    },
    { calculate: 'datum.best.protocol', as: 'protocol' },
    { calculate: "datum.shorts > 1 ? '≈ ' + datum.count : datum.best.short", as: 'cell' },
    { calculate: "join(pluck(datum.alike, 'who'), ', ')", as: 'who' },
    { calculate: 'datum.best.text', as: 'text' },
    { calculate: 'datum.best.row', as: 'row' },
  ];
}

function picture({ panel, x, y, configurations }: Plane, layout: Layout, count: number, color: Spec): Spec {
  const order = (axis: Axis) => {
    const sorted = [...configurations].sort((a, b) => Number(valueOn(axis, a)) - Number(valueOn(axis, b)) || 0);
    return [...new Set(sorted.map((each) => axisText(axis, each)))];
  };
  const rows = y === undefined ? [''] : order(y);
  const axis = { grid: false, ticks: false, domain: false, labelLimit: 180, labelExpr: TWO_LINES };
  const position = {
    x: {
      field: 'at_x',
      type: 'nominal',
      title: axisTitle(x, configurations),
      sort: order(x),
      axis: { ...axis, labelAngle: 0 },
    },
    y: {
      field: 'at_y',
      type: 'nominal',
      title: y === undefined ? null : axisTitle(y, configurations),
      sort: rows,
      axis,
    },
  };
  const tips = tooltip([
    { field: 'who', title: 'best, or alike' },
    { field: 'text', title: 'the best' },
  ]);
  return {
    title: { text: panel.name, fontSize: 12, anchor: 'middle' },
    width: cell(layout, count, 110),
    height: 46 * rows.length,
    transform: winners(panel.name),
    layer: [
      evenTop,
      {
        transform: [{ filter: 'datum.protocols > 1' }],
        mark: { type: 'rect', color: '#8a8a8a', opacity: 0.25, stroke: '#8a8a8a' },
        encoding: { ...position, ...rowLink(layout), tooltip: tips },
      },
      {
        transform: [{ filter: 'datum.protocols === 1' }],
        mark: { type: 'rect', opacity: 0.45, strokeWidth: 1 },
        encoding: { ...position, color, ...rowLink(layout), tooltip: tips },
      },
      {
        mark: { type: 'text', fontSize: 11, fontWeight: 600 },
        encoding: { ...position, text: { field: 'cell', type: 'nominal' }, ...rowLink(layout), tooltip: tips },
      },
    ],
  };
}
