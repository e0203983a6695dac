/** `manifest.json`, all that is needed to make a result set again, and `run.json`, what was particular to this run. */
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { CostsSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { packageVersion } from './package-version.ts';
import type { Plan } from './plan.ts';
import { sweepAsFile, sweepHash, type Sweep, type SweepInput } from './sweep-spec.ts';

export interface Manifest {
  readonly schema: 1;
  readonly name: string;
  /** Version of this program. */
  readonly version: string;
  /** Of the modules that run a trial. */
  readonly sources_hash: string;
  readonly sweep_hash: string;
  /** Have all trials been run? */
  readonly complete: boolean;
  readonly trials: { readonly planned: number; readonly finished: number };
  readonly configurations: number;
  /** Configurations left out; see exclusions.csv. */
  readonly excluded: number;
  /** The cost models in use. */
  readonly costs: readonly CostsSpec[];
  /** Can be swept again: `quorum-bench sweep manifest.json`. */
  readonly sweep: SweepInput;
}

export function manifestOf(sweep: Sweep, plan: Plan, sources: string, finished: number): Manifest {
  return {
    schema: 1,
    name: sweep.name,
    version: packageVersion(),
    sources_hash: sources,
    sweep_hash: sweepHash(sweep),
    complete: finished === plan.trials.length,
    trials: { planned: plan.trials.length, finished },
    configurations: plan.configurations.length,
    excluded: plan.exclusions.reduce((sum, { configurations }) => sum + configurations, 0),
    costs: plan.costs,
    sweep: sweepAsFile(sweep),
  };
}

/** The manifest at `path`; `undefined` if there is none. @throws UserError if it cannot be read */
export function readManifest(path: string): Manifest | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${path} is damaged: ${error.message}; name another folder with --out`);
  }
}

/** Of one run; a sweep that was resumed has had several, and this is the last. */
export interface RunRecord {
  readonly schema: 1;
  readonly started: string;
  readonly ended: string;
  readonly wall_ms: number;
  readonly workers: number;
  /** Trials run by this run, and found finished by it. */
  readonly trials_run: number;
  readonly trials_resumed: number;
  readonly node: string;
  readonly host: {
    readonly platform: string;
    readonly release: string;
    readonly arch: string;
    readonly cpu: string;
    readonly cpus: number;
    readonly memory_bytes: number;
  };
}

export function runRecord(startedAt: Date, workers: number, trialsRun: number, trialsResumed: number): RunRecord {
  const endedAt = new Date();
  return {
    schema: 1,
    started: startedAt.toISOString(),
    ended: endedAt.toISOString(),
    wall_ms: endedAt.getTime() - startedAt.getTime(),
    workers,
    trials_run: trialsRun,
    trials_resumed: trialsResumed,
    node: process.version,
    host: {
      platform: platform(),
      release: release(),
      arch: arch(),
      cpu: cpus()[0]?.model ?? 'unknown',
      cpus: cpus().length,
      memory_bytes: totalmem(),
    },
  };
}
