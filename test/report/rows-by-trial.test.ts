/** Rows of large files, by their trial: they are read when asked for, from wherever they stand in their file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsByTrial } from '../../harness/report/belonging.ts';
import { SharedTexts } from '../../harness/report/shared-texts.ts';
import { UserError } from '../../harness/user-error.ts';

let dir = '';
beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'quorum-bench-rows-'))));
afterAll(() => rmSync(dir, { recursive: true }));

const NAME = 'figures.csv';

function rowsOf(text: string, known: readonly string[] = []) {
  writeFileSync(join(dir, NAME), text);
  const notes: string[] = [];
  const rows = rowsByTrial({ dir, known: new Set(known), texts: new SharedTexts(), notes }, NAME, true, 'count');
  return { rows, notes };
}

/** What a trial has in its column `hdr`. */
const cellsOf = ({ rows }: ReturnType<typeof rowsOf>, id: string) => rows.get(id)?.map(({ hdr }) => hdr);

describe('the rows of a trial', () => {
  it('are found wherever they stand, in their order', () => {
    const read = rowsOf('trial_id,count,hdr\na,1,é\na,2,y\nb,3,z\na,4,µ\n');
    expect(read.rows.get('a')).toEqual([
      { trial_id: 'a', count: '1', hdr: 'é' },
      { trial_id: 'a', count: '2', hdr: 'y' },
      { trial_id: 'a', count: '4', hdr: 'µ' },
    ]);
    expect(cellsOf(read, 'b')).toEqual(['z']);
    expect([...read.rows].map(([id, rows]) => [id, rows.length])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(read.rows.has('a')).toBe(true);
    expect(read.rows.has('c')).toBe(false);
    expect(read.rows.get('c')).toBeUndefined();
    expect(read.notes).toEqual([]);
  });

  it('are found around rows that are damaged, which are named by their line', () => {
    const read = rowsOf('trial_id,count,hdr\na,1,x\na,soon,y\na,3,z\n\na,"4,torn\na,5,v\na,,w\n');
    expect(cellsOf(read, 'a')).toEqual(['x', 'z', 'v']);
    expect(read.notes).toEqual([
      'row 3 of figures.csv is left out: count is no number but "soon"',
      'row 5 of figures.csv is left out: no trial_id and count',
      'row 6 of figures.csv is left out: torn within a field in quotes',
      'row 8 of figures.csv is left out: no count',
    ]);
  });

  it('may have commas, quotes and line ends within quotes', () => {
    const read = rowsOf('trial_id,count,hdr\na,1,"x,\n""y""\n\nz"\na,2,v\nb,3,"\r\n"\na,4,w\n');
    expect(cellsOf(read, 'a')).toEqual(['x,\n"y"\n\nz', 'v', 'w']);
    expect(cellsOf(read, 'b')).toEqual(['\r\n']);
    expect(read.notes).toEqual([]);
  });

  it.each([
    ['no last line end', 'trial_id,count,hdr\na,1,x\na,2,y'],
    ['line ends of Windows', 'trial_id,count,hdr\r\na,1,x\r\na,2,y\r\n'],
    ['line ends of Windows but for the last', 'trial_id,count,hdr\r\na,1,x\r\na,2,y'],
    ['a byte order mark', '\uFEFFtrial_id,count,hdr\na,1,x\na,2,y\n'],
  ])('are read from a file with %s', (_, text) => {
    const read = rowsOf(text);
    expect(cellsOf(read, 'a')).toEqual(['x', 'y']);
    expect(read.notes).toEqual([]);
  });

  it('are read where lines are longer than a piece of the file', () => {
    const long = 'é'.repeat(100_000);
    const read = rowsOf(`trial_id,count,hdr\na,1,${long}\na,2,"${long}\n${long}"\nb,3,z\n`);
    expect(cellsOf(read, 'a')).toEqual([long, `${long}\n${long}`]);
    expect(cellsOf(read, 'b')).toEqual(['z']);
  });

  it('are lost of a field that is never closed alone, however much stands behind it', () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `a,${i},x`);
    const read = rowsOf(`trial_id,count,hdr\na,1,"torn\n${lines.join('\n')}\n`);
    expect(read.rows.get('a')).toHaveLength(lines.length);
    expect(read.notes).toEqual(['row 2 of figures.csv is left out: torn within a field in quotes']);
  });

  it('are left out where trials.csv has not the trial', () => {
    const { rows, notes } = rowsOf('trial_id,count,hdr\na,1,x\nb,2,y\na,3,z\n', ['a']);
    expect(rows.has('b')).toBe(false);
    expect(rows.get('a')).toHaveLength(2);
    expect(notes).toEqual([
      'figures.csv has 1 trial (b) that trials.csv has not, left out; rows may be of another sweep',
    ]);
  });

  it('are none where there is no file, and refused in a sentence where it has changed since', () => {
    const { rows } = rowsOf('trial_id,count,hdr\na,1,x\n');
    writeFileSync(join(dir, NAME), 'trial_id,count,hdr\nb,10,x\n');
    expect(() => rows.get('a')).toThrow(/figures\.csv has changed while it was read; run the command again/);
    rmSync(join(dir, NAME));
    expect(() => [...rows]).toThrow(UserError);
    const whose = { dir, known: new Set<string>(), texts: new SharedTexts(), notes: [] };
    expect([...rowsByTrial(whose, NAME, false, 'count')]).toEqual([]);
  });
});
