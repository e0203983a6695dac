/** Reads back the CSV files of a result set (RFC 4180): fields in double quotes may hold commas, quotes and line ends. */
import { UserError } from '../user-error.ts';

/** The rows below the head, each by the names of its columns. Every row has every column; an empty cell is `''`. @throws UserError */
export function parseCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = parseRecords(text.replace(/^\uFEFF/, ''));
  return head === undefined ? [] : rows.map((cells) => rowOf(head, cells));
}

/** The cells of each record of a text that has no head. @throws UserError */
export function parseRecords(text: string): string[][] {
  const records: string[][] = [];
  const field = fields();
  while (field.lastIndex < text.length) {
    const record = nextRecord(text, field);
    if (record === undefined)
      throw new UserError(`record ${records.length + 1} of the CSV has a stray quote; double it inside a quoted field`);
    records.push(record);
  }
  return records;
}

/** The cells of a text that is one record, with or without its line end; `undefined` if a quote is stray or left open. */
export function parseRecord(text: string): string[] | undefined {
  const field = fields();
  const record = nextRecord(text, field);
  return field.lastIndex === text.length ? record : undefined;
}

/** Cells by the names of their columns; one that is lacking is `''`. */
export function rowOf(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
}

/** One field with what ends it; the end of the text ends a field too. */
function fields(): RegExp {
  return /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r?$)/gy;
}

function nextRecord(text: string, field: RegExp): string[] | undefined {
  const record: string[] = [];
  for (;;) {
    const match = field.exec(text);
    if (match === null) return undefined;
    const [, quoted, plain = '', end] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') return record;
  }
}
