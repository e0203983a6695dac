/** `quorum-bench live`: one trial in real time, a thread per replica. Exit status 1 if it broke a rule, or is void. */
import { Command } from 'commander';
import { runLive, type LiveResult } from '../../harness/live/run-live.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';
import { addTrialFlags, trialInput, type FlagTexts } from '../flags/trial-flags.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { outcomeJson } from '../outcome-json.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface LiveFlags extends FlagTexts {
  readonly json?: true;
}

const FAILED = 1;

const EXAMPLES = `
Delays, losses, costs and faults are added to what this machine takes; left out, none are. The same as run --driver threads.

Examples:
  $ quorum-bench live --algorithm raft --nodes 3 --clients 64 --duration 5s
  $ quorum-bench live --algorithm multi-paxos --nodes 3 --clients 64 --batch 64 --batch-delay 50us --window 4
  $ quorum-bench live --algorithm raft --latency 5ms --crash-leader 2s --rate 500/s

Exit status: 0 done; 1 a check failed or the machine was too busy; 2 the input was wrong; 130 interrupted.`;

export function liveCommand(terminal: Terminal): Command {
  const command = new Command('live').description('run one trial in real time, one thread per replica, and check it');
  return addTrialFlags(command)
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: LiveFlags) => {
      const input = trialInput(flags);
      if (!('algorithm' in input)) {
        throw new UserError('no algorithm; name one with --algorithm, such as raft (see quorum-bench list algorithms)');
      }
      const { outcome } = await liveUntilInterrupted({ ...input, driver: 'threads' }, terminal);
      terminal.out(flags.json ? outcomeJson(outcome) : renderSummary(outcome, styleOf(terminal)));
    });
}

/** Ctrl-C ends all threads; the outcome then is void, and the exit status 130. */
export async function liveUntilInterrupted(input: object, terminal: Terminal): Promise<LiveResult> {
  const spec = resolveSpec(input);
  const ctrlC = interruption(terminal);
  try {
    const result = await runLive(spec, { signal: ctrlC.signal });
    if (result.outcome.verdict !== 'ok') terminal.status = ctrlC.signal.aborted ? INTERRUPTED : FAILED;
    return result;
  } finally {
    ctrlC.end();
  }
}
