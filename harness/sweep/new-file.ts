/** Writes a file row by row beside its place, and puts it there by renaming: a reader sees all of it or the former one. */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { Row } from '../trial/outcome.ts';
import { writing } from './sweep-failed.ts';

const FLUSH_BYTES = 1 << 16;

export class NewFile {
  private readonly path: string;
  private readonly file: number;
  private pending = '';

  constructor(path: string) {
    this.path = path;
    this.file = writing(path, () => openSync(`${path}.tmp`, 'w'));
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length >= FLUSH_BYTES) this.flush();
  }

  finish(): void {
    this.flush();
    writing(this.path, () => {
      fsyncSync(this.file);
      closeSync(this.file);
      renameSync(`${this.path}.tmp`, this.path);
    });
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending);
    this.pending = '';
    writing(this.path, () => {
      for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written);
    });
  }
}

export class CsvFile {
  private readonly file: NewFile;
  private readonly columns: readonly string[];

  constructor(path: string, columns: readonly string[]) {
    this.file = new NewFile(path);
    this.columns = columns;
    this.file.write(`${columns.join(',')}\n`);
  }

  write(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    this.file.write(
      stringify([...rows], {
        columns: [...this.columns],
        // A spreadsheet must not run what stands in a cell.
        escape_formulas: true,
        cast: { boolean: (value) => (value ? 'true' : 'false') },
      }),
    );
  }

  finish(): void {
    this.file.finish();
  }
}

/** Writes JSON in the same way. */
export function writeJson(path: string, data: unknown): void {
  const file = new NewFile(path);
  file.write(`${JSON.stringify(data, null, 2)}\n`);
  file.finish();
}
