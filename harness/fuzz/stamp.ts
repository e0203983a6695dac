/**
 * The verification stamp: what the code that printed a figure has been put through. `verify` keeps it in
 * `results/verification.json`, and each result set holds a copy; it counts only for the very sources whose hash it carries.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogueHash } from '../mutants/fingerprint.ts';
import { compiledFolder } from '../mutants/load.ts';
import type { ConnectivityRow } from './partial-connectivity.ts';
import { verifiedSources } from './verified-sources.ts';

export interface AlgorithmStamp {
  /** Schedules under faults that must be borne, all invariants on, and the alarms that they raised. */
  schedules: number;
  alarms: number;
  /** Schedules under faults that break an assumption, and alarms: those there must be. */
  broken_schedules: number;
  broken_alarms: number;
  /** Seeded bugs, and how many of them were caught. */
  mutants: number;
  mutants_killed: number;
  /** Changes that are no bugs, and how many of them raised an alarm all the same. */
  equivalents: number;
  equivalents_alarmed: number;
  /** What was checked at every event, by name. */
  invariants: readonly string[];
}

export interface Stamp {
  readonly schema: 1;
  /** SHA-256 over the modules that decide how the protocols behave and what is checked; see verified-sources.ts. */
  readonly sources_sha256: string;
  /** SHA-256 over the catalogue of seeded bugs and what tries them; `null` until that has been done. */
  readonly mutants_sha256: string | null;
  readonly algorithms: Readonly<Record<string, AlgorithmStamp>>;
  /** Who recovers while only some links are left; empty until it has been tried. */
  readonly partial_connectivity: readonly ConnectivityRow[];
}

/** What a result set tells of the sources that made it. */
export interface Verification {
  readonly schema: 1;
  /** Of the modules that ran this result set. */
  readonly sources_sha256: string;
  /** `same sources`: the stamp is theirs; `other sources`: it is of a version before or after; `none`: there is none. */
  readonly verified: 'same sources' | 'other sources' | 'none';
  readonly stamp: Stamp | null;
}

export const STAMP_FILE = 'verification.json';

const NOTHING: AlgorithmStamp = {
  schedules: 0,
  alarms: 0,
  broken_schedules: 0,
  broken_alarms: 0,
  mutants: 0,
  mutants_killed: 0,
  equivalents: 0,
  equivalents_alarmed: 0,
  invariants: [],
};

/** The stamp at `file`; `undefined` if there is none, or one of a form that this version does not know. */
export function readStamp(file: string): Stamp | undefined {
  if (!existsSync(file)) return undefined;
  const data = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stamp>;
  return data.schema === 1 && data.algorithms !== undefined ? (data as Stamp) : undefined;
}

/** The stamp that came with this program. */
export function shippedStamp(): Stamp | undefined {
  return readStamp(join(dirname(compiledFolder()), 'results', STAMP_FILE));
}

/** What can be said of the sources that run now. */
export function verificationNow(stamp = shippedStamp()): Verification {
  const sources = verifiedSources();
  return { schema: 1, sources_sha256: sources, verified: stamp === undefined ? 'none' : owner(), stamp: stamp ?? null };

  function owner(): Verification['verified'] {
    const isTheirs = stamp!.sources_sha256 === sources && stamp!.mutants_sha256 === catalogueHash();
    return isTheirs ? 'same sources' : 'other sources';
  }
}

export interface StampChange {
  readonly mutants_sha256?: string;
  readonly algorithms?: Readonly<Record<string, Partial<AlgorithmStamp>>>;
  readonly partial_connectivity?: readonly ConnectivityRow[];
}

/** Changes a stamp; one of other sources is begun anew. */
export function stampWith(before: Stamp | undefined, sources: string, change: StampChange): Stamp {
  const base: Stamp =
    before?.sources_sha256 === sources
      ? before
      : { schema: 1, sources_sha256: sources, mutants_sha256: null, algorithms: {}, partial_connectivity: [] };
  const algorithms: Record<string, AlgorithmStamp> = { ...base.algorithms };
  for (const [name, fields] of Object.entries(change.algorithms ?? {})) {
    algorithms[name] = { ...NOTHING, ...algorithms[name], ...fields };
  }
  const sorted = Object.entries(algorithms).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...base,
    mutants_sha256: change.mutants_sha256 ?? base.mutants_sha256,
    algorithms: Object.fromEntries(sorted),
    partial_connectivity: change.partial_connectivity ?? base.partial_connectivity,
  };
}

/** Writes it by rename, so that no one ever reads half of it. */
export function writeStamp(file: string, stamp: Stamp): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(stamp, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
