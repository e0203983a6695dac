/**
 * Grids: nodes in rows, quorums made of rows and columns (Cheung, Ammar, Ahamad 1992; Flexible Paxos, §4: phase 1 a
 * row, phase 2 a column, so that a commit asks only one node of each row).
 */
import { allOf, anyOf, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { NodeNames } from './node-names.ts';

export const GRID_RULES = ['row', 'column', 'row-cover', 'column-cover', 'row+column', 'row+row-cover'] as const;

/**
 * `row`: every node of some row; `column`: of some column; `row-cover`: one of every row; `column-cover`: one of every
 * column; `row+column`: a full row and a full column; `row+row-cover`: a full row and one node of every other row.
 */
export interface GridSpec {
  readonly kind: 'grid';
  readonly rows: readonly (readonly string[])[];
  readonly rule: (typeof GRID_RULES)[number];
}

export function gridFormula({ rows, rule }: GridSpec, names: NodeNames): Formula {
  const row = indexedRows(rows, names, 'grid');
  switch (rule) {
    case 'row':
      return anyOf(row.map(allOf));
    case 'row-cover':
      return allOf(row.map(anyOf));
    case 'column':
      return anyOf(columnsOf(row, rule).map(allOf));
    case 'column-cover':
      return allOf(columnsOf(row, rule).map(anyOf));
    case 'row+column':
      return allOf([anyOf(row.map(allOf)), anyOf(columnsOf(row, rule).map(allOf))]);
    case 'row+row-cover':
      return allOf([anyOf(row.map(allOf)), allOf(row.map(anyOf))]);
  }
}

/** Rows of a grid or wall as indexes; each node stands once. */
export function indexedRows(rows: readonly (readonly string[])[], names: NodeNames, what: string): number[][] {
  if (rows.length === 0) throw new InvalidQuorum(`a ${what} without rows: give at least one`);
  names.list(rows.flat(), `the rows of the ${what}`);
  return rows.map((row, i) => names.list(row, `row ${i + 1} of the ${what}`));
}

function columnsOf(rows: readonly (readonly number[])[], rule: string): number[][] {
  const width = rows[0]!.length;
  const odd = rows.find((row) => row.length !== width);
  if (odd !== undefined) {
    throw new InvalidQuorum(
      `grid rows of ${width} and ${odd.length} nodes have no columns: rule ${rule} needs rows alike`,
    );
  }
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!));
}

/** Nodes 0 … rows×columns-1, row by row. */
export function rowMajor(rows: number, columns: number): string[][] {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => String(r * columns + c)));
}
