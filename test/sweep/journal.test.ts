/** The journal keeps what was appended, whatever a kill left behind, and takes nobody else's rows. */
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal, type JournalHeader } from '../../harness/sweep/journal.ts';
import { UserError } from '../../harness/user-error.ts';
import { inFolder } from './fixture.ts';

const header: JournalHeader = { schema: 1, sweep_hash: 'aa', sources_hash: 'bb' };
const rowOf = (id: string) => ({ id, json: JSON.stringify({ trial_id: id, row: { text: 'ä\nµ' } }) });
const everything = () => true;

async function withThree(folder: string): Promise<string> {
  const path = join(folder, 'trials.partial.jsonl');
  const journal = Journal.create(path, header);
  journal.append([rowOf('one'), rowOf('two')]);
  journal.append([rowOf('three')]);
  await journal.close();
  return path;
}

async function resumed(path: string, use: (journal: Journal) => void, expected = header): Promise<void> {
  const journal = Journal.resume(path, expected, everything);
  try {
    use(journal);
  } finally {
    await journal.close();
  }
}

describe('a journal', () => {
  it('gives back every outcome after it was closed and resumed', () =>
    inFolder(async (folder) => {
      await resumed(await withThree(folder), (journal) => {
        expect(journal.count).toBe(3);
        expect(journal.read('two')).toEqual({ trial_id: 'two', row: { text: 'ä\nµ' } });
      });
    }));

  it('drops the torn tail at whatever byte the write was cut, and goes on from there', () =>
    inFolder(async (folder) => {
      const whole = readFileSync(await withThree(folder));
      const path = join(folder, 'torn.jsonl');
      for (let size = 0; size <= whole.length; size += 1) {
        writeFileSync(path, whole.subarray(0, size));
        await resumed(path, (journal) => {
          for (const id of ['one', 'two', 'three']) if (!journal.has(id)) journal.append([rowOf(id)]);
        });
        expect(readFileSync(path).equals(whole)).toBe(true);
      }
    }));

  it('drops a last line whose bytes did not all reach the disk', () =>
    inFolder(async (folder) => {
      const path = await withThree(folder);
      const { length } = readFileSync(path);
      truncateSync(path, length - 8);
      appendFileSync(path, '\0\0\0\0\0\0\0\n');
      await resumed(path, (journal) => expect([journal.has('two'), journal.has('three')]).toEqual([true, false]));
    }));

  it('refuses a damaged line in the middle by its number, and leaves the file as it is', () =>
    inFolder(async (folder) => {
      const path = await withThree(folder);
      const damaged = readFileSync(path, 'utf8').replace('"trial_id":"two"', '"trial_id":"tvo"');
      writeFileSync(path, damaged);
      await expect(resumed(path, () => {})).rejects.toThrow(/trials\.partial\.jsonl:3: damaged/);
      expect(readFileSync(path, 'utf8')).toBe(damaged);
    }));

  it.each([
    ['another sweep', { ...header, sweep_hash: 'cc' }, /rows of another sweep/],
    ['another version of the program', { ...header, sources_hash: 'cc' }, /another version of this program/],
  ])('refuses rows of %s', (_, other, sentence) =>
    inFolder(async (folder) => {
      const path = await withThree(folder);
      await expect(resumed(path, () => {}, other)).rejects.toThrow(sentence);
    }),
  );

  it('refuses another schema', () =>
    inFolder(async (folder) => {
      const path = await withThree(folder);
      writeFileSync(path, readFileSync(path, 'utf8').replace('"schema":1', '"schema":2'));
      await expect(resumed(path, () => {})).rejects.toThrow(/has schema 2, this version writes 1/);
    }));

  it('refuses a trial that is not planned', () =>
    inFolder(async (folder) => {
      const path = await withThree(folder);
      expect(() => Journal.resume(path, header, (id) => id !== 'two')).toThrow(/:3: trial two is of another sweep/);
      expect(() => Journal.resume(path, header, (id) => id !== 'two')).toThrow(UserError);
    }));
});
