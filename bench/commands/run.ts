/** `quorum-bench run`: one trial, a summary on the screen. Exit status 1 if it broke a rule. */
import { Command } from 'commander';
import type { TrialOutcome } from '../../harness/trial/outcome.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';
import { withPlace } from '../flags/place.ts';
import { addTrialFlags, trialInput, type FlagTexts } from '../flags/trial-flags.ts';
import { runLiveUntilInterrupted } from '../live-run.ts';
import { outcomeJson } from '../outcome-json.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { runWithFiles, type SideFiles } from '../traced-trial.ts';

interface RunFlags extends FlagTexts, SideFiles {
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ quorum-bench run --algorithm raft
  $ quorum-bench run --algorithm flexible-paxos --nodes 6 --quorums 5/2 --thrifty
  $ quorum-bench run --algorithm multi-paxos --topology aws5-2021 --rate 500/s --client-at leader
  $ quorum-bench run --algorithm raft --crash-leader 2s:5s --trace trace.jsonl
  $ quorum-bench run --algorithm paxos --set workload.keys=1 --set policy.electionMs=[100,200]
  $ quorum-bench run --spec trial.yaml --seed 7 --json

Exit status: 0 done; 1 a check failed; 2 the input was wrong.`;

export function runCommand(terminal: Terminal): Command {
  const command = new Command('run').description('run one trial and check it; times carry units: 200us 10ms 2s 1m');
  return addTrialFlags(command)
    .option('--trace <file>', 'write every event as a JSON line {t_ms, node, event, …}')
    .option('--shiviz <file>', 'write them for ShiViz, with vector clocks')
    .option('--chrome <file>', 'write them as Chrome trace events, for ui.perfetto.dev')
    .option('--history <file>', 'write what the clients saw, for quorum-bench check')
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: RunFlags) => {
      const input = trialInput(flags);
      if (!('algorithm' in input)) {
        throw new UserError('no algorithm; name one with --algorithm, such as raft (see quorum-bench list algorithms)');
      }
      const outcome = await outcomeOf(input, flags, terminal);
      terminal.out(flags.json ? outcomeJson(outcome) : renderSummary(outcome, styleOf(terminal)));
      if (outcome.verdict !== 'ok' && terminal.status === 0) terminal.status = 1;
    });
}

async function outcomeOf(input: object, flags: RunFlags, terminal: Terminal): Promise<TrialOutcome> {
  const spec = withPlace(flags, () => resolveSpec(input));
  if (spec.driver === 'sim') return runWithFiles(spec, flags);
  const file = (['trace', 'shiviz', 'chrome', 'history'] as const).find((name) => flags[name] !== undefined);
  if (file !== undefined) {
    throw new UserError(`--${file} writes what happens in virtual time; leave it out with driver threads, or take sim`);
  }
  return (await runLiveUntilInterrupted(spec, {}, terminal)).outcome;
}
