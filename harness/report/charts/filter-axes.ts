/** Axes by which the reader filters the whole page, charts and table at once. Each is a field of the data of charts. */
import type { Configuration } from '../configuration.ts';
import type { Spec } from './chart.ts';
import { identity } from './rows.ts';

export interface FilterAxis {
  /** As in `identity`. */
  readonly field: string;
  readonly label: string;
}

export const filterAxes: readonly FilterAxis[] = [
  { field: 'protocol', label: 'protocol' },
  { field: 'nodes', label: 'nodes' },
  { field: 'quorums', label: 'quorums' },
  { field: 'place', label: 'network' },
  { field: 'asked', label: 'phase 2' },
  { field: 'load', label: 'load' },
  { field: 'rate', label: 'crashes per node and minute' },
  { field: 'settings', label: 'settings' },
];

/** Distinct values of a field, as charts have them; numbers rising. */
export function filterValues({ field }: FilterAxis, configurations: readonly Configuration[]): (string | number)[] {
  const present = configurations.map((each) => identity(each)[field] as string | number | undefined);
  const values = [...new Set(present.filter((value) => value !== undefined))];
  if (field === 'load') return values.sort((a, b) => parseFloat(String(a)) - parseFloat(String(b)));
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values;
}

/** A parameter per axis: `null`, or the values that are shown. */
export function filterParams(): Spec[] {
  return filterAxes.map(({ field }) => ({ name: `shown_${field}`, value: null }));
}

/** What lacks the field, such as what is exact for all protocols, stays. */
export function filterTransforms(): Spec[] {
  return filterAxes.map(({ field }) => ({
    filter: `!shown_${field} || !isValid(datum.${field}) || indexof(shown_${field}, datum.${field}) >= 0`,
  }));
}
