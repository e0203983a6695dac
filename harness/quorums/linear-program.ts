/**
 * Linear programs with exact data, solved by HiGHS and then made exact: the solver's basis is solved again in fractions
 * and proven optimal, so that 2/3 is printed and not 0.6666666844, and the same on every machine.
 */
import { createRequire } from 'node:module';
import type * as HighsPackage from 'highs';
import type { Highs, HighsSolution } from 'highs';
import { fromDecimal, toNumber, type Rational } from '../../algorithms/quorum/rational.ts';
import { exactOptimum } from './exact-basis.ts';

/** Minimise the cost of columns that are not negative. */
export interface LinearProgram {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly cost: Rational;
  /** Row and coefficient, where it is not 0. */
  readonly entries: readonly (readonly [row: number, coefficient: Rational])[];
}

export interface Row {
  readonly sense: '=' | '<=';
  readonly bound: Rational;
}

export interface Optimum {
  readonly cost: Rational;
  /** Values of the columns. */
  readonly values: readonly Rational[];
  /** Proven in fractions; else as near as the solver comes, about 1e-7. */
  readonly exact: boolean;
}

/** The columns and rows that are basic in the solver's optimum. */
export interface Basis {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/** Fractions beyond so many rows take longer than they are worth. */
const MAX_EXACT_ROWS = 120;

// Its types describe its CommonJS entry only: imported as a module, they and the value disagree.
const { default: loadHighs } = createRequire(import.meta.url)('highs') as typeof HighsPackage.default;

const OPTIONS = { output_flag: false, threads: 1, random_seed: 0, parallel: 'off', solver: 'simplex' } as const;

let solver: Promise<Highs> | undefined;

/** Solves; `undefined` if no values meet all rows. */
export async function solve(program: LinearProgram): Promise<Optimum | undefined> {
  const highs = await (solver ??= loadHighs());
  const solution = highs.solve(inLpFormat(program), OPTIONS);
  if (solution.Status === 'Infeasible') return undefined;
  if (solution.Status !== 'Optimal') throw new Error(`HiGHS stopped with "${solution.Status}" on a bounded program`);
  const columns = program.columns.map((_, i) => columnOf(solution, i));
  const basis = basisOf(solution, columns);
  if (basis !== undefined && program.rows.length <= MAX_EXACT_ROWS) {
    const exact = exactOptimum(program, basis);
    if (exact !== undefined) return { ...exact, exact: true };
  }
  const values = columns.map((column) => fromDecimal(Math.max(0, column.Primal)));
  return { cost: fromDecimal(solution.ObjectiveValue), values, exact: false };
}

type SolvedColumn = HighsSolution['Columns'][string] & { Primal: number };

function columnOf(solution: HighsSolution, i: number): SolvedColumn {
  const column = solution.Columns[`x${i}`];
  if (column === undefined || !('Primal' in column)) throw new Error(`HiGHS gave no value for column x${i}`);
  return column;
}

function basisOf(solution: HighsSolution, columns: readonly SolvedColumn[]): Basis | undefined {
  const basic = (line: object): boolean => 'Status' in line && line.Status === 'BS';
  const inColumns = [...columns.keys()].filter((i) => basic(columns[i]!));
  const inRows = [...solution.Rows.keys()].filter((i) => basic(solution.Rows[i]!));
  return inColumns.length + inRows.length === solution.Rows.length ? { columns: inColumns, rows: inRows } : undefined;
}

/** The CPLEX LP format, which is what the solver reads. */
function inLpFormat({ columns, rows }: LinearProgram): string {
  const terms: string[][] = rows.map(() => []);
  const costs: string[] = [];
  columns.forEach(({ cost, entries }, i) => {
    // A column must be mentioned to exist, so all stand in the objective.
    costs.push(`${signed(cost)} x${i}`);
    for (const [row, coefficient] of entries) terms[row]!.push(`${signed(coefficient)} x${i}`);
  });
  const constraints = rows.map((row, r) => ` r${r}: ${terms[r]!.join('\n ')} ${row.sense} ${toNumber(row.bound)}`);
  return `Minimize\n cost: ${costs.join('\n ')}\nSubject To\n${constraints.join('\n')}\nEnd\n`;
}

function signed(value: Rational): string {
  const number = toNumber(value);
  return number < 0 ? `- ${-number}` : `+ ${number}`;
}
