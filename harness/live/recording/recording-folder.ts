/**
 * A recording of a live run: a folder with a manifest, which says what ran and on what sources, and a file for each life of
 * each node, `node-0.life-0`. A node that was killed and came back has several.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeId } from '../../../algorithms/contract.ts';
import { trialId } from '../../trial/canonical.ts';
import type { Verdict } from '../../trial/outcome.ts';
import { resolveSpec } from '../../trial/resolve.ts';
import type { TrialSpec } from '../../trial/spec.ts';
import { UserError } from '../../user-error.ts';
import { lifeCount, lifePath } from './life-path.ts';
import { replicaSources } from './replica-sources.ts';

const FORMAT = 1;
const MANIFEST = 'recording.json';

interface Manifest {
  readonly format: number;
  /** SHA-256 over the modules of the algorithm. */
  readonly sources: string;
  readonly trial: string;
  readonly spec: TrialSpec;
  /** `null` while the run goes on, or where its process was ended. */
  readonly ended: Ended | null;
}

interface Ended {
  readonly verdict: Verdict;
  readonly reason: string;
  /** By node. */
  readonly lives: readonly number[];
}

/** A recording that is being made. */
export class RecordingFolder {
  readonly path: string;
  private readonly spec: TrialSpec;
  private readonly trial: string;
  /** The first folder that had to be made; `undefined`: it was there. */
  private readonly made: string | undefined;

  /** @throws UserError for a folder that is not empty */
  constructor(path: string, spec: TrialSpec) {
    if (existsSync(path) && readdirSync(path).length > 0) {
      throw new UserError(`${path} is not empty; a recording has a folder of its own, so name a new one`);
    }
    this.path = path;
    this.spec = spec;
    this.trial = trialId(spec);
    this.made = mkdirSync(path, { recursive: true });
    this.writeManifest(null);
  }

  /** The run is over, and so are its threads. */
  end(verdict: Verdict, reason: string): void {
    const lives = Array.from({ length: this.spec.nodes }, (_, node) => lifeCount(this.path, node));
    this.writeManifest({ verdict, reason, lives });
  }

  /** Leaves nothing. */
  remove(): void {
    if (this.made !== undefined) rmSync(this.made, { recursive: true });
    else for (const name of readdirSync(this.path)) rmSync(join(this.path, name), { recursive: true });
  }

  private writeManifest(ended: Ended | null): void {
    const { spec, trial } = this;
    const manifest: Manifest = { format: FORMAT, sources: replicaSources(spec.algorithm), trial, spec, ended };
    writeFileSync(join(this.path, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

/** A recording that was made. */
export interface Recording {
  readonly spec: TrialSpec;
  readonly trial: string;
  /** `undefined`: the process ended before the run did. */
  readonly ended: Ended | undefined;
  readonly lives: readonly { readonly node: NodeId; readonly life: number; readonly path: string }[];
}

export function isRecording(path: string): boolean {
  return existsSync(join(path, MANIFEST));
}

/**
 * @param ofAnySources also one that other sources have made
 * @throws UserError for what is no recording, is not all there, or was made by other sources
 */
export function openRecording(path: string, ofAnySources = false): Recording {
  const { format, sources, trial, spec, ended } = manifestIn(path);
  if (format !== FORMAT) {
    throw new UserError(
      `${path} has the format ${String(format)}, this version reads ${FORMAT}; replay it with the version that recorded it`,
    );
  }
  if (trialId(resolveSpec(spec)) !== trial) {
    throw new UserError(`the spec in ${join(path, MANIFEST)} is not that of trial ${trial}; take a copy that is whole`);
  }
  if (!ofAnySources && sources !== replicaSources(spec.algorithm)) {
    throw new UserError(
      `${path} was recorded with other sources of ${spec.algorithm}; take those, or add --other-sources to see where these act otherwise`,
    );
  }
  const lives = Array.from({ length: spec.nodes }, (_, node) => {
    const count = ended?.lives[node] ?? Math.max(1, lifeCount(path, node));
    return Array.from({ length: count }, (_, life) => ({ node, life, path: lifePath(path, node, life) }));
  }).flat();
  const missing = lives.find((life) => !existsSync(life.path));
  if (missing !== undefined) {
    throw new UserError(`${missing.path} is missing; take a copy of the recording that is whole`);
  }
  return { spec, trial, ended: ended ?? undefined, lives };
}

/** What it says is checked by whoever asked for it. @throws UserError */
function manifestIn(path: string): Manifest {
  const file = join(path, MANIFEST);
  if (!existsSync(file)) {
    throw new UserError(`${path} has no ${MANIFEST}; name a folder that live --record has written`);
  }
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file} is no JSON; take a copy of the recording that is whole`);
  }
}
