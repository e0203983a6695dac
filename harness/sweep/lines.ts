/** Reads the lines of a file of any size with their places, a piece at a time. */
import { readSync } from 'node:fs';

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** In bytes, without the end of the line. */
  readonly offset: number;
  readonly length: number;
}

const PIECE_BYTES = 1 << 16;
const NEWLINE = 10;

/** All lines of the first `size` bytes that have an end; what follows the last end is left out. */
export function* readLines(file: number, size: number): Generator<Line> {
  let offset = 0;
  let number = 1;
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  while (position < size) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, size - position));
    const count = readSync(file, piece, 0, piece.length, position);
    if (count === 0) return;
    position += count;
    let bytes = Buffer.concat([rest, piece.subarray(0, count)]);
    for (let length = bytes.indexOf(NEWLINE); length !== -1; length = bytes.indexOf(NEWLINE)) {
      yield { text: bytes.toString('utf8', 0, length), number, offset, length };
      offset += length + 1;
      number++;
      bytes = bytes.subarray(length + 1);
    }
    rest = bytes;
  }
}
