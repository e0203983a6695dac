/** What the result of a mutant is decided by, beside the sources that it changes: so that adding one runs no other again. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashOf, modulesOf } from '../sweep/sources.ts';
import { mutants } from './catalogue.ts';
import { directed } from './directed.ts';
import { compiledFolder } from './load.ts';
import type { Mutant } from './mutant.ts';

const MACHINERY = ['mutant', 'patch', 'load', 'try-mutant', 'exhaustive'].map((name) => `harness/mutants/${name}.js`);
const HEX_DIGITS = 16;

/** By mutant of the catalogue: of its text, its scenario, and the modules that try and explore it; 16 hexadecimal digits. */
export function fingerprints(): ReadonlyMap<Mutant, string> {
  const machinery = hashOfMachinery();
  return new Map(
    mutants.map((mutant) => {
      const scenario = directed[`${mutant.algorithm}/${mutant.id}`] ?? '';
      const decided = JSON.stringify([mutant, scenario, machinery]);
      return [mutant, createHash('sha256').update(decided).digest('hex').slice(0, HEX_DIGITS)];
    }),
  );
}

/** SHA-256 over those of the whole catalogue. */
export function catalogueHash(): string {
  const hash = createHash('sha256');
  for (const fingerprint of fingerprints().values()) hash.update(fingerprint);
  return hash.digest('hex');
}

function hashOfMachinery(): string {
  const top = compiledFolder();
  const entries = ['harness/mutants/try-mutant.js', 'harness/mutants/exhaustive.js'];
  const modules = new Map(entries.flatMap((entry) => [...modulesOf(join(top, entry))]));
  const ours = [...modules].filter(([path]) => MACHINERY.includes(path) || path.startsWith('harness/explore/'));
  return hashOf(new Map(ours.sort(([a], [b]) => (a < b ? -1 : 1))));
}
