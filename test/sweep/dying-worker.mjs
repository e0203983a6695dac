// A worker that dies as the trial asks for: by exiting, by an error, or the first time only.
import { existsSync, writeFileSync } from 'node:fs';
import { worker } from 'workerpool';
import { encodeOutcome } from '../../dist/harness/sweep/job.js';
import { runTrial } from '../../dist/harness/trial/run-trial.js';

function fate(spec) {
  switch (spec.workload.keys) {
    case 2:
      return process.exit(1);
    case 3:
      throw new Error('the replica was in two minds');
    case 4: {
      const mark = process.env.QUORUM_BENCH_TEST_MARK;
      if (existsSync(mark)) return;
      writeFileSync(mark, '');
      return process.exit(1);
    }
  }
}

worker({
  runTrials(jobs) {
    return jobs.map(({ spec }) => {
      fate(spec);
      return encodeOutcome(runTrial(spec));
    });
  },
});
