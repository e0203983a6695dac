/**
 * `trials.partial.jsonl`: what finished trials gave, appended as they end, so that a sweep that is killed at any moment goes
 * on where it stopped. A header names the sweep; a line per trial carries a checksum; memory holds offsets only. The file is
 * synced all the time but never waited for: a power cut costs the trials of the last moment, a kill none.
 */
import { closeSync, existsSync, fdatasync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { TrialOutcome } from '../trial/outcome.ts';
import { UserError } from '../user-error.ts';
import { readLines } from './lines.ts';
import { writing } from './sweep-failed.ts';

/** What is kept of an outcome; the rest follows from its row. */
export type StoredOutcome = Omit<TrialOutcome, 'schema' | 'spec' | 'replay'>;

/** Whose rows they are. Rows of another one are refused. */
export interface JournalHeader {
  readonly schema: 1;
  readonly sweep_hash: string;
  readonly sources_hash: string;
}

interface Extent {
  readonly offset: number;
  readonly length: number;
}

const REMEDY = 'name another folder with --out';

export class Journal {
  readonly path: string;
  private readonly file: number;
  private readonly extents = new Map<string, Extent>();
  /** Where the next line goes; behind it there may be the rest of a failed write. */
  private end = 0;
  private syncing: Promise<void> | undefined;
  /** Has something been appended since the running sync began? */
  private unsynced = false;
  private syncError: Error | undefined;

  private constructor(path: string, file: number) {
    this.path = path;
    this.file = file;
  }

  static create(path: string, header: JournalHeader): Journal {
    return writing(path, () => {
      const journal = new Journal(path, openSync(path, 'wx+'));
      journal.write(headerLine(header));
      return journal;
    });
  }

  /**
   * Opens what a former run left, or creates it.
   * @param isPlanned is it a trial of this sweep?
   * @throws UserError if the rows are of another sweep, or damaged; nothing is changed then
   */
  static resume(path: string, header: JournalHeader, isPlanned: (id: string) => boolean): Journal {
    if (!existsSync(path)) return Journal.create(path, header);
    const journal = new Journal(
      path,
      writing(path, () => openSync(path, 'r+')),
    );
    try {
      journal.readAll(header, isPlanned);
    } catch (error) {
      closeSync(journal.file);
      throw error;
    }
    return journal;
  }

  has(id: string): boolean {
    return this.extents.has(id);
  }

  get count(): number {
    return this.extents.size;
  }

  /** Appends outcomes (each as the JSON of a `StoredOutcome`): no kill loses them when this returns. @throws SweepFailed */
  append(outcomes: readonly { readonly id: string; readonly json: string }[]): void {
    this.throwIfLost();
    const lines = outcomes.map(({ json }) => Buffer.from(`${outcomeLine(json)}\n`));
    let offset = this.end;
    writing(this.path, () => this.write(Buffer.concat(lines)));
    outcomes.forEach(({ id }, i) => {
      const { length } = lines[i]!;
      this.extents.set(id, { offset, length: length - 1 });
      offset += length;
    });
    this.sync();
  }

  /** Resolves when all that was appended is durable. @throws SweepFailed */
  async flush(): Promise<void> {
    while (this.syncing !== undefined) await this.syncing;
    this.throwIfLost();
  }

  /** What the trial gave. It must have been appended. */
  read(id: string): StoredOutcome {
    const { offset, length } = this.extents.get(id)!;
    const bytes = Buffer.alloc(length);
    readSync(this.file, bytes, 0, length, offset);
    return JSON.parse(jsonOf(bytes.toString('utf8'))!) as StoredOutcome;
  }

  async close(): Promise<void> {
    while (this.syncing !== undefined) await this.syncing;
    closeSync(this.file);
  }

  private write(bytes: Buffer | string): void {
    const buffer = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    let written = 0;
    while (written < buffer.length) {
      written += writeSync(this.file, buffer, written, buffer.length - written, this.end + written);
    }
    this.end += buffer.length;
  }

  /** One sync at a time: those that come meanwhile share the next one. */
  private sync(): void {
    this.unsynced = true;
    this.syncing ??= this.syncAll().finally(() => (this.syncing = undefined));
  }

  private async syncAll(): Promise<void> {
    while (this.unsynced && this.syncError === undefined) {
      this.unsynced = false;
      await new Promise<void>((resolve) => {
        fdatasync(this.file, (error) => {
          if (error !== null) this.syncError = error;
          resolve();
        });
      });
    }
  }

  private throwIfLost(): void {
    const { syncError } = this;
    if (syncError === undefined) return;
    writing(this.path, () => {
      throw syncError;
    });
  }

  private readAll(header: JournalHeader, isPlanned: (id: string) => boolean): void {
    const { size } = fstatSync(this.file);
    for (const { text, number, offset, length } of readLines(this.file, size)) {
      if (number === 1) this.checkHeader(text, header);
      else {
        const id = this.idOf(text, number, offset + length + 1 >= size);
        if (id === undefined) break;
        if (!isPlanned(id)) throw new UserError(`${this.path}:${number}: trial ${id} is of another sweep; ${REMEDY}`);
        if (!this.extents.has(id)) this.extents.set(id, { offset, length });
      }
      this.end = offset + length + 1;
    }
    writing(this.path, () => {
      // What follows the last whole line is the torn tail of a write that was cut off.
      ftruncateSync(this.file, this.end);
      if (this.end === 0) this.write(headerLine(header));
    });
  }

  private checkHeader(text: string, expected: JournalHeader): void {
    const header = parseHeader(text);
    if (header === undefined) throw new UserError(`${this.path}:1: damaged, no header of a sweep; ${REMEDY}`);
    const schema: number = header.schema;
    if (schema !== expected.schema) {
      throw new UserError(`${this.path} has schema ${schema}, this version writes ${expected.schema}; ${REMEDY}`);
    }
    if (header.sweep_hash !== expected.sweep_hash) {
      throw new UserError(`${this.path} holds rows of another sweep; ${REMEDY}`);
    }
    if (header.sources_hash !== expected.sources_hash) {
      throw new UserError(`${this.path} holds rows of another version of this program; ${REMEDY}`);
    }
  }

  /** `undefined` for a damaged last line, which is a torn tail. */
  private idOf(text: string, number: number, isLast: boolean): string | undefined {
    const json = jsonOf(text);
    if (json !== undefined) return (JSON.parse(json) as StoredOutcome).trial_id;
    if (isLast) return undefined;
    throw new UserError(
      `${this.path}:${number}: damaged, its checksum is wrong; delete this line to run its trial again`,
    );
  }
}

function headerLine(header: JournalHeader): string {
  return `${JSON.stringify(header)}\n`;
}

function parseHeader(text: string): JournalHeader | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && 'sweep_hash' in data ? (data as JournalHeader) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function outcomeLine(json: string): string {
  return `{"crc32":${crc32(json)},"outcome":${json}}`;
}

/** The JSON of the outcome in a line; `undefined` if its checksum does not agree. */
function jsonOf(line: string): string | undefined {
  const [, checksum, json] = /^\{"crc32":(\d+),"outcome":(.*)\}$/s.exec(line) ?? [];
  return json !== undefined && crc32(json) === Number(checksum) ? json : undefined;
}
