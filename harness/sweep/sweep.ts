/**
 * Runs a sweep into a result set: plan, journal, workers, files. Everything but `run.json` has the same bytes for any number
 * of workers and however often the sweep was killed and resumed.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STAMP_FILE, verificationNow } from '../fuzz/stamp.ts';
import type { Row } from '../trial/outcome.ts';
import { UserError } from '../user-error.ts';
import { Journal } from './journal.ts';
import { isLive, runLiveTrials } from './live-trials.ts';
import { manifestOf, readManifest, runRecord, type Manifest } from './manifest.ts';
import { writeJson } from './new-file.ts';
import type { Plan } from './plan.ts';
import { writeExclusions, writeSummary, writeTrialFiles, type Verdicts } from './result-set.ts';
import { sourcesHash } from './sources.ts';
import { writing } from './sweep-failed.ts';
import type { Sweep } from './sweep-spec.ts';
import { extendedPlan, possibleIds, untilOf, type Until } from './until.ts';
import { defaultWorkerFile, runOnWorkers, type FinishedTrial } from './workers.ts';

export interface SweepOptions {
  /** Folder of the result set; made if it is not there. */
  readonly dir: string;
  readonly workers: number;
  /** Go on with what is in the folder. Without it, a folder that holds rows is refused. */
  readonly resume: boolean;
  /** Once aborted, the running trials are finished and the files are written from what there is. */
  readonly signal?: AbortSignal;
  /** Called as trials end, and once before. */
  readonly onProgress?: (finished: number, planned: number) => void;
  /** For tests: the module that worker threads load. */
  readonly workerFile?: string;
}

export interface SweepResult {
  readonly dir: string;
  readonly manifest: Manifest;
  /** Was everything there already? Then nothing was run, and `verdicts` and `summary` are not known. */
  readonly nothingToDo: boolean;
  readonly verdicts: Verdicts;
  readonly summary: readonly Row[];
}

/** @throws UserError if the folder does not fit; SweepFailed if it cannot be written to */
export async function runSweep(sweep: Sweep, initial: Plan, options: SweepOptions): Promise<SweepResult> {
  const { dir, workers } = options;
  const workerFile = options.workerFile ?? defaultWorkerFile();
  const sources = sourcesHash(workerFile);
  const until = untilOf(sweep);
  const target = manifestOf(sweep, initial, sources, initial.trials.length);
  const found = completeManifest(options, target);
  if (found !== undefined) {
    // Its sources are these: what they have been put through may have been done since.
    writeJson(join(dir, STAMP_FILE), verificationNow());
    return { dir, manifest: found, nothingToDo: true, verdicts: noVerdicts(), summary: [] };
  }
  const startedAt = new Date();
  const journal = openJournal(options, target, initial, until);
  const resumed = journal.count;
  try {
    let plan = initial;
    for (let next: Plan | undefined = initial; next !== undefined;) {
      plan = next;
      await runTrials(plan, journal, workerFile, options);
      next = until === undefined || options.signal?.aborted ? undefined : extendedPlan(plan, journal, until);
    }
    await journal.flush();
    const verdicts = writeTrialFiles(dir, plan, journal);
    writeExclusions(dir, plan);
    const summary = writeSummary(dir, plan, journal);
    writeJson(join(dir, 'run.json'), runRecord(startedAt, workers, journal.count - resumed, resumed));
    writeJson(join(dir, STAMP_FILE), verificationNow());
    const stopped = until !== undefined && options.signal?.aborted === true;
    const manifest = manifestOf(
      sweep,
      stopped ? (extendedPlan(plan, journal, until) ?? plan) : plan,
      sources,
      journal.count,
    );
    writeJson(join(dir, 'manifest.json'), manifest);
    // From here on the files hold everything.
    if (manifest.complete) writing(journal.path, () => rmSync(journal.path));
    return { dir, manifest, nothingToDo: false, verdicts, summary };
  } finally {
    await journal.close();
  }
}

/** All trials of the plan that are not in the journal, unless it is stopped before. */
async function runTrials(plan: Plan, journal: Journal, workerFile: string, options: SweepOptions): Promise<void> {
  options.onProgress?.(journal.count, plan.trials.length);
  const onFinished = (finished: readonly FinishedTrial[]) => {
    journal.append(finished);
    options.onProgress?.(journal.count, plan.trials.length);
  };
  await runOnWorkers(unfinished(plan, journal, false), {
    workers: options.workers,
    workerFile,
    stopped: () => options.signal?.aborted === true,
    onFinished,
  });
  await runLiveTrials(unfinished(plan, journal, true), { signal: options.signal, onFinished });
}

/** As they come, so that no more than what is running is in memory. */
function* unfinished(plan: Plan, journal: Journal, live: boolean) {
  for (const trial of plan.trials) if (isLive(trial) === live && !journal.has(trial.id)) yield trial;
}

const JOURNAL = 'trials.partial.jsonl';

/** The manifest of a former run that finished this very sweep in this folder. @throws UserError if the folder holds something else */
function completeManifest({ dir, resume }: SweepOptions, target: Manifest): Manifest | undefined {
  const hasRows = existsSync(join(dir, 'trials.csv'));
  const hasJournal = existsSync(join(dir, JOURNAL));
  if (!hasRows && !hasJournal) return undefined;
  if (!resume) {
    throw new UserError(`${dir} holds rows already; go on with --resume, or name another folder with --out`);
  }
  if (hasJournal) return undefined;
  const found = readManifest(join(dir, 'manifest.json'));
  if (found === undefined || found.sweep_hash !== target.sweep_hash) {
    throw new UserError(`${dir} holds rows of another sweep; name another folder with --out`);
  }
  if (found.sources_hash !== target.sources_hash) {
    throw new UserError(`${dir} holds rows of another version of this program; name another folder with --out`);
  }
  if (!found.complete) {
    throw new UserError(
      `${dir} has lost its ${JOURNAL}, so there is nothing to go on from; name another folder with --out`,
    );
  }
  return found;
}

function openJournal({ dir, resume }: SweepOptions, target: Manifest, plan: Plan, until: Until | undefined): Journal {
  writing(dir, () => mkdirSync(dir, { recursive: true }));
  const path = join(dir, JOURNAL);
  const { sweep_hash, sources_hash } = target;
  const header = { schema: 1, sweep_hash, sources_hash } as const;
  if (!resume) return Journal.create(path, header);
  const planned = until === undefined ? new Set(plan.trials.map(({ id }) => id)) : possibleIds(plan, until);
  return Journal.resume(path, header, (id) => planned.has(id));
}

function noVerdicts(): Verdicts {
  return { ok: 0, violation: 0, unknown: 0, void: 0 };
}
