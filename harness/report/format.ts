/** Numbers as reports print them: three digits that count, a unit that fits, and intervals in the unit of their value. */
import type { Figure } from './configuration.ts';

/** What stands for a number that there is not. */
export const DASH = '–';

/** `0.43`, `12.3`, `1,234`. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}

/** How a column is printed: what its values are multiplied by, and the unit behind them. */
export interface Unit {
  readonly factor: number;
  readonly suffix: string;
}

const PLAIN: Unit = { factor: 1, suffix: '' };
const PER_CENT: Unit = { factor: 100, suffix: ' %' };

/** Milliseconds in the unit in which `ms` reads best. */
function timeUnit(ms: number): Unit {
  if (ms !== 0 && ms < 1) return { factor: 1000, suffix: ' µs' };
  return ms < 1000 ? { factor: 1, suffix: ' ms' } : { factor: 0.001, suffix: ' s' };
}

/** By the unit in the column's name. */
export function unitOf(column: string, value: number): Unit {
  if (column.endsWith('_ms')) return timeUnit(value);
  if (column === 'availability' || column.startsWith('cpu_')) return PER_CENT;
  return column.endsWith('_per_s') ? { factor: 1, suffix: '/s' } : PLAIN;
}

/** `430 µs`, `1,234/s`, `99.2 %`. */
export function formatValue(column: string, value: number): string {
  const { factor, suffix } = unitOf(column, value);
  return `${digits(column, value * factor)}${suffix}`;
}

/** `1.26 ms [1.24, 1.28]`: the value and its 95 % interval; the value alone where there is no interval. */
export function formatFigure(column: string, figure: Figure | undefined): string {
  if (figure === undefined) return DASH;
  const { value, low, high } = figure;
  if (low === undefined || high === undefined) return formatValue(column, value);
  const { factor } = unitOf(column, value);
  return `${formatValue(column, value)} [${digits(column, low * factor)}, ${digits(column, high * factor)}]`;
}

/** Availability is told apart by its nines; only what is all is 100. */
function digits(column: string, value: number): string {
  if (column !== 'availability' || value === 100) return formatNumber(value);
  return (Math.floor(value * 100) / 100).toFixed(2);
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;
}

/** `1 trial`, `2 trials`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
