/** Which ways of running are beaten by none: fronts of throughput and latency under load, of availability and latency under failures. */
import { heldSentence, loadText, sliceOf, valuesOn, type Slice } from '../axes.ts';
import type { Configuration, Figure } from '../configuration.ts';
import { formatFigure } from '../format.ts';
import { panelVarying } from '../panels.ts';
import type { ResultSet } from '../result-set.ts';
import { cell, columnsOf, type ChartMaker, type Datum, type Layout, type Spec } from './chart.ts';
import {
  evenTop,
  legendSelection,
  logAxis,
  LABEL_EDGE,
  pointLabels,
  protocolEncodings,
  rowLink,
  tooltip,
  NUMBER_FORMAT,
  type ProtocolEncodings,
} from './encodings.ts';
import { identity, IDENTITY_TOOLTIP, protocolsIn, rounded } from './rows.ts';

const TITLE = 'Pareto fronts: which ways of running are beaten by none';

interface Goal {
  readonly column: string;
  readonly title: string;
  readonly better: 'lower' | 'higher';
  readonly factor: number;
}

interface Front {
  readonly name: string;
  readonly x: Goal;
  readonly y: Goal;
  /** What differs between points beside the protocol, for labels. */
  readonly label: (configuration: Configuration) => string;
  readonly of: (set: ResultSet) => Slice | undefined;
}

const P99: Goal = { column: 'latency_p99_ms', title: 'p99 latency, ms', better: 'lower', factor: 1 };

const FRONTS: readonly Front[] = [
  {
    name: 'under load',
    x: { column: 'throughput_per_s', title: 'throughput, operations/s', better: 'higher', factor: 1 },
    y: P99,
    label: (each) => `${each.quorums.replace('majority ', '')}${each.thrifty ? '*' : ''}, ${loadText(each)}`,
    of: (set) => cut(panelVarying(set, 'load', 3), ['algorithm', 'quorums', 'load', 'thrifty']),
  },
  {
    name: 'at the highest failure rate',
    x: { column: 'availability', title: 'availability, %', better: 'higher', factor: 100 },
    y: { column: 'latency_p50_ms', title: 'median latency, ms', better: 'lower', factor: 1 },
    label: ({ quorums }) => quorums,
    of: (set) => {
      const panel = panelVarying(set, 'failures', 2);
      const rate = Math.max(...valuesOn('failures', panel?.configurations ?? []).map(Number));
      const configurations = panel?.configurations.filter(({ failureRatePerMin }) => failureRatePerMin === rate);
      return cut(configurations && { configurations }, ['algorithm', 'quorums', 'failures']);
    },
  },
];

export const pareto: ChartMaker = (set, scale) => {
  const drawn = FRONTS.flatMap((front) => {
    const slice = front.of(set);
    const data = slice === undefined ? [] : points(front, slice.configurations);
    return data.length < 2 ? [] : [{ front, data, held: heldSentence(slice!) }];
  });
  if (drawn.length === 0)
    return { kind: 'left out', title: TITLE, reason: 'no panel has two ways of running to weigh' };
  const data = drawn.flatMap((each) => each.data);
  return {
    kind: 'chart',
    name: 'pareto-fronts',
    title: TITLE,
    caption: `Pale: beaten, as another is as good in both and better in one beyond the intervals. The line joins the front of the values themselves, with quorums q1/q2 (* asks only a quorum). Arrows in the titles of axes say which way is better. Whether a point is beaten was judged among all that ran; filters hide points and change no verdict.${drawn.map(({ front, held }) => ` ${capital(front.name)}:${held.replace(' Held:', '')}`).join('')}`,
    data,
    choices: [],
    spec: (layout) => {
      const encodings = protocolEncodings(scale, protocolsIn(data), layout);
      return {
        columns: columnsOf(layout, drawn.length),
        concat: drawn.map(({ front }, i) =>
          picture(front, { layout, count: drawn.length, first: i === 0, ...encodings }),
        ),
      };
    },
  };
};

function cut(
  panel: { readonly configurations: readonly Configuration[] } | undefined,
  shown: Parameters<typeof sliceOf>[1],
): Slice | undefined {
  return panel && sliceOf(panel.configurations, shown);
}

interface Point {
  readonly configuration: Configuration;
  readonly x: Figure;
  readonly y: Figure;
}

function points(front: Front, configurations: readonly Configuration[]): Datum[] {
  const all = configurations.flatMap((configuration): Point[] => {
    const [x, y] = [configuration.figure(front.x.column), configuration.figure(front.y.column)];
    return x === undefined || y === undefined ? [] : [{ configuration, x, y }];
  });
  const isFree = { wide: freeRoom(all, 0.2, 0.07), narrow: freeRoom(all, 0.45, 0.12) };
  const left = Math.min(...all.map(({ x }) => x.value));
  const edge = left + LABEL_EDGE * spread(all.map(({ x }) => x.value));
  return all.map((point): Datum => {
    const { configuration, x, y } = point;
    const beaten = all.some((other) => asGood(other, point, front) && clearlyBetter(other, point, front));
    const joined = all.every((other) => !asGood(other, point, front) || same(other, point));
    const label = joined &&
      isFree.wide(point) && {
        label: front.label(configuration),
        edge: x.value < edge,
        roomy: isFree.narrow(point),
      };
    return {
      ...identity(configuration),
      front: front.name,
      x: rounded(x.value * front.x.factor),
      y: rounded(y.value * front.y.factor),
      beaten,
      joined,
      x_text: formatFigure(front.x.column, x),
      text: formatFigure(front.y.column, y),
      ...label,
    };
  });
}

function same(a: Point, b: Point): boolean {
  return a.x.value === b.x.value && a.y.value === b.y.value;
}

function goals(a: Point, b: Point, { x, y }: Front) {
  return [
    { mine: a.x, its: b.x, better: x.better },
    { mine: a.y, its: b.y, better: y.better },
  ] as const;
}

/** By the values alone. */
function asGood(a: Point, b: Point, front: Front): boolean {
  return goals(a, b, front).every(({ mine, its, better }) =>
    better === 'higher' ? mine.value >= its.value : mine.value <= its.value,
  );
}

/** In one of both, beyond what the intervals leave open. */
function clearlyBetter(a: Point, b: Point, front: Front): boolean {
  return goals(a, b, front).some(({ mine, its, better }) => clearly(mine, its, better));
}

function clearly(mine: Figure, its: Figure, better: Goal['better']): boolean {
  if (better === 'higher') return (mine.low ?? mine.value) > (its.high ?? its.value);
  return (mine.high ?? mine.value) < (its.low ?? its.value);
}

/**
 * Takes room for the label of a point unless one is near that has some: within shares of the width and of the height, latency
 * by its logarithm.
 */
function freeRoom(all: readonly Point[], across: number, up: number): (point: Point) => boolean {
  const width = across * spread(all.map(({ x }) => x.value));
  const height = up * spread(all.map(({ y }) => Math.log(y.value)));
  const taken: Point[] = [];
  return (point) => {
    const near = ({ x, y }: Point): boolean =>
      Math.abs(x.value - point.x.value) < width && Math.abs(Math.log(y.value / point.y.value)) < height;
    if (taken.some(near)) return false;
    taken.push(point);
    return true;
  };
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

interface Picture extends ProtocolEncodings {
  readonly layout: Layout;
  readonly count: number;
  readonly first: boolean;
}

function picture({ name, x, y }: Front, { layout, count, first, color, shape }: Picture): Spec {
  const position = {
    x: {
      field: 'x',
      type: 'quantitative',
      title: `${x.title} ${x.better === 'higher' ? '→' : '←'}`,
      scale: { zero: false, padding: 14 },
      axis: { format: NUMBER_FORMAT, tickCount: 4 },
    },
    y: {
      field: 'y',
      type: 'quantitative',
      title: `${y.title} ${y.better === 'higher' ? '↑' : '↓'}`,
      scale: { type: 'log', nice: false, padding: 16 },
      axis: logAxis,
    },
  };
  return {
    title: { text: capital(name), fontSize: 12, anchor: 'middle' },
    width: cell(layout, count, 66),
    height: 240,
    transform: [{ filter: { field: 'front', equal: name } }],
    layer: [
      evenTop,
      {
        transform: [{ filter: 'datum.joined' }],
        mark: { type: 'line', color: '#888888', strokeWidth: 1, interpolate: 'linear' },
        encoding: { ...position, order: { field: 'x' } },
      },
      {
        ...(first ? legendSelection(layout) : {}),
        mark: { type: 'point', filled: true },
        encoding: {
          ...position,
          color,
          shape,
          size: { condition: { test: 'datum.beaten', value: 35 }, value: 90 },
          opacity: { condition: { test: 'datum.beaten', value: 0.35 }, value: 1 },
          ...rowLink(layout),
          tooltip: tooltip([
            ...IDENTITY_TOOLTIP,
            { field: 'asked', title: 'phase 2' },
            { field: 'load', title: 'load' },
            { field: 'x_text', title: x.title },
            { field: 'text', title: y.title },
          ]),
        },
      },
      // Right of a front and below it nothing lies.
      pointLabels(position, 9, layout.narrow ? 'datum.roomy' : 'true'),
    ],
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
