/** Rows of a file of a result set by their trial: memory holds where they are, and they are read when asked for. */
import { closeSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { parseRecords, rowOf } from '../trial/csv-rows.ts';
import { UserError } from '../user-error.ts';
import type { CsvRow, PlacedRow } from './read-rows.ts';

/** What a `Map` of rows is too. */
export interface RowsByTrial extends Iterable<[id: string, rows: readonly CsvRow[]]> {
  has(id: string): boolean;
  /** @throws UserError if the file has changed since it was read through */
  get(id: string): readonly CsvRow[] | undefined;
}

/** Rows that stand one behind the other, in bytes, without the end of the last line. */
interface Extent {
  readonly offset: number;
  length: number;
}

export class RowsInFile implements RowsByTrial {
  private readonly path: string;
  private readonly found: Stats | undefined;
  private readonly extents = new Map<string, Extent[]>();
  private columns: readonly string[] = [];
  /** Of the row that was added last. */
  private last: { readonly id: string; readonly extent: Extent } | undefined;

  /** To be made before the file is read through; there need not be one. */
  constructor(path: string) {
    this.path = path;
    this.found = statSync(path, { throwIfNoEntry: false });
  }

  /** @param id kept as it is: no slice of a longer text */
  add(id: string, { columns, offset, length }: PlacedRow): void {
    this.columns = columns;
    const { last } = this;
    if (last?.id === id && offset === last.extent.offset + last.extent.length + 1) {
      last.extent.length += 1 + length;
      return;
    }
    const extent = { offset, length };
    this.last = { id, extent };
    const others = this.extents.get(id);
    if (others === undefined) this.extents.set(id, [extent]);
    else others.push(extent);
  }

  has(id: string): boolean {
    return this.extents.has(id);
  }

  get(id: string): readonly CsvRow[] | undefined {
    const extents = this.extents.get(id);
    return extents && this.rowsAt(extents);
  }

  *[Symbol.iterator](): Generator<[string, readonly CsvRow[]]> {
    for (const [id, extents] of this.extents) yield [id, this.rowsAt(extents)];
  }

  private rowsAt(extents: readonly Extent[]): CsvRow[] {
    const now = statSync(this.path, { throwIfNoEntry: false });
    if (now === undefined || now.size !== this.found?.size || now.mtimeMs !== this.found.mtimeMs) {
      throw new UserError(`${this.path} has changed while it was read; run the command again`);
    }
    const file = openSync(this.path, 'r');
    try {
      return extents.flatMap((extent) => parseRecords(textAt(file, extent)).map((cells) => rowOf(this.columns, cells)));
    } finally {
      closeSync(file);
    }
  }
}

function textAt(file: number, { offset, length }: Extent): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, offset));
}
