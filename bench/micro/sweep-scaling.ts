/** The pool: two workers against one, and what the pool adds to the trials' own time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSweep } from '../../harness/sweep/plan.ts';
import { sweepOf, sweepSchema } from '../../harness/sweep/sweep-spec.ts';
import { runSweep } from '../../harness/sweep/sweep.ts';
import { specOf } from '../../harness/sweep/plan.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';

const SEEDS = 12;
const REPETITIONS = 3;

export interface Scaling {
  /** Wall-clock seconds, medians. */
  readonly inProcessS: number;
  readonly oneWorkerS: number;
  readonly twoWorkersS: number;
}

/** The same trials in this process, with one worker and with two, in turn, several times. */
export async function measureScaling(): Promise<Scaling> {
  const input = {
    name: 'scaling',
    base: { workload: { kind: 'closed', clients: 64 }, phases: { warmupMs: 100, ops: 20_000 } },
    axes: { algorithm: ['multi-paxos', 'raft'] },
    seeds: SEEDS,
  };
  const sweep = sweepOf(sweepSchema.parse(input));
  const plan = planSweep(sweep);
  const times = { alone: [] as number[], one: [] as number[], two: [] as number[] };
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    times.alone.push(await seconds(() => plan.trials.forEach((trial) => runTrial(specOf(trial)))));
    for (const workers of [1, 2]) {
      const dir = mkdtempSync(join(tmpdir(), 'quorum-bench-'));
      const time = await seconds(() => runSweep(sweep, plan, { dir, workers, resume: false }));
      (workers === 1 ? times.one : times.two).push(time);
      rmSync(dir, { recursive: true });
    }
  }
  return { inProcessS: median(times.alone), oneWorkerS: median(times.one), twoWorkersS: median(times.two) };
}

async function seconds(action: () => unknown): Promise<number> {
  const before = performance.now();
  await action();
  return (performance.now() - before) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
