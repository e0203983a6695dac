/** `quorum-bench live`: one trial in real time, a thread per replica. Exit status 1 if it broke a rule, or is void. */
import { Command, Option } from 'commander';
import { DEFAULT_BOUNDS } from '../../harness/live/instrument-bounds.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { parseNumber, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { addTrialFlags, trialInput, type FlagTexts } from '../flags/trial-flags.ts';
import { runLiveUntilInterrupted } from '../live-run.ts';
import { outcomeJson } from '../outcome-json.ts';
import { instrumentText } from '../terminal/instrument.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { killRounds } from './kill-rounds.ts';

interface LiveFlags extends FlagTexts {
  readonly data?: string;
  readonly killRounds?: number;
  readonly record?: string;
  readonly maxOthers: number;
  readonly maxLate: number;
  readonly json?: true;
}

const EXAMPLES = `
Delays, losses, costs and faults are added to what this machine takes; left out, none are. The same as run --driver threads.
What nodes persist is in memory, or with --data in files; then a crash ends the node's thread.

Examples:
  $ quorum-bench live --algorithm raft --nodes 3 --clients 64 --duration 5s
  $ quorum-bench live --algorithm multi-paxos --nodes 3 --clients 64 --batch 64 --batch-delay 50us --window 4
  $ quorum-bench live --algorithm raft --latency 5ms --crash-leader 2s --rate 500/s
  $ quorum-bench live --algorithm raft --nodes 3 --data data --kill-rounds 200
  $ quorum-bench live --algorithm raft --crash-leader 2s --record recording && quorum-bench replay recording

Exit status: 0 done; 1 a check failed or the machine was too busy; 2 the input was wrong; 130 interrupted.`;

export function liveCommand(terminal: Terminal): Command {
  const command = new Command('live').description('run one trial in real time, one thread per replica, and check it');
  return addTrialFlags(command)
    .option('--data <folder>', 'write to files in this folder, which holds none yet')
    .option('--record <folder>', 'record what each replica takes in, for quorum-bench replay')
    .option(
      '--kill-rounds <count>',
      'instead of measuring: so many times kill nodes under load, and check all',
      parseRounds,
    )
    .option('--max-others <share>', 'void if others take more of the machine', parseNumber, DEFAULT_BOUNDS.others)
    .addOption(
      new Option('--max-late <time>', 'void if a thread is later than this at p99 (default: 10ms)')
        .argParser(parseTime)
        .default(DEFAULT_BOUNDS.lateMs, '10ms'),
    )
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: LiveFlags) => {
      const given = trialInput(flags);
      if (!('algorithm' in given)) {
        throw new UserError('no algorithm; name one with --algorithm, such as raft (see quorum-bench list algorithms)');
      }
      const files = flags.data === undefined && flags.killRounds === undefined ? {} : { storage: 'file' };
      const input = { ...given, ...files, driver: 'threads' };
      const bounds = { ...DEFAULT_BOUNDS, others: flags.maxOthers, lateMs: flags.maxLate };
      const options = { bounds, dataDir: flags.data, recordDir: flags.record };
      if (flags.killRounds !== undefined) {
        await killRounds(input, flags.killRounds, options, flags.json === true, terminal);
        return;
      }
      const { outcome, instrument } = await runLiveUntilInterrupted(resolveSpec(input), options, terminal);
      if (flags.json) terminal.out(outcomeJson(outcome));
      else terminal.out(renderSummary(outcome, styleOf(terminal)) + instrumentText(instrument));
    });
}

function parseRounds(text: string): number {
  const rounds = parseNumber(text);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new UserError(`--kill-rounds is ${text}; give a whole number of rounds, such as 200`);
}
