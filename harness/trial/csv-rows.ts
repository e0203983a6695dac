/** Reads back the CSV files of a result set (RFC 4180): fields in double quotes may hold commas, quotes and line ends. */
import { UserError } from '../user-error.ts';

/** The rows below the head, each by the names of its columns. Every row has every column; an empty cell is `''`. @throws UserError */
export function parseCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = parseRecords(text.replace(/^\uFEFF/, ''));
  if (head === undefined) return [];
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ''])));
}

function parseRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // One field with what ends it; the end of the text ends a field too.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (field.lastIndex < text.length || record.length > 0) {
    const match = field.exec(text);
    if (match === null)
      throw new UserError(`record ${records.length + 1} of the CSV has a stray quote; double it inside a quoted field`);
    const [, quoted, plain = '', end] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
