/** Crumbling walls (Peleg, Wool 1997): a full row and one node of each row below it. Any two of them meet. */
import { allOf, anyOf, type Formula } from './formula.ts';
import { indexedRows } from './grid.ts';
import type { NodeNames } from './node-names.ts';

/** Rows from top to bottom, of any widths. A row of one node on top and one below is the *wheel*. */
export interface WallSpec {
  readonly kind: 'wall';
  readonly rows: readonly (readonly string[])[];
}

export function wallFormula(spec: WallSpec, names: NodeNames): Formula {
  const rows = indexedRows(spec.rows, names, 'wall');
  return anyOf(rows.map((row, i) => allOf([allOf(row), ...rows.slice(i + 1).map(anyOf)])));
}
