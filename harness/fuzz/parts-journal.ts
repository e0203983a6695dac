/**
 * Finished parts of a verification, so that one that was killed goes on where it stopped: a line each, written at once. It
 * is of one version of the sources; of another it is begun anew. A torn tail is dropped.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export class PartsJournal {
  readonly path: string;
  private readonly parts = new Map<string, unknown>();

  /** @param sources whose parts it holds: their hash */
  constructor(path: string, sources: string) {
    this.path = path;
    const header = JSON.stringify({ schema: 1, sources_sha256: sources });
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    // What follows the last line break is torn.
    const lines = text.split('\n').slice(0, -1);
    mkdirSync(dirname(path), { recursive: true });
    if (lines[0] !== header) {
      writeFileSync(path, `${header}\n`);
      return;
    }
    for (const line of lines.slice(1)) {
      const { key, value } = JSON.parse(line) as { key: string; value: unknown };
      this.parts.set(key, value);
    }
    writeFileSync(path, `${lines.join('\n')}\n`);
  }

  get size(): number {
    return this.parts.size;
  }

  get(key: string): unknown {
    return this.parts.get(key);
  }

  append(key: string, value: unknown): void {
    this.parts.set(key, value);
    appendFileSync(this.path, `${JSON.stringify({ key, value })}\n`);
  }

  /** All is done. */
  remove(): void {
    rmSync(this.path);
  }
}
