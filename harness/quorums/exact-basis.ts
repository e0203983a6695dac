/** A basis of a linear program solved in fractions, and proven optimal: nothing negative, no column that would pay. */
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  subtract,
  ZERO,
  type Rational,
} from '../../algorithms/quorum/rational.ts';
import type { Basis, LinearProgram } from './linear-program.ts';

export interface ExactOptimum {
  readonly cost: Rational;
  readonly values: readonly Rational[];
}

/** `undefined` if the basis is singular, or only optimal within the solver's tolerance. */
export function exactOptimum(program: LinearProgram, basis: Basis): ExactOptimum | undefined {
  const { columns, rows } = program;
  const size = rows.length;
  // Basic columns first, then the slacks of basic rows.
  const matrix = rows.map(() => Array<Rational>(size).fill(ZERO));
  basis.columns.forEach((column, k) => columns[column]!.entries.forEach(([row, value]) => (matrix[row]![k] = value)));
  basis.rows.forEach((row, k) => (matrix[row]![basis.columns.length + k] = ONE));
  const basicCosts = rows.map((_, k) => (k < basis.columns.length ? columns[basis.columns[k]!]!.cost : ZERO));

  const basic = solveSquare(
    matrix,
    rows.map((row) => row.bound),
  );
  const prices = solveSquare(transposed(matrix), basicCosts);
  if (basic === undefined || prices === undefined) return undefined;
  if (basic.some((value) => compare(value, ZERO) < 0)) return undefined;
  // A slack of an equation must be 0; that of a `<=` row must not pay.
  if (basis.rows.some((row, k) => rows[row]!.sense === '=' && basic[basis.columns.length + k]!.num !== 0n))
    return undefined;
  if (rows.some((row, r) => row.sense === '<=' && compare(prices[r]!, ZERO) > 0)) return undefined;
  const pays = columns.some(({ cost, entries }) => {
    const worth = entries.reduce((sum, [row, value]) => add(sum, multiply(prices[row]!, value)), ZERO);
    return compare(cost, worth) < 0;
  });
  if (pays) return undefined;

  const values = columns.map(() => ZERO);
  basis.columns.forEach((column, k) => (values[column] = basic[k]!));
  const cost = rows.reduce((sum, row, r) => add(sum, multiply(prices[r]!, row.bound)), ZERO);
  return { cost, values };
}

/** Gauss-Jordan elimination; `undefined` if the matrix is singular. */
function solveSquare(matrix: readonly (readonly Rational[])[], right: readonly Rational[]): Rational[] | undefined {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let pivot = 0; pivot < size; pivot++) {
    const found = rows.findIndex((row, i) => i >= pivot && row[pivot]!.num !== 0n);
    if (found < 0) return undefined;
    [rows[pivot], rows[found]] = [rows[found]!, rows[pivot]!];
    const top = rows[pivot]!;
    const lead = top[pivot]!;
    for (let k = pivot; k <= size; k++) top[k] = divide(top[k]!, lead);
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![pivot]!;
      if (i === pivot || factor.num === 0n) continue;
      const row = rows[i]!;
      for (let k = pivot; k <= size; k++) {
        if (top[k]!.num !== 0n) row[k] = subtract(row[k]!, multiply(factor, top[k]!));
      }
    }
  }
  return rows.map((row) => row[size]!);
}

function transposed(matrix: readonly (readonly Rational[])[]): Rational[][] {
  return matrix.map((_, i) => matrix.map((row) => row[i]!));
}
