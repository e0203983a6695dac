/**
 * A node's stable storage: one log file in a folder of its own, in the format of `cluster/record-log.ts`. Its first record
 * says whose it is.
 *
 * `flush` writes what was appended, waits for the disk (fdatasync), and then writes the mark that says so, before anybody is
 * told. So after the death of the process a broken record below the mark is damage, and one behind it was promised to nobody.
 * The mark itself is flushed with the next records only: after a loss of power one cannot tell whether the records of the very
 * last flush are torn or damaged, and they are dropped. A second fdatasync a flush would close that gap, at twice the price.
 *
 * After a failed write or fdatasync nothing is known of what is on the disk, and asking again would not tell (Rebello et al.,
 * *Can Applications Recover from fsync Failures?*, ATC 2020): the node stops.
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../algorithms/contract.ts';
import { decodeLog, encodeFrame, encodeLog, encodeMark } from '../cluster/record-log.ts';
import { UserError } from '../user-error.ts';

const FORMAT = 1;

/** Whose log it is. */
export interface LogOwner {
  readonly cluster: string;
  readonly node: NodeId;
}

/** What the file calls of a log are; another one in tests of a failing disk. */
export interface DiskCalls {
  write(file: number, bytes: Uint8Array, at: number): number;
  flush(file: number): void;
}

const REAL_CALLS: DiskCalls = {
  write: (file, bytes, at) => writeSync(file, bytes, 0, bytes.length, at),
  flush: (file) => fdatasyncSync(file),
};

export interface OpenedLog {
  readonly log: LogFile;
  /** All that was flushed, and perhaps more that was written behind it; in order. */
  readonly entries: readonly unknown[];
  /** Bytes of a torn tail that were dropped. */
  readonly droppedBytes: number;
}

/** What stops a node whose disk fails. */
export class DiskFailure extends Error {}

export class LogFile {
  readonly path: string;
  private readonly owner: LogOwner;
  private readonly folder: string;
  private readonly calls: DiskCalls;
  private file: number;
  // Of the file as it is.
  private end = 0;
  private records = 0;
  private generation = 0;
  /** Appended and not yet written. */
  private frames: Uint8Array[] = [];
  private failed = false;

  private constructor(folder: string, owner: LogOwner, entries: readonly unknown[], calls: DiskCalls) {
    this.folder = folder;
    this.path = pathIn(folder);
    this.owner = owner;
    this.calls = calls;
    this.file = this.replaceFile(entries);
  }

  /** Opens the log in `folder`, or begins one. @throws UserError if it is another's or damaged; it is left as it is */
  static open(folder: string, owner: LogOwner, calls: DiskCalls = REAL_CALLS): OpenedLog {
    mkdirSync(folder, { recursive: true });
    const { entries, droppedBytes } = read(folder, owner);
    // Written anew: a torn tail is gone for good, and a checkpoint that was under way is void.
    return { log: new LogFile(folder, owner, entries, calls), entries, droppedBytes };
  }

  /** Bytes of the file, without what awaits the next flush. */
  get bytes(): number {
    return this.end;
  }

  /** Behind all before it. Nothing is promised before `flush` returns. */
  append(entry: unknown): void {
    this.frames.push(encodeFrame(entry, this.records++));
  }

  /** All that was appended is durable when it returns. @throws DiskFailure */
  flush(): void {
    if (this.frames.length === 0) return;
    const bytes = Buffer.concat(this.frames);
    this.frames = [];
    this.guarded('writing to', () => {
      this.write(bytes, this.end);
      this.calls.flush(this.file);
      this.end += bytes.length;
      const { at, mark } = encodeMark(++this.generation, this.records, this.end);
      this.write(mark, at);
    });
  }

  /** Atomically replaces all before it, what was appended included; durable when it returns. @throws DiskFailure */
  rewrite(entries: readonly unknown[]): void {
    this.frames = [];
    const before = this.file;
    this.file = this.replaceFile(entries);
    closeSync(before);
  }

  close(): void {
    closeSync(this.file);
  }

  private replaceFile(entries: readonly unknown[]): number {
    const { cluster, node } = this.owner;
    const all = [{ format: FORMAT, cluster, node }, ...entries];
    const bytes = encodeLog(all, all.length);
    const temporary = `${this.path}.new`;
    return this.guarded('replacing', () => {
      const file = openSync(temporary, 'w+');
      this.write(bytes, 0, file);
      this.calls.flush(file);
      renameSync(temporary, this.path);
      flushFolder(this.folder);
      this.end = bytes.length;
      this.records = all.length;
      this.generation = 2;
      return file;
    });
  }

  /** A write may take less than it is given. */
  private write(bytes: Uint8Array, at: number, file = this.file): void {
    for (let done = 0; done < bytes.length;) {
      done += this.calls.write(file, bytes.subarray(done), at + done);
    }
  }

  private guarded<T>(doing: string, action: () => T): T {
    if (this.failed) throw new DiskFailure(`${this.path} failed before; node ${this.owner.node} must be started again`);
    try {
      return action();
    } catch (error) {
      this.failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      throw new DiskFailure(
        `node ${this.owner.node} stops: ${doing} ${this.path} failed (${reason}); nothing of it was promised to others, so mend the disk and start it again`,
      );
    }
  }
}

function pathIn(folder: string): string {
  return join(folder, 'log');
}

function read(folder: string, owner: LogOwner): { entries: readonly unknown[]; droppedBytes: number } {
  const path = pathIn(folder);
  rmSync(`${path}.new`, { force: true });
  if (!existsSync(path)) return { entries: [], droppedBytes: 0 };
  const decoded = decodeLog(readFileSync(path));
  if (decoded.kind === 'damaged') {
    throw new UserError(
      `${path} is damaged: ${decoded.reason}; node ${owner.node} must not start from it, so restore the folder from a copy, or give the cluster another node in its place`,
    );
  }
  const [head, ...entries] = decoded.records;
  const { format, cluster, node } = (head ?? {}) as { format?: unknown; cluster?: unknown; node?: unknown };
  if (format !== FORMAT) {
    throw new UserError(
      `${path} has the format ${String(format)}, this version reads ${FORMAT}; take the version that wrote it, or an empty folder`,
    );
  }
  if (cluster !== owner.cluster || node !== owner.node) {
    throw new UserError(
      `${path} belongs to node ${String(node)} of cluster "${String(cluster)}", not to node ${owner.node} of "${owner.cluster}"; give each node a folder of its own`,
    );
  }
  return { entries, droppedBytes: decoded.droppedBytes };
}

/** A rename is durable once its folder is. */
function flushFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
