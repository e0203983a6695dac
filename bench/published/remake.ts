/** Makes a published result set anew beside the published one, compares them, and replaces it if asked to. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INTERRUPTED } from '../interruption.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { PublishedSet } from './published-sets.ts';
import { FIGURES, filesIn, folderDifferences, type FolderDifference } from './same-bytes.ts';

export interface Places {
  /** Folder of all published sets. */
  readonly published: string;
  /** Folder of those that are made anew. */
  readonly out: string;
}

export interface Remade {
  readonly outcome: 'same' | 'differs' | 'new' | 'not made' | 'interrupted';
  readonly differences: readonly FolderDifference[];
  readonly files: number;
  /** Is there a table of trials, and is it as published? Then what differs is in the text and pictures around it. */
  readonly sameFigures: boolean;
  /** Exit status of the command that made it: 1 if a check failed. */
  readonly status: number;
  readonly wallMs: number;
}

/** Removes what a former run left at the place where the set is made. */
export async function remake(set: PublishedSet, places: Places, terminal: Terminal): Promise<Remade> {
  const [published, made] = [join(places.published, set.folder), join(places.out, set.folder)];
  rmSync(made, { recursive: true, force: true });
  const line = [...set.command, set.into, set.above ? dirname(made) : made];
  terminal.err(`${set.folder}: quorum-bench ${line.join(' ')}\n`);
  const startedAt = performance.now();
  const status = await runQuietly(line, terminal);
  const wallMs = performance.now() - startedAt;
  const nothing = { differences: [], files: 0, sameFigures: false, status, wallMs };
  if (status === INTERRUPTED) return { ...nothing, outcome: 'interrupted' };
  if (!existsSync(made)) return { ...nothing, outcome: 'not made' };
  const files = filesIn(made).length;
  if (!existsSync(published)) return { ...nothing, files, outcome: 'new' };
  const differences = folderDifferences(published, made);
  const sameFigures = existsSync(join(made, FIGURES)) && !differences.some(({ file }) => file === FIGURES);
  return { ...nothing, files, sameFigures, differences, outcome: differences.length === 0 ? 'same' : 'differs' };
}

/** The set that was made takes the place of the published one. */
export function publish({ folder }: PublishedSet, { published, out }: Places): void {
  rmSync(join(published, folder), { recursive: true, force: true });
  cpSync(join(out, folder), join(published, folder), { recursive: true });
}

/** Runs a command line of this program, of which only progress and complaints are shown. */
async function runQuietly(argv: readonly string[], terminal: Terminal): Promise<number> {
  // The program loads the command that calls this; it is there by now.
  const { main } = await import('../program.ts');
  return main(argv, { ...terminal, out: () => {}, status: 0 });
}
