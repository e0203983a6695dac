/**
 * How each protocol looks, the same in every chart: a colour that all eyes can tell apart (Okabe, Ito 2008), and a shape, a
 * dash and a width, so that grey print and curves that lie on each other can be read too.
 */
import { algorithms } from '../../algorithms/registry.ts';

interface Look {
  readonly light: string;
  readonly dark: string;
  readonly shape: string;
  readonly dash: readonly number[];
}

/** By position in the registry; what is registered later takes the next one. */
const LOOKS: readonly Look[] = [
  { light: '#a8518a', dark: '#d78fb8', shape: 'diamond', dash: [2, 3] },
  { light: '#0072b2', dark: '#56b4e9', shape: 'circle', dash: [1, 0] },
  { light: '#d55e00', dark: '#f0803c', shape: 'square', dash: [9, 4] },
  { light: '#007a59', dark: '#2fc79a', shape: 'triangle-up', dash: [5, 3, 1, 3] },
  { light: '#8a6d00', dark: '#f0e442', shape: 'cross', dash: [12, 3] },
  { light: '#333333', dark: '#dddddd', shape: 'triangle-down', dash: [3, 2] },
];

/** The later drawn, the thinner: curves that coincide stay visible as rings of each other. */
const WIDTHS = [3, 5, 3.2, 1.6, 1.6, 1.6];
const SIZES = [110, 190, 100, 45, 45, 45];

export interface ProtocolScale {
  /** Titles, in the order of the registry, then those that it does not know. */
  readonly titles: readonly string[];
  readonly light: readonly string[];
  readonly dark: readonly string[];
  readonly shapes: readonly string[];
  readonly dashes: readonly (readonly number[])[];
  readonly widths: readonly number[];
  readonly sizes: readonly number[];
}

/** @param names of the algorithms of a result set, which another version may have written */
export function protocolScale(names: Iterable<string>): ProtocolScale {
  const known = algorithms.map(({ title }) => title);
  const strangers = [...new Set(names)].map(protocolTitle).filter((title) => !known.includes(title));
  const titles = [...known, ...strangers];
  const looks = titles.map((_, i) => LOOKS[i % LOOKS.length]!);
  return {
    titles,
    light: looks.map(({ light }) => light),
    dark: looks.map(({ dark }) => dark),
    shapes: looks.map(({ shape }) => shape),
    dashes: looks.map(({ dash }) => dash),
    widths: titles.map((_, i) => WIDTHS[i % WIDTHS.length]!),
    sizes: titles.map((_, i) => SIZES[i % SIZES.length]!),
  };
}

/** As written in titles and legends. */
export function protocolTitle(name: string): string {
  return algorithms.find((algorithm) => algorithm.name === name)?.title ?? name;
}

/** In the order of the registry. */
export function protocolOrder(name: string): number {
  const position = algorithms.findIndex((algorithm) => algorithm.name === name);
  return position === -1 ? algorithms.length : position;
}
