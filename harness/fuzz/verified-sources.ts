/**
 * What a verification stamp is bound to: the compiled modules that decide how a protocol behaves and what is checked, those
 * that schedules are run by. Charts, reports, sweeps and quorum analysis are not among them, so that an edit of theirs leaves
 * a stamp as good as it was; each mutant has a fingerprint of its own.
 */
import { join } from 'node:path';
import { hashOf, modulesOf } from '../sweep/sources.ts';
import { compiledFolder } from '../mutants/load.ts';

const DECIDING = [
  'algorithms/',
  'harness/cluster/',
  'harness/sim/',
  'harness/faults/',
  'harness/workload/',
  'harness/check/',
  'harness/fuzz/',
];

/** SHA-256 over those modules. */
export function verifiedSources(): string {
  const modules = modulesOf(join(compiledFolder(), 'harness/fuzz/fuzz-worker.js'));
  return hashOf(new Map([...modules].filter(([path]) => DECIDING.some((folder) => path.startsWith(folder)))));
}

/** Where an invariant is thrown or asserted: what is passed, up to the words about it. */
const THROWN = /\b(?:new InvariantViolation|invariant)\(([^;`]{0,300})/g;
const NAME = /'([A-Z][A-Za-z0-9]*)'/g;

/**
 * The names of the invariants that are on while schedules of an algorithm run, read off the modules that throw them: its own
 * and those that all share.
 */
export function activeInvariants(algorithm: string): string[] {
  const top = compiledFolder();
  const own = modulesOf(join(top, `algorithms/${algorithm}/${algorithm}.js`));
  const shared = modulesOf(join(top, 'harness/fuzz/schedule.js'));
  const names = new Set<string>();
  for (const [path, text] of [...own, ...shared]) {
    if (!own.has(path) && path.startsWith('algorithms/')) continue;
    for (const [, passed] of text.matchAll(THROWN)) {
      for (const [, name] of passed!.matchAll(NAME)) names.add(name!);
    }
  }
  return [...names].sort();
}
