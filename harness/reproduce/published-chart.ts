/**
 * Published and measured in one picture: what is published is broad and pale, what was measured thin and dark on top of it,
 * so that where they agree the one lies within the other. Data have `series`: one of {@link SERIES}.
 */
import { columnsOf, type Chart, type Datum, type Layout, type Spec } from '../report/charts/chart.ts';
import { tooltip } from '../report/charts/encodings.ts';

export const SERIES = ['published', 'formula', 'measured'] as const;
export type Series = (typeof SERIES)[number];

/** Pale orange, pale grey, dark blue: apart for all eyes, and light and dark in grey print. */
const COLOURS: Readonly<Record<Series, string>> = { published: '#f2a65a', formula: '#bdbdbd', measured: '#0b3c8c' };
const WIDTHS: Readonly<Record<Series, number>> = { published: 5, formula: 5, measured: 1.6 };
const SHAPES: Readonly<Record<Series, string>> = { published: 'circle', formula: 'square', measured: 'cross' };
const SIZES: Readonly<Record<Series, number>> = { published: 190, formula: 190, measured: 60 };

/** Encodings of the series that a chart shows, to be shared by its layers. */
export function seriesEncodings(shown: readonly Series[]): {
  readonly color: Spec;
  readonly shape: Spec;
  readonly size: Spec;
} {
  const legend = { title: null, orient: 'top', symbolOpacity: 1 };
  const field = { field: 'series', type: 'nominal' };
  const of = (values: Readonly<Record<Series, unknown>>) => ({
    ...field,
    scale: { domain: shown, range: shown.map((series) => values[series]) },
  });
  return { color: { ...of(COLOURS), legend }, shape: { ...of(SHAPES), legend }, size: { ...of(SIZES), legend: null } };
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

/** Lines over a quantity; the points of each series in the order of the data. */
export function lines(picture: Picture): Chart {
  const { x, y } = picture;
  const isDotted = (series: Series): boolean => picture.dotted?.includes(series) === true;
  return chartOf(picture, (shown) => ({
    layer: shown.map((series) => ({
      transform: [{ filter: { field: 'series', equal: series } }],
      mark: isDotted(series)
        ? { type: 'point', filled: true, size: SIZES[series], opacity: 1 }
        : { type: 'line', strokeWidth: WIDTHS[series], strokeCap: 'round', strokeJoin: 'round', clip: true },
      encoding: {
        ...positions(picture, 'quantitative'),
        ...(!isDotted(series) && { ...detailOf(picture), order: ORDER }),
        color: seriesEncodings(shown).color,
        tooltip: tipOf(x, y),
      },
    })),
  }));
}

/** A mark for each value of a nominal x, in the order of the data. */
export function points(picture: Picture): Chart {
  const { x, y } = picture;
  return chartOf(picture, (shown) => {
    const { color, shape, size } = seriesEncodings(shown);
    return {
      layer: shown.map((series) => ({
        transform: [{ filter: { field: 'series', equal: series } }],
        mark: { type: 'point', filled: true, opacity: 1 },
        encoding: { ...positions(picture, 'nominal'), color, shape, size, tooltip: tipOf(x, y) },
      })),
    };
  });
}

const ORDER = { field: 'order', type: 'quantitative' };

function positions({ x, y }: Picture, kind: 'quantitative' | 'nominal'): Spec {
  return {
    x: { ...x, type: kind, ...(kind === 'nominal' && { sort: null, axis: { labelAngle: 0, ...x.axis } }) },
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
  const data = picture.data.map((datum, order) => ({ ...datum, order }));
  const values = panel === undefined ? [] : [...new Set(data.map((datum) => String((datum as Datum)[panel])))];
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
