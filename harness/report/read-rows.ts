/**
 * Rows of a CSV file of a result set, each of them checked. What is damaged is left out and named by its row, so that one
 * bad cell costs its row and not the report.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '../trial/csv-rows.ts';
import { UserError } from '../user-error.ts';
import { inWords } from './format.ts';

export type CsvRow = Readonly<Record<string, string>>;

/** Why a row cannot be used, as the end of a sentence; `undefined` if it can. */
export type Complaint = (row: CsvRow) => string | undefined;

/** The first row below the head is row 2, as editors number lines. */
const FIRST_ROW = 2;
const MOST_NAMED = 3;

/** Names of columns, as we write them. */
const HEAD = /^\uFEFF?[a-z0-9_]+(,[a-z0-9_]+)*(\r?\n|$)/;

/** Columns of numbers. Those that a later version may add are not judged by it. */
const NUMERIC =
  /(_ms|_per_s|_per_min|_per_op|_low|_high|_percentile)$|^(nodes|q1|q2|loss|clients|seeds|operations|availability|crashes|elections|count|batches|node|completed|leader)$/;

/** @param needed if it is missing or empty, that is worth a note */
export function readRows(
  dir: string,
  name: string,
  needed: boolean,
  notes: string[],
  complaint: Complaint = () => undefined,
): CsvRow[] {
  const path = join(dir, name);
  if (!existsSync(path)) {
    if (needed) notes.push(`${name} is missing; what needs it is left out`);
    return [];
  }
  const text = readFileSync(path, 'utf8');
  if (!HEAD.test(text)) {
    notes.push(`${name} is damaged: it has no head of columns; what needs it is left out`);
    return [];
  }
  const left = new LeftOutRows(name);
  const rows = recordsOf(text, left).flatMap(({ row, number }) => {
    const reason = wrongNumber(row) ?? complaint(row);
    if (reason === undefined) return [row];
    left.add(number, reason);
    return [];
  });
  notes.push(...left.sentences());
  if (needed && rows.length === 0) notes.push(`${name} has no row that can be read; what needs it is left out`);
  return rows;
}

/** Rows that are left out of one file, by reason. */
class LeftOutRows {
  private readonly byReason = new Map<string, number[]>();
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  add(number: number, reason: string): void {
    const numbers = this.byReason.get(reason);
    if (numbers === undefined) this.byReason.set(reason, [number]);
    else numbers.push(number);
  }

  sentences(): string[] {
    return [...this.byReason].map(([reason, numbers]) => {
      const [noun, verb] = numbers.length === 1 ? ['row', 'is'] : ['rows', 'are'];
      return `${noun} ${few(numbers.map(String))} of ${this.name} ${verb} left out: ${reason}`;
    });
  }
}

/** `1, 2 and 3`, or `1, 2, 3 and 40 more`. */
export function few(items: readonly string[]): string {
  if (items.length <= MOST_NAMED) return inWords(items);
  return inWords([...items.slice(0, MOST_NAMED), `${items.length - MOST_NAMED} more`]);
}

interface NumberedRow {
  readonly row: CsvRow;
  readonly number: number;
}

function recordsOf(text: string, left: LeftOutRows): NumberedRow[] {
  try {
    return parseCsv(text).map((row, i) => ({ row, number: i + FIRST_ROW }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return lineByLine(text, left);
  }
}

/** Where one record is torn, the others are read on their own: our files have no line ends within a field. */
function lineByLine(text: string, left: LeftOutRows): NumberedRow[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const number = i + FIRST_ROW;
    try {
      return parseCsv(`${head}\n${line}`).map((row) => ({ row, number }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      left.add(number, 'torn within a field in quotes');
      return [];
    }
  });
}

function wrongNumber(row: CsvRow): string | undefined {
  for (const [column, cell] of Object.entries(row)) {
    if (cell === '' || Number.isFinite(Number(cell)) || !NUMERIC.test(column)) continue;
    return `${column} is no number but ${JSON.stringify(cell.slice(0, 40))}`;
  }
  return undefined;
}

/** Complains of rows that lack one of these. */
export function lacking(...columns: readonly string[]): Complaint {
  return (row) => {
    const missing = columns.filter((column) => (row[column] ?? '') === '');
    return missing.length === 0 ? undefined : `no ${inWords(missing)}`;
  };
}
