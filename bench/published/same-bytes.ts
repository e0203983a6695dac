/** In which files two folders differ: to the byte, but for `run.json` and what reports quote of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RUN_BEGIN, RUN_END } from '../../harness/report/text/document.ts';

export interface FolderDifference {
  /** Path within the folder, with `/`. */
  readonly file: string;
  readonly how: 'differs' | 'is missing' | 'is new';
  /** The first line that is not the same, from 1; `undefined` unless it differs. */
  readonly line?: number;
}

/** What is particular to a run: host, times. */
const OF_THE_RUN = 'run.json';

/** @param published as it is; @param made as it was made anew */
export function folderDifferences(published: string, made: string): FolderDifference[] {
  const [before, after] = [filesIn(published), filesIn(made)];
  const all = [...new Set([...before, ...after])].sort(tablesFirst);
  return all.flatMap((file): FolderDifference[] => {
    if (!after.includes(file)) return [{ file, how: 'is missing' }];
    if (!before.includes(file)) return [{ file, how: 'is new' }];
    const line = basename(file) === OF_THE_RUN ? undefined : firstDifference(join(published, file), join(made, file));
    return line === undefined ? [] : [{ file, how: 'differs', line }];
  });
}

/** The rows of trials; where they are the same, all figures are. */
export const FIGURES = 'trials.csv';

/** Tables, then what stands beside them, then what is drawn from them. */
function tablesFirst(a: string, b: string): number {
  const rank = (file: string) => (file.includes('/') ? 2 : file.endsWith('.csv') ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

/** Files of a folder and of those in it, sorted. */
export function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

function firstDifference(published: string, made: string): number | undefined {
  const [before, after] = [readFileSync(published), readFileSync(made)];
  if (before.equals(after)) return undefined;
  const [old, now] = [before, after].map((bytes) => withoutRun(bytes.toString('utf8')).split('\n')) as [
    string[],
    string[],
  ];
  const place = old.findIndex((text, i) => text !== now[i]);
  if (place !== -1) return place + 1;
  return old.length === now.length ? undefined : old.length + 1;
}

/** Without what stands between the marks, but with as many lines. */
function withoutRun(text: string): string {
  const [begin, end] = [text.indexOf(RUN_BEGIN), text.indexOf(RUN_END)];
  if (begin === -1 || end < begin) return text;
  const lines = text.slice(begin, end).split('\n').length - 1;
  return text.slice(0, begin + RUN_BEGIN.length) + '\n'.repeat(lines) + text.slice(end);
}
