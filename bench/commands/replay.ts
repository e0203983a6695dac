/**
 * `quorum-bench replay`: runs a trial of a result set, or a saved one, again; or the replicas of a live run that was recorded.
 * Exit status 0 same hashes, 1 others.
 */
import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { isRecording } from '../../harness/live/recording/recording-folder.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UserError } from '../../harness/user-error.ts';
import { isSchedule } from '../../harness/fuzz/saved-schedule.ts';
import { isScenario } from '../../harness/fuzz/scenario.ts';
import { readText } from '../read-input.ts';
import { recordedTrial, type Recorded } from '../recorded-trial.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { runWithFiles } from '../traced-trial.ts';
import { replayRecordingIn } from './replay-recording.ts';
import { replayScenario } from './replay-scenario.ts';

interface ReplayFlags {
  readonly trace?: string;
  readonly shiviz?: string;
  readonly chrome?: string;
  readonly history?: string;
  readonly otherSources?: true;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ quorum-bench replay results/local/default 0a1b2c3d4e5f6071
  $ quorum-bench replay results/local/default 0a1b2c3d4e5f6071 --trace trace.jsonl
  $ quorum-bench run --algorithm raft --json > saved.json && quorum-bench replay saved.json
  $ quorum-bench live --algorithm raft --record recording && quorum-bench replay recording

Exit status: 0 the same hashes; 1 others; 2 the input was wrong.`;

export function replayCommand(terminal: Terminal): Command {
  return new Command('replay')
    .description('run a trial again, from its row alone, and compare the traces')
    .argument('<source>', 'folder of a result set or of live --record, or a file with a saved spec or outcome')
    .argument('[trial-id]', 'the trial_id of a row, in a result set')
    .option('--trace <file>', 'write every event as a JSON line {t_ms, node, event, …}')
    .option('--shiviz <file>', 'write them for ShiViz, with vector clocks')
    .option('--chrome <file>', 'write them as Chrome trace events, for ui.perfetto.dev')
    .option('--history <file>', 'write what the clients saw, for quorum-bench check')
    .option('--other-sources', 'replay a recording that was made with other sources of the algorithm')
    .option('--json', 'print {trial_id, same, trace_hash, expected, verdict, reason}')
    .addHelpText('after', EXAMPLES)
    .action(async (source: string, id: string | undefined, flags: ReplayFlags) => {
      if (isRecording(source)) {
        terminal.status = replayRecordingIn(source, ofRecordings(flags, id), terminal);
        return;
      }
      if (flags.otherSources) {
        throw new UserError(`${source} is no recording; leave out --other-sources, or name a folder of live --record`);
      }
      const text = scenarioIn(source);
      if (text !== undefined) {
        terminal.status = await replayScenario(text, source, terminal);
        return;
      }
      terminal.status = replay(recordedTrial(source, id), flags, terminal);
    });
}

function replay(recorded: Recorded, flags: ReplayFlags, terminal: Terminal): number {
  const spec = resolveSpec(recorded.spec);
  const outcome = runWithFiles(spec, flags);
  const hash = String(outcome.row['trace_hash']);
  const expected = recorded.traceHash;
  const same = expected === undefined || expected === hash;
  if (flags.json) {
    const { trial_id, verdict, reason } = outcome;
    const report = {
      trial_id,
      same: expected === undefined ? null : same,
      trace_hash: hash,
      expected: expected ?? null,
      verdict,
      reason,
    };
    terminal.out(`${JSON.stringify(report)}\n`);
  } else {
    const style = styleOf(terminal);
    terminal.out(`${renderSummary(outcome, style)}\n`);
    if (expected === undefined) terminal.out(`${recorded.where} has no trace hash to compare with\n`);
    else if (same) terminal.out(`${style.good('same')}  the trace hash is that of ${recorded.where}\n`);
    else terminal.out(`${style.bad('other')}  the trace hash is ${hash}, in ${recorded.where} it is ${expected}\n`);
  }
  return same ? 0 : 1;
}

/** @throws UserError for what makes no sense with a recording */
function ofRecordings(flags: ReplayFlags, id: string | undefined): ReplayFlags {
  if (id !== undefined) throw new UserError(`a recording holds one run; leave out ${id}`);
  const file = (['shiviz', 'chrome', 'history'] as const).find((name) => flags[name] !== undefined);
  if (file === undefined) return flags;
  throw new UserError(`--${file} tells of a whole cluster, a recording of one replica after the other; take --trace`);
}

/** The text of a scenario or schedule of `fuzz`; `undefined` if the source is something else. */
function scenarioIn(source: string): string | undefined {
  if (!existsSync(source) || statSync(source).isDirectory()) return undefined;
  const text = readText(source);
  return isScenario(text) || isSchedule(text) ? text : undefined;
}
