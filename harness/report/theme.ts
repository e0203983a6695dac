/** One look for all charts, light and dark, as Vega-Lite configuration. */
import type { ProtocolScale } from './protocols.ts';

const FONT = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

/** Parts of a whole, in order: alternately dark and light, so that neighbours differ in grey print too. */
const PARTS = {
  light: ['#999999', '#56b4e9', '#5b3a8c', '#e69f00', '#0072b2', '#66c2a5'],
  dark: ['#8a8a8a', '#56b4e9', '#a78bd8', '#e69f00', '#3f8fd0', '#66c2a5'],
};

/** Of heat maps: the lowest near the page, the highest far from it, and text on either half. */
const HEAT = {
  light: { range: ['#e3eef9', '#0b5394'], onLow: '#10202f', onHigh: '#ffffff' },
  dark: { range: ['#1c2835', '#8cc4f5'], onLow: '#e6edf3', onHigh: '#10202f' },
};

export interface Theme {
  readonly name: 'light' | 'dark';
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
}

export const themes: readonly Theme[] = [
  { name: 'light', background: '#ffffff', text: '#1b1f24', faint: '#57606a', line: '#d8dee4' },
  { name: 'dark', background: '#14181d', text: '#e6edf3', faint: '#9aa7b4', line: '#30363d' },
];

/** Configuration for one theme. `range.category` is the protocols, `range.ordinal` the parts of a whole. */
export function themeConfig({ name, background, text, faint, line }: Theme, scale: ProtocolScale): object {
  return {
    background,
    font: FONT,
    padding: 4,
    range: { category: scale[name], ordinal: PARTS[name], heatmap: HEAT[name].range },
    style: { 'on-low-heat': { color: HEAT[name].onLow }, 'on-high-heat': { color: HEAT[name].onHigh } },
    view: { stroke: null },
    title: {
      anchor: 'start',
      color: text,
      fontSize: 15,
      fontWeight: 600,
      subtitleColor: faint,
      subtitleFontSize: 12,
      offset: 12,
    },
    axis: {
      labelColor: faint,
      titleColor: text,
      titleFontWeight: 500,
      titleFontSize: 12,
      labelFontSize: 11,
      gridColor: line,
      domainColor: faint,
      tickColor: faint,
      labelOverlap: 'greedy',
    },
    header: { labelColor: text, titleColor: text, labelFontSize: 12, labelFontWeight: 600, titleFontWeight: 500 },
    legend: {
      labelColor: text,
      titleColor: faint,
      titleFontWeight: 500,
      labelFontSize: 12,
      titleFontSize: 12,
      symbolSize: 110,
      labelLimit: 400,
    },
    text: { color: text },
    rule: { color: faint },
    facet: { spacing: 22 },
    concat: { spacing: 26 },
  };
}
