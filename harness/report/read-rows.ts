/**
 * Rows of a CSV file of a result set, each of them checked. What is damaged is left out and named by its row, so that one
 * bad cell costs its row and not the report.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rowOf } from '../trial/csv-rows.ts';
import { readRecords, type CsvRecord } from './csv-records.ts';
import { inWords } from './format.ts';

export type CsvRow = Readonly<Record<string, string>>;

/** Why a row cannot be used, as the end of a sentence; `undefined` if it can. */
export type Complaint = (row: CsvRow) => string | undefined;

/** A row with its place in its file, in bytes, without the end of the line. */
export interface PlacedRow {
  readonly row: CsvRow;
  readonly columns: readonly string[];
  readonly offset: number;
  readonly length: number;
}

const MOST_NAMED = 3;

/** Names of columns, as we write them. */
const COLUMN = /^[a-z0-9_]+$/;

/** Columns of numbers. Those that a later version may add are not judged by it. */
const NUMERIC =
  /(_ms|_per_s|_per_min|_per_op|_low|_high|_percentile)$|^(nodes|q1|q2|loss|clients|seeds|operations|availability|crashes|elections|count|batches|node|completed|leader)$/;

/** All rows at once: for files that do not grow with the number of seeds. @param needed as of `eachRow` */
export function readRows(dir: string, name: string, needed: boolean, notes: string[], complaint?: Complaint): CsvRow[] {
  return [...eachRow(dir, name, needed, notes, complaint)].map(({ row }) => row);
}

/**
 * The rows one after another: nothing of a row stays in memory but what is kept of it.
 * @param needed if it is missing or empty, that is worth a note
 * @param notes what is left out is added behind the last row, a sentence each
 */
export function* eachRow(
  dir: string,
  name: string,
  needed: boolean,
  notes: string[],
  complaint: Complaint = () => undefined,
): Generator<PlacedRow> {
  const path = join(dir, name);
  if (!existsSync(path)) {
    if (needed) notes.push(`${name} is missing; what needs it is left out`);
    return;
  }
  const left = new LeftOutRows(name);
  let table: Table | undefined;
  let count = 0;
  for (const { cells, number, offset, length } of readRecords(path)) {
    if (table === undefined) {
      table = tableOf(cells);
      if (table === undefined) break;
      continue;
    }
    const read = soundRow(cells, table, complaint);
    if (typeof read === 'string') {
      left.add(number, read);
      continue;
    }
    count++;
    yield { row: read, columns: table.columns, offset, length };
  }
  if (table === undefined) {
    notes.push(`${name} is damaged: it has no head of columns; what needs it is left out`);
    return;
  }
  notes.push(...left.sentences());
  if (needed && count === 0) notes.push(`${name} has no row that can be read; what needs it is left out`);
}

interface Table {
  readonly columns: readonly string[];
  readonly numeric: readonly string[];
}

/** @param head `undefined` if it is torn */
function tableOf(head: readonly string[] | undefined): Table | undefined {
  if (head?.every((cell) => COLUMN.test(cell)) !== true) return undefined;
  return { columns: head, numeric: head.filter((column) => NUMERIC.test(column)) };
}

/** The row, or why it cannot be used. */
function soundRow(cells: CsvRecord['cells'], { columns, numeric }: Table, complaint: Complaint): CsvRow | string {
  if (cells === undefined) return 'torn within a field in quotes';
  const row = rowOf(columns, cells);
  return wrongNumber(row, numeric) ?? complaint(row) ?? row;
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

function wrongNumber(row: CsvRow, numeric: readonly string[]): string | undefined {
  for (const column of numeric) {
    const cell = row[column]!;
    if (cell === '' || Number.isFinite(Number(cell))) continue;
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
