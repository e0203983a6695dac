/** The visual language of all charts: how protocols, intervals and tooltips are drawn. */
import type { ProtocolScale } from '../protocols.ts';
import type { Layout, Spec } from './chart.ts';

export interface ProtocolEncodings {
  readonly color: Spec;
  readonly shape: Spec;
  /** In the legend too; for charts of lines alone. */
  readonly strokeDash: Spec;
  /** As above, but the legend is left to the points. */
  readonly plainDash: Spec;
  readonly strokeWidth: Spec;
  readonly size: Spec;
}

/** @param present titles of the protocols that the chart shows; others are not in its legend */
export function protocolEncodings(
  scale: ProtocolScale,
  present: ReadonlySet<string>,
  layout: Layout,
): ProtocolEncodings {
  const { titles, shapes, dashes, widths, sizes } = scale;
  const legend = {
    title: null,
    orient: 'top',
    columns: layout.narrow ? 2 : titles.length,
    values: titles.filter((title) => present.has(title)),
    symbolStrokeWidth: 2,
    symbolOpacity: 1,
  };
  const field = { field: 'protocol', type: 'nominal' };
  return {
    color: { ...field, scale: { domain: titles, range: 'category' }, legend },
    shape: { ...field, scale: { domain: titles, range: shapes }, legend },
    strokeDash: { ...field, scale: { domain: titles, range: dashes }, legend },
    plainDash: byProtocol(titles, dashes),
    strokeWidth: byProtocol(titles, widths),
    size: byProtocol(titles, sizes),
  };
}

/** A value per protocol without a scale, which would come with a legend. */
function byProtocol(titles: readonly string[], values: readonly unknown[]): Spec {
  const [first, ...others] = titles.map((title, i) => ({
    test: { field: 'protocol', equal: title },
    value: values[i],
  }));
  return { condition: others, value: first?.value };
}

/** Of ticks on a logarithmic axis those whose first digit is one of these, so that the lines are few. */
function logAxisOf(digits: readonly number[]): Spec {
  const round = `indexof([${digits.join(', ')}], round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))) >= 0`;
  return {
    labelExpr: `${round} ? format(datum.value, ',.3~r') : ''`,
    gridOpacity: { condition: { test: round, value: 1 }, value: 0 },
    tickOpacity: { condition: { test: round, value: 1 }, value: 0 },
  };
}

export const logAxis = logAxisOf([1, 2, 5]);

/** As `logAxis`, with more lines where the values are less than a decade apart. */
export function logAxisFor(values: readonly number[]): Spec {
  const apart = Math.max(...values) / Math.min(...values);
  if (apart < 4) return logAxisOf([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  return apart < 10 ? logAxisOf([1, 2, 3, 5, 7]) : logAxis;
}

/** A logarithmic axis with room at both ends. */
export function logPosition(field: string, title: string, axis: Spec = logAxis): Spec {
  return { field, type: 'quantitative', title, scale: { type: 'log', nice: false, padding: 8 }, axis };
}

const DECADE = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6';

/** As `logAxis`, for many decades in little room. */
export const decadeAxis: Spec = {
  labelExpr: `${DECADE} ? format(datum.value, ',.3~r') : ''`,
  gridOpacity: { condition: { test: DECADE, value: 1 }, value: 0 },
  tickOpacity: { condition: { test: DECADE, value: 1 }, value: 0 },
};

/** An axis of quorums: a label of two words in two lines. */
export function quorumAxis(order: readonly string[]): Spec {
  return {
    field: 'quorums',
    type: 'nominal',
    title: 'quorums q1/q2 (elect/commit)',
    sort: order,
    axis: { labelAngle: 0, labelExpr: "split(datum.label, ' ')", grid: false },
  };
}

/** A click on the legend picks out protocols; shift adds more. To stand at the layer whose legend it is. */
export function legendSelection({ interactive }: Layout): { params?: readonly Spec[] } {
  if (!interactive) return {};
  return { params: [{ name: 'picked', select: { type: 'point', fields: ['protocol'] }, bind: 'legend' }] };
}

/** Pale where another protocol is picked out. */
export function picked({ interactive }: Layout, opacity = 1): { opacity: Spec } | Record<string, never> {
  if (!interactive) return opacity === 1 ? {} : { opacity: { value: opacity } };
  return { opacity: { condition: { param: 'picked', value: opacity }, value: 0.1 } };
}

/** To the row of the table behind a point. */
export function rowLink({ interactive }: Layout): { href?: Spec } {
  return interactive ? { href: { field: 'row', type: 'nominal' } } : {};
}

export interface TooltipField {
  readonly field: string;
  readonly title: string;
  readonly format?: string;
}

export function tooltip(fields: readonly TooltipField[]): Spec[] {
  return fields.map(({ field, title, format }) => ({
    field,
    title,
    type: format === undefined ? 'nominal' : 'quantitative',
    ...(format !== undefined && { format }),
  }));
}

/** Direct labels, `label` of the data: left of their points and above; where that is beyond the edge (`edge`), right of them, `edgeDy` lower. */
export function pointLabels(position: Spec, edgeDy: number, filter = 'true'): Spec {
  const at = (edge: string, elsewhere: string): Spec => ({ expr: `datum.edge ? ${edge} : ${elsewhere}` });
  return {
    transform: [{ filter: `isValid(datum.label) && ${filter}` }],
    mark: {
      type: 'text',
      align: at("'left'", "'right'"),
      dx: at('11', '-6'),
      dy: at(String(edgeDy), '-12'),
      fontSize: 10,
      limit: 150,
    },
    encoding: { ...position, text: { field: 'label', type: 'nominal' } },
  };
}

/** Left of this share of the width there is no room for a label at the left. */
export const LABEL_EDGE = 0.25;

/** The 95 % interval, `low` to `high` of the data, as a line; of no length where there is none. */
export function interval(position: Spec, y: Spec, color: Spec, layout: Layout): Spec {
  return {
    mark: { type: 'rule', strokeWidth: 1.5, clip: true },
    encoding: { ...position, y: { ...y, field: 'low' }, y2: { field: 'high' }, color, ...picked(layout) },
  };
}

/** From near the page's colour to far from it, see `range.heatmap` of the theme: grey print keeps the order. */
export const heatScale: Spec = { type: 'linear', zero: false, nice: false };

/** The field `cell` as text on cells of `heatScale`, readable on both halves; `share` of the data: 0 lowest, 1 highest. */
export function heatText(position: Spec, fontSize: number): Spec[] {
  return [
    ['datum.share > 0.5', 'on-high-heat'],
    ['!(datum.share > 0.5)', 'on-low-heat'],
  ].map(([filter, style]) => ({
    transform: [{ filter: `isValid(datum.cell) && ${filter}` }],
    mark: { type: 'text', fontSize, style },
    encoding: { ...position, text: { field: 'cell', type: 'nominal' } },
  }));
}

/**
 * A mark that nobody sees, above the picture: labels of an axis that stand out at the top would push its title higher than
 * those of its neighbours.
 */
export const evenTop: Spec = {
  data: { values: [{}] },
  mark: { type: 'point', size: 1, opacity: 0, aria: false, tooltip: null },
  encoding: { x: { value: 0 }, y: { value: -8 } },
};

/** A domain for a logarithmic axis that holds all values with some room. */
export function logDomain(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [1, 10];
  return [Math.min(...positive) / 1.25, Math.max(...positive) * 1.25];
}

/** Three digits that count, with a unit prefix only where thousands need one. */
export const NUMBER_FORMAT = ',.3~r';
