/**
 * Loads the suite with the edits of a mutant in it: a copy of the compiled modules in a temporary folder, so that nothing
 * of the mutant and of the sound code is shared. It is compiled code that is mutated, as Node 20 loads no TypeScript.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as fuzz from '../fuzz/fuzz.ts';
import type * as exhaustive from './exhaustive.ts';
import type { Edit } from './mutant.ts';
import { applyEdit } from './patch.ts';

/** What a mutant is tried with; its own algorithms, simulator and checks. */
export interface MutantModules {
  readonly fuzz: Pick<typeof fuzz, 'runSeeds' | 'shrinkSeed' | 'playScenario' | 'playSaved'>;
  readonly exhaustive: Pick<typeof exhaustive, 'leastBounds'>;
}

/** The folder of the compiled modules: `dist`, or wherever this file was compiled to. */
export function compiledFolder(): string {
  const here = fileURLToPath(import.meta.url);
  const top = dirname(dirname(dirname(here)));
  const folder = here.endsWith('.js') ? top : join(top, 'dist');
  if (!existsSync(join(folder, 'harness/fuzz/fuzz.js'))) throw new Error(`${folder} is not built; run npm run build`);
  return folder;
}

/**
 * @param parent of the folder that the copy is made in
 * @returns the modules, and what removes their folder again
 */
export async function loadWith(
  edits: readonly Edit[],
  parent = tmpdir(),
): Promise<{ modules: MutantModules; remove: () => void }> {
  const compiled = compiledFolder();
  const folder = mkdtempSync(join(parent, 'quorum-bench-mutant-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const part of ['algorithms', 'harness']) cpSync(join(compiled, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
    symlinkSync(packagesAbove(compiled), join(folder, 'node_modules'), 'junction');
    for (const edit of edits) {
      const file = join(folder, `${edit.file}.js`);
      writeFileSync(file, applyEdit(readFileSync(file, 'utf8'), edit));
    }
    const load = (path: string): Promise<unknown> => import(pathToFileURL(join(folder, path)).href);
    const modules = {
      fuzz: (await load('harness/fuzz/fuzz.js')) as MutantModules['fuzz'],
      exhaustive: (await load('harness/mutants/exhaustive.js')) as MutantModules['exhaustive'],
    };
    return { modules, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function packagesAbove(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const packages = join(at, 'node_modules');
    if (existsSync(join(packages, 'pure-rand'))) return packages;
  }
  throw new Error(`no node_modules above ${folder}; run npm ci`);
}
