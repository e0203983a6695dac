/**
 * Published and measured in one picture, told apart by colour and by shape. Points: what is published is a ring, what was
 * measured a cross that lies within it where the two agree, a formula a bar across. Lines: published broad and pale, measured
 * thin on top of it, a formula dashed. Data have `series`: one of {@link SERIES}.
 */
import { columnsOf, type Chart, type Datum, type Layout, type Spec } from '../report/charts/chart.ts';
import { tooltip } from '../report/charts/encodings.ts';

export const SERIES = ['published', 'formula', 'measured'] as const;
export type Series = (typeof SERIES)[number];
type Each<T> = Readonly<Record<Series, T>>;

/** Apart for all eyes and in grey print, on light paper and on dark. */
const COLOURS: Each<string> = { published: '#f2a65a', formula: '#9a9a9a', measured: '#1f6fb8' };
const LINES: Each<Spec> = {
  published: { strokeWidth: 5.5 },
  formula: { strokeWidth: 2.2, strokeDash: [7, 5] },
  measured: { strokeWidth: 1.7 },
};
const RING = 'M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0ZM0.62,0A0.62,0.62,0,1,0,-0.62,0A0.62,0.62,0,1,0,0.62,0Z';
const SHAPES: Each<string> = { published: RING, formula: bar(1.3, 0.14), measured: 'cross' };
const SIZES: Each<number> = { published: 330, formula: 420, measured: 75 };
/** In the legend, of a series that is drawn as a line. */
const LINE_SHAPES: Each<string> = {
  published: bar(1.6, 0.4),
  formula: `${bar(0.6, 0.16, -1)}${bar(0.6, 0.16, 1)}`,
  measured: bar(1.6, 0.12),
};

/** A path of a bar, by half of its width and height. */
function bar(width: number, height: number, middle = 0): string {
  return `M${middle - width},${-height}H${middle + width}V${height}H${middle - width}Z`;
}

/** How series are told apart; scales and legends are shared by all layers. */
function seriesEncodings(shown: readonly Series[], shapes: Each<string>) {
  const legend = {
    title: null,
    orient: 'top',
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
    symbolSize: 150,
    labelOffset: 10,
  };
  const of = (values: Each<unknown>): Spec => ({
    field: 'series',
    type: 'nominal',
    scale: { domain: shown, range: shown.map((series) => values[series]) },
  });
  return {
    color: { ...of(COLOURS), legend },
    shape: { ...of(shapes), legend },
  };
}

/** A field on an axis. */
export interface Axis {
  readonly field: string;
  readonly title: string;
  /** Of Vega-Lite: `{type: 'log'}`, a domain. */
  readonly scale?: Spec;
  readonly axis?: Spec;
}

export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly data: readonly Datum[];
  readonly x: Axis;
  readonly y: Axis;
  /** A picture for each value of this field, in the order of the data. */
  readonly panel?: string;
  /** Lines of one series that differ in this field are apart. */
  readonly detail?: string;
  /** Series that are drawn as points among lines: what is published as a few numbers is no curve. */
  readonly dotted?: readonly Series[];
  /** Pictures side by side on a wide page. */
  readonly columns?: number;
  readonly height?: number;
}

/** Lines over a quantity, the points of each series in the order of the data; dotted series as points on top of them. */
export function lines(picture: Picture): Chart {
  const { x, y, dotted = [] } = picture;
  return chartOf(picture, (shown) => {
    const shapes = Object.fromEntries(
      SERIES.map((series) => [series, (dotted.includes(series) ? SHAPES : LINE_SHAPES)[series]]),
    ) as Each<string>;
    const { color, shape } = seriesEncodings(shown, shapes);
    const position = positions(picture, 'quantitative');
    return {
      layer: [
        ...shown
          .filter((series) => !dotted.includes(series))
          .map((series) => ({
            transform: [{ filter: { field: 'series', equal: series } }],
            mark: { type: 'line', strokeCap: 'butt', strokeJoin: 'round', clip: true, ...LINES[series] },
            encoding: { ...position, ...detailOf(picture), order: ORDER, color, tooltip: tipOf(x, y) },
          })),
        // A line has no shape: its layer of points is empty, and there for the shapes of the legend.
        ...shown.map((series) => ({
          transform: [{ filter: dotted.includes(series) ? { field: 'series', equal: series } : 'false' }],
          mark: pointOf(series),
          encoding: { ...position, color, shape, tooltip: tipOf(x, y) },
        })),
        ...labelsOf(picture, position),
      ],
    };
  });
}

/** A mark for each value of a nominal x, in the order of the data. */
export function points(picture: Picture): Chart {
  return chartOf(picture, (shown) => ({
    layer: shown.map((series) => ({
      transform: [{ filter: { field: 'series', equal: series } }],
      mark: pointOf(series),
      encoding: {
        ...positions(picture, 'nominal'),
        ...seriesEncodings(shown, SHAPES),
        tooltip: tipOf(picture.x, picture.y),
      },
    })),
  }));
}

function pointOf(series: Series): Spec {
  return { type: 'point', filled: true, opacity: 1, strokeWidth: 0, size: SIZES[series] };
}

const ORDER = { field: 'order', type: 'quantitative' };

/** Lines of one series are named beside their ends. */
function labelsOf({ detail }: Picture, position: Spec): Spec[] {
  if (detail === undefined) return [];
  return [
    {
      transform: [{ filter: 'datum.isEnd === true' }],
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 10, fontSize: 12 },
      encoding: { ...position, text: { field: detail, type: 'nominal' } },
    },
  ];
}

/** Marks the last point of each line of the formula. */
function withEnds(data: readonly Datum[], { panel, detail }: Picture): Datum[] {
  if (detail === undefined) return [...data];
  const ends = new Map<string, number>();
  data.forEach((datum, i) => {
    if (datum['series'] === 'formula') ends.set(`${String(panel && datum[panel])}/${String(datum[detail])}`, i);
  });
  const last = new Set(ends.values());
  return data.map((datum, i) => (last.has(i) ? { ...datum, isEnd: true } : datum));
}

function positions({ x, y }: Picture, kind: 'quantitative' | 'nominal'): Spec {
  return {
    x: {
      ...x,
      type: kind,
      axis: { ...(kind === 'nominal' ? { labelAngle: 0 } : { labelFlush: false }), ...x.axis },
      ...(kind === 'nominal' && { sort: null }),
    },
    y: { ...y, type: 'quantitative' },
  };
}

function detailOf({ detail }: Picture): Spec {
  return detail === undefined ? {} : { detail: { field: detail, type: 'nominal' } };
}

function tipOf(x: Axis, y: Axis): Spec[] {
  return tooltip([
    { field: 'series', title: 'series' },
    { field: x.field, title: x.title },
    { field: y.field, title: y.title },
  ]);
}

function chartOf(picture: Picture, layers: (shown: readonly Series[]) => Spec): Chart {
  const { name, title, caption, panel } = picture;
  const shown = SERIES.filter((series) => picture.data.some((datum) => datum['series'] === series));
  // Lines join their points in this order, which is that of the data.
  const data = withEnds(picture.data, picture).map((datum, order): Datum => ({ ...datum, order }));
  const values = panel === undefined ? [] : [...new Set(data.map((datum) => String(datum[panel])))];
  return {
    kind: 'chart',
    name,
    title,
    caption,
    data,
    choices: [],
    spec: (layout) => {
      const height = picture.height ?? (panel === undefined ? 360 : 200);
      const columns = columnsOf(layout, values.length, picture.columns);
      if (panel === undefined) return { width: widthOf(layout, 1), height, ...layers(shown) };
      return {
        facet: { field: panel, type: 'nominal', title: null, sort: values },
        columns,
        spec: { width: widthOf(layout, columns), height, ...layers(shown) },
        resolve: { scale: { x: 'independent', y: 'independent' } },
      };
    },
  };
}

const AXIS_WIDTH = 70;

function widthOf({ width }: Layout, columns: number): number {
  return Math.floor(width / columns) - AXIS_WIDTH;
}
