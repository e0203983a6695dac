/** Where experiments are run in real time: one trial after the other, as each needs the machine for itself. */
import type { Bounds } from '../live/instrument-bounds.ts';
import { runLive } from '../live/run-live.ts';
import { outcomeWithoutFigures } from '../trial/outcome-of.ts';
import type { TrialOutcome } from '../trial/outcome.ts';
import { resolveSpec } from '../trial/resolve.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import { CheckFailed } from './check-failed.ts';
import { seedsOf } from './lab.ts';

export interface LiveLabOptions {
  readonly seed: number;
  /** Ends the trial under way within a second, and `run` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Beyond which a run is void; the usual ones if left out. */
  readonly bounds?: Bounds;
  /** Of the experiment. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What an experiment is run with in real time. */
export interface LiveLab {
  readonly seed: number;
  /** As in the simulation. */
  seeds(name: string, count: number): number[];
  /**
   * Runs each trial in real time; those that a disturbance made void are among the outcomes, without figures.
   * @throws CheckFailed if a run broke a rule of its protocol
   */
  run(inputs: readonly object[]): Promise<TrialOutcome[]>;
}

export class RealTimeLab implements LiveLab {
  readonly seed: number;
  /** Trials so far. */
  measured = 0;
  private readonly options: LiveLabOptions;

  constructor(options: LiveLabOptions) {
    this.seed = options.seed;
    this.options = options;
  }

  seeds(name: string, count: number): number[] {
    return seedsOf(this.seed, name, count);
  }

  async run(inputs: readonly object[]): Promise<TrialOutcome[]> {
    // What cannot be done is refused before anything is begun.
    const specs = inputs.map((input) => resolveSpec({ ...input, driver: 'threads' }));
    const outcomes: TrialOutcome[] = [];
    for (const spec of specs) {
      outcomes.push(await this.one(spec));
      this.measured++;
      this.options.onProgress?.(outcomes.length, specs.length);
    }
    return outcomes;
  }

  private async one(spec: TrialSpec): Promise<TrialOutcome> {
    const { signal, bounds } = this.options;
    signal?.throwIfAborted();
    const outcome = await runLive(spec, { signal, bounds }).then(({ outcome }) => outcome, deathOf(spec));
    signal?.throwIfAborted();
    if (outcome.verdict === 'ok' || outcome.verdict === 'void') return outcome;
    throw new CheckFailed(`${outcome.reason}; again with: ${outcome.replay}`);
  }
}

/** Where a thread fails the trial is void, as in a sweep. */
function deathOf(spec: TrialSpec): (error: unknown) => TrialOutcome {
  return (error) => {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return outcomeWithoutFigures(spec, 'void', `the live run failed: ${message.split('\n')[0]!}`);
  };
}
