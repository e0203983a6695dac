/** Stable storage in a real file: nothing that was promised is lost silently, and nothing is read that was not written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLog } from '../../harness/cluster/record-log.ts';
import { DiskFailure, LogFile, type DiskCalls } from '../../harness/live/log-file.ts';
import { UserError } from '../../harness/user-error.ts';

const owner = { cluster: 'c', node: 1 };
const entries = [
  { type: 'promised', ballot: 4 },
  { type: 'vote', slot: 1, batch: [{ client: 1, seq: 1, op: { bytes: 8, kind: 'put', key: 'ä', value: '1.1' } }] },
  { type: 'vote', slot: 2, batch: [] },
];

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorum-bench-log-'));
  path = join(folder, 'log');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What a node finds when it starts. */
function reopened(): { entries: readonly unknown[]; droppedBytes: number } {
  const { log, entries: found, droppedBytes } = LogFile.open(folder, owner);
  log.close();
  return { entries: found, droppedBytes };
}

/** The bytes of a log to which all entries were appended, flushed one by one, the last so many not at all. */
function written(unflushed = 0): Buffer {
  const { log } = LogFile.open(folder, owner);
  for (const entry of entries.slice(0, entries.length - unflushed)) {
    log.append(entry);
    log.flush();
  }
  log.close();
  return readFileSync(path);
}

describe('a log file', () => {
  it('gives back what was flushed, over several lives', () => {
    expect(reopened()).toEqual({ entries: [], droppedBytes: 0 });
    written();
    expect(reopened()).toEqual({ entries, droppedBytes: 0 });
    const { log } = LogFile.open(folder, owner);
    log.append('more');
    log.append('and more');
    log.flush();
    log.append('never flushed');
    log.close();
    expect(reopened().entries).toEqual([...entries, 'more', 'and more']);
  });

  it('replaces all by a checkpoint, what was appended included, and goes on behind it', () => {
    written();
    const { log } = LogFile.open(folder, owner);
    log.append('void');
    log.rewrite(['checkpoint']);
    log.append('behind');
    log.flush();
    log.close();
    expect(reopened().entries).toEqual(['checkpoint', 'behind']);
  });

  it('takes no notice of a checkpoint that was under way', () => {
    written();
    writeFileSync(`${path}.new`, 'half a checkp');
    expect(reopened().entries).toEqual(entries);
  });

  it('with any byte changed below the mark is refused, and left as it is', () => {
    const bytes = written();
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(path, changed);
      try {
        expect(reopened().entries, `byte ${at}`).toEqual(entries);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        expect(error.message).toMatch(/log is damaged: .*; node 1 must not start from it, so restore the folder/);
        expect(readFileSync(path)).toEqual(changed);
        refused++;
      }
    }
    // One of the two marks may break without harm where the other says the same or less: nothing is taken for torn then.
    expect(refused).toBeGreaterThanOrEqual(bytes.length - 2 * 24);
  });

  it('cut anywhere is refused, for all of it was promised', () => {
    const bytes = written();
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      expect(() => reopened(), `${length} bytes`).toThrow(/is damaged/);
    }
  });

  it('drops a tail that was torn before it was promised, and nothing else', () => {
    const bytes = written(1);
    const whole = encodeLog([{}, ...entries], 0);
    const tail = whole.subarray(encodeLog([{}, ...entries.slice(0, 2)], 0).length);
    for (let length = 0; length < tail.length; length++) {
      writeFileSync(path, Buffer.concat([bytes, tail.subarray(0, length)]));
      expect(reopened()).toEqual({ entries: entries.slice(0, 2), droppedBytes: length });
      expect(reopened().droppedBytes).toBe(0);
    }
  });

  it.each([
    [
      'another node',
      { cluster: 'c', node: 2 },
      /belongs to node 1 of cluster "c", not to node 2 of "c"; give each node/,
    ],
    ['another cluster', { cluster: 'd', node: 1 }, /belongs to node 1 of cluster "c", not to node 1 of "d"/],
  ])('of %s is refused', (_whose, other, sentence) => {
    written();
    expect(() => LogFile.open(folder, other)).toThrow(sentence);
    expect(reopened().entries).toEqual(entries);
  });

  it('of another format is refused', () => {
    writeFileSync(path, encodeLog([{ format: 2, cluster: 'c', node: 1 }], 1));
    expect(() => reopened()).toThrow(/has the format 2, this version reads 1/);
    writeFileSync(path, 'something else altogether, which is long enough to be a head and marks');
    expect(() => reopened()).toThrow(/is damaged: this is no log/);
  });
});

describe('a disk that fails', () => {
  const failing = (calls: Partial<DiskCalls>): DiskCalls => ({
    write: (file, bytes, at) => writeSync(file, bytes, 0, bytes.length, at),
    flush: () => {},
    ...calls,
  });

  it('stops the node with a sentence, and is not asked again', () => {
    let broken = false;
    const flush = () => {
      if (broken) throw new Error('EIO: i/o error, fdatasync');
    };
    const { log } = LogFile.open(folder, owner, failing({ flush }));
    log.append('promised');
    log.flush();
    broken = true;
    log.append('lost');
    expect(() => log.flush()).toThrow(
      /node 1 stops: writing to .*log failed \(EIO: i\/o error, fdatasync\); .*mend the disk/,
    );
    broken = false;
    log.append('later');
    expect(() => log.flush()).toThrow(DiskFailure);
    expect(() => log.rewrite([])).toThrow(/failed before/);
    expect(reopened().entries.slice(0, 1)).toEqual(['promised']);
  });

  it('that takes less than it is given is given the rest', () => {
    const write = (file: number, bytes: Uint8Array, at: number) =>
      writeSync(file, bytes, 0, Math.min(7, bytes.length), at);
    const { log } = LogFile.open(folder, owner, failing({ write }));
    for (const entry of entries) log.append(entry);
    log.flush();
    log.close();
    expect(reopened().entries).toEqual(entries);
  });
});
