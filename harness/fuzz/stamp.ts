/**
 * The verification stamp: what the code that printed a figure has been put through. Kept in `verification.json`, one entry
 * per algorithm, written by `fuzz` and `mutants`; it counts only for the very sources whose hash it carries.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourcesHash } from '../sweep/sources.ts';
import { compiledFolder } from '../mutants/load.ts';

export interface AlgorithmStamp {
  /** SHA-256 over all modules that a schedule is run by. */
  sources_sha256: string;
  /** Schedules under faults that must be borne, all invariants on, and the alarms that they raised. */
  schedules: number;
  alarms: number;
  /** Schedules under faults that break an assumption, and alarms: those there must be. */
  broken_schedules: number;
  broken_alarms: number;
  mutants: number;
  mutants_killed: number;
  equivalents: number;
  equivalents_alarmed: number;
}

export type Stamp = Record<string, AlgorithmStamp>;

export const STAMP_FILE = 'verification.json';

/** Of the compiled modules that schedules are run by. */
export function fuzzedSources(): string {
  return sourcesHash(join(compiledFolder(), 'harness/fuzz/fuzz.js'));
}

export function readStamp(file: string): Stamp {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stamp) : {};
}

/** Sets some fields of an algorithm's entry; an entry of other sources is begun anew. */
export function updateStamp(file: string, algorithm: string, fields: Partial<AlgorithmStamp>): void {
  const stamp = readStamp(file);
  const sources = fuzzedSources();
  const none: AlgorithmStamp = {
    sources_sha256: sources,
    schedules: 0,
    alarms: 0,
    broken_schedules: 0,
    broken_alarms: 0,
    mutants: 0,
    mutants_killed: 0,
    equivalents: 0,
    equivalents_alarmed: 0,
  };
  const before = stamp[algorithm]?.sources_sha256 === sources ? stamp[algorithm] : none;
  const entries = Object.entries({ ...stamp, [algorithm]: { ...before, ...fields } }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
