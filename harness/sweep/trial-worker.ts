/** The thread that runs trials for a sweep. Outcomes go back as text: a copy of their objects would cost more. */
import { worker } from 'workerpool';
import { runTrial } from '../trial/run-trial.ts';
import { encodeOutcome, type Job } from './job.ts';

function runTrials(jobs: readonly Job[]): string[] {
  return jobs.map(({ spec, intervalMs }) =>
    encodeOutcome(runTrial(spec, intervalMs === undefined ? {} : { intervalMs })),
  );
}

worker({ runTrials });
