/** What a chart is: a Vega-Lite specification for a wide and a narrow page, with its data beside it. */
import type { ProtocolScale } from '../protocols.ts';
import type { ResultSet } from '../result-set.ts';

/** A part of a Vega-Lite specification, or a whole one. */
export type Spec = Readonly<Record<string, unknown>>;

export type Cell = string | number | boolean | null;
export type Datum = Readonly<Record<string, Cell>>;

/** Room on the page. */
export interface Layout {
  readonly width: number;
  readonly narrow: boolean;
  /** With controls, legend selection and links; else a still picture of the initial choice. */
  readonly interactive: boolean;
}

export const WIDE: Layout = { width: 1060, narrow: false, interactive: false };
export const NARROW: Layout = { width: 336, narrow: true, interactive: false };

/** A field of the data of which one value is shown at a time; the reader chooses. */
export interface Choice {
  readonly field: string;
  readonly label: string;
  readonly values: readonly (string | number)[];
  readonly initial: string | number;
}

export interface Chart {
  readonly kind: 'chart';
  /** Of its files, such as `p99-by-nodes`. */
  readonly name: string;
  /** Subject and unit. */
  readonly title: string;
  /** How to read it, and what was held; a few sentences. */
  readonly caption: string;
  readonly data: readonly Datum[];
  readonly choices: readonly Choice[];
  /** Without data, title and choices, which are put in by `completeSpec`. */
  spec(layout: Layout): Spec;
}

/** A chart for which the result set lacks something. */
export interface LeftOut {
  readonly kind: 'left out';
  readonly title: string;
  /** What it would need. */
  readonly reason: string;
}

export type ChartMaker = (set: ResultSet, scale: ProtocolScale) => Chart | LeftOut;

/** Splits the width among `count` pictures, each of which needs `margin` for its axis. */
export function cell(layout: Layout, count: number, margin: number): number {
  const columns = Math.max(1, Math.min(count, columnsOf(layout, count)));
  return Math.floor((layout.width - columns * margin) / columns);
}

/** How many pictures stand side by side: all up to `most` on a wide page. */
export function columnsOf({ narrow }: Layout, count: number, most = 3): number {
  return narrow ? 1 : Math.min(count, most);
}
