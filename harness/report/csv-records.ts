/** The records of a CSV file of any size with their places, a piece at a time. One that is torn costs no other. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readLines, type Line } from '../sweep/lines.ts';
import { parseRecord } from '../trial/csv-rows.ts';

export interface CsvRecord {
  /** `undefined`: torn within a field in quotes. */
  readonly cells: readonly string[] | undefined;
  /** Of its first line, from 1. */
  readonly number: number;
  /** In bytes, without the end of the last line. */
  readonly offset: number;
  readonly length: number;
}

/** A field in quotes that goes on for longer than this was never closed. */
const MOST_LINES = 1000;
const MOST_CHARACTERS = 1 << 20;

/** The head is the first of them. The file must be there. */
export function* readRecords(path: string): Generator<CsvRecord> {
  const file = openSync(path, 'r');
  try {
    yield* recordsOf(allLines(file, fstatSync(file).size));
  } finally {
    closeSync(file);
  }
}

/** The last one too, where it has no end. */
function* allLines(file: number, size: number): Generator<Line> {
  let [offset, number] = [0, 1];
  for (const line of readLines(file, size)) {
    yield line;
    offset = line.offset + line.length + 1;
    number = line.number + 1;
  }
  if (offset >= size) return;
  const rest = Buffer.alloc(size - offset);
  const length = readSync(file, rest, 0, rest.length, offset);
  yield { text: rest.toString('utf8', 0, length), number, offset, length };
}

/** The line at a place behind the last record, if there is one. */
type LineAhead = (index: number) => Line | undefined;

function* recordsOf(lines: Generator<Line>): Generator<CsvRecord> {
  const ahead: Line[] = [];
  const lineAhead: LineAhead = (index) => {
    for (let next; ahead.length <= index; ahead.push(next.value)) {
      next = lines.next();
      if (next.done === true) return undefined;
    }
    return ahead[index];
  };
  for (let first = lineAhead(0); first !== undefined; first = lineAhead(0)) {
    const { number, offset } = first;
    const text = number === 1 ? first.text.replace(/^\uFEFF/, '') : first.text;
    const cells = parseRecord(text);
    const record = cells === undefined ? overLines(lineAhead) : { cells, lines: 1 };
    const last = ahead[record.lines - 1]!;
    ahead.splice(0, record.lines);
    yield { cells: record.cells, number, offset, length: last.offset + last.length - offset };
  }
}

interface RecordOfLines {
  readonly cells: readonly string[] | undefined;
  readonly lines: number;
}

/** What begins with a line that is no record by itself. Where it is torn, the lines behind it stand for themselves. */
function overLines(lineAhead: LineAhead): RecordOfLines {
  const texts: string[] = [];
  let [isOpen, characters] = [false, 0];
  while (texts.length < MOST_LINES && characters < MOST_CHARACTERS) {
    const line = lineAhead(texts.length);
    if (line === undefined) break;
    texts.push(line.text);
    characters += line.text.length;
    if (hasOddQuotes(line.text)) isOpen = !isOpen;
    if (isOpen) continue;
    const cells = parseRecord(texts.join('\n'));
    if (cells !== undefined) return { cells, lines: texts.length };
    break;
  }
  return { cells: undefined, lines: 1 };
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
