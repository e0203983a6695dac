/**
 * Runs one trial in real time: a thread per node and one for the clients and all checks. This thread only begins and ends
 * them: it stays free to be interrupted.
 */
import { mkdtempSync, readdirSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeWithoutFigures } from '../trial/outcome-of.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { DEFAULT_BOUNDS, voidReasons, type Bounds, type InstrumentReading } from './instrument-bounds.ts';
import { RecordingFolder } from './recording/recording-folder.ts';
import type { Settled } from './settle.ts';
import { Supervisor } from './supervisor.ts';

export interface LiveOptions {
  /** Ends all threads within a second, and the run with the verdict `void`. */
  readonly signal?: AbortSignal | undefined;
  /** Length of the intervals of the time series, ms; none if left out. */
  readonly intervalMs?: number | undefined;
  /** Beyond which the run is void; the usual ones if left out. `undefined` within: not bound. */
  readonly bounds?: Bounds | undefined;
  /** With storage `file`: the folder of the nodes' folders, which must hold no logs yet. Left out: one that is removed again. */
  readonly dataDir?: string | undefined;
  /** A new or empty folder for a recording of all replicas, see `recording/`. Left out: nothing is recorded. */
  readonly recordDir?: string | undefined;
  /** Instead of a window: so many rounds of killing nodes under load. */
  readonly killRounds?: number | undefined;
}

export interface LiveResult {
  readonly outcome: TrialOutcome;
  /** `undefined` where a check failed, or the run was interrupted. */
  readonly settled: Settled | undefined;
  /** What the run says of its instrument; `undefined` where it did not get so far. */
  readonly instrument: InstrumentReading | undefined;
  /** Processes that were ended by `killRounds`. */
  readonly kills: number;
  /** From each crash of the leader in the window to the next commit. */
  readonly failoversMs: readonly number[];
}

/**
 * A check that fails is an outcome. No thread is left in any case, and no folder that was not asked for.
 * @throws UserError where the data folder or its disk will not do; what ended a thread otherwise
 */
export async function runLive(spec: TrialSpec, options: LiveOptions = {}): Promise<LiveResult> {
  const { recordDir } = options;
  if (recordDir === undefined) return runThreads(spec, options);
  const recording = new RecordingFolder(recordDir, spec);
  try {
    const result = await runThreads(spec, options);
    const { verdict, reason } = result.outcome;
    if (options.signal?.aborted) recording.remove();
    else recording.end(verdict, reason);
    return result;
  } catch (error) {
    // What a bug of ours leaves is what it is recorded for.
    if (error instanceof UserError) recording.remove();
    throw error;
  }
}

async function runThreads(spec: TrialSpec, options: LiveOptions): Promise<LiveResult> {
  const folder = spec.storage === 'file' ? dataFolder(options.dataDir) : undefined;
  try {
    const ended = await new Supervisor(spec, options, folder).run();
    if (ended.type !== 'done') {
      return {
        outcome: outcomeWithoutFigures(spec, ended.verdict, ended.reason),
        settled: undefined,
        instrument: undefined,
        kills: 0,
        failoversMs: [],
      };
    }
    const { settled, kills, failoversMs, instrument } = ended;
    return {
      outcome: judged(ended.outcome, instrument, options.bounds ?? DEFAULT_BOUNDS),
      settled,
      kills,
      failoversMs,
      instrument,
    };
  } finally {
    if (folder !== undefined && options.dataDir === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function judged(outcome: TrialOutcome, instrument: InstrumentReading | undefined, bounds: Bounds): TrialOutcome {
  if (outcome.verdict !== 'ok' || instrument === undefined) return outcome;
  const reasons = voidReasons(instrument, bounds);
  return reasons.length === 0 ? outcome : outcomeWithoutFigures(outcome.spec, 'void', reasons.join('; '));
}

function dataFolder(asked: string | undefined): string {
  if (asked === undefined) return mkdtempSync(join(tmpdir(), 'quorum-bench-'));
  const log = existsSync(asked) && readdirSync(asked).find((name) => name.startsWith('node-'));
  if (typeof log === 'string') {
    throw new UserError(
      `${asked} holds ${log}, the log of an earlier run; a run begins with empty disks, so give an empty folder`,
    );
  }
  return asked;
}
