/** Files that a user names for output, written in chunks as the text comes. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { UserError } from '../harness/user-error.ts';
import { reasonOf } from './read-input.ts';

const CHUNK_CHARACTERS = 1 << 16;

/** Opened at once, so that a wrong name is told before the work and not after it. */
export class OutputFile {
  private readonly descriptor: number;
  private chunk = '';

  /** @throws UserError */
  constructor(file: string) {
    try {
      this.descriptor = openSync(file, 'w');
    } catch (error) {
      throw new UserError(`cannot write ${file}: ${reasonOf(error)}; name a file in a folder that exists`);
    }
  }

  write(text: string): void {
    this.chunk += text;
    if (this.chunk.length >= CHUNK_CHARACTERS) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    writeSync(this.descriptor, this.chunk);
    this.chunk = '';
  }
}
