/** Where what a sentence complains of was written: the file and line of a spec or of a plan of faults. */
import { parseWithLines, pathIn, type DataPath } from '../../harness/trial/yaml-lines.ts';
import { UserError } from '../../harness/user-error.ts';
import { readText } from '../read-input.ts';
import { assignments, givenFlags, type FlagTexts } from './trial-flags.ts';

/** What `resolve` gives; its complaint about the spec that `texts` make names the place. */
export function withPlace<T>(texts: FlagTexts, resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const place = placeOf(pathIn(error.message), texts);
    throw place === undefined ? error : new UserError(`${place}: ${error.message}`);
  }
}

const PLAN: DataPath = ['faults', 'plan'];

function placeOf(path: DataPath, texts: FlagTexts): string | undefined {
  if (path.length === 0 || assignments(texts).some((patch) => isSetBy(patch, path))) return undefined;
  const flag = givenFlags(texts).findLast(({ values }) => isSetBy(values[0]!.patch, path));
  if (flag !== undefined) {
    // Within the plan, which is all that its file holds.
    return flag.name === 'faults' ? lineIn(flag.values[0]!.text.slice(1), path.slice(PLAN.length)) : undefined;
  }
  const { spec } = texts;
  return typeof spec === 'string' ? lineIn(spec, path) : undefined;
}

function isSetBy(patch: object, path: DataPath): boolean {
  return Object.keys(patch).some((key) => key.split('.').every((step, i) => i >= path.length || step === path[i]));
}

/** Standard input cannot be read a second time. */
function lineIn(file: string, path: DataPath): string | undefined {
  return file === '-' ? undefined : `${file}:${parseWithLines(readText(file), file).lineOf(path)}`;
}
