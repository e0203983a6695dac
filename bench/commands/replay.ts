/** `quorum-bench replay`: runs a trial of a result set, or a saved one, again. Exit status 0 same trace hash, 1 another. */
import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { isSchedule } from '../../harness/fuzz/saved-schedule.ts';
import { isScenario } from '../../harness/fuzz/scenario.ts';
import { readText } from '../read-input.ts';
import { recordedTrial, type Recorded } from '../recorded-trial.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { runWithFiles } from '../traced-trial.ts';
import { replayScenario } from './replay-scenario.ts';

interface ReplayFlags {
  readonly trace?: string;
  readonly shiviz?: string;
  readonly chrome?: string;
  readonly history?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ quorum-bench replay results/local/default 0a1b2c3d4e5f6071
  $ quorum-bench replay results/local/default 0a1b2c3d4e5f6071 --trace trace.jsonl
  $ quorum-bench run --algorithm raft --json > saved.json && quorum-bench replay saved.json

Exit status: 0 the same trace hash; 1 another one; 2 the input was wrong.`;

export function replayCommand(terminal: Terminal): Command {
  return new Command('replay')
    .description('run a trial again, from its row alone, and compare the traces')
    .argument('<source>', 'folder of a result set, or a file with a saved spec or outcome')
    .argument('[trial-id]', 'the trial_id of a row, in a result set')
    .option('--trace <file>', 'write every event as a JSON line {t_ms, node, event, …}')
    .option('--shiviz <file>', 'write them for ShiViz, with vector clocks')
    .option('--chrome <file>', 'write them as Chrome trace events, for ui.perfetto.dev')
    .option('--history <file>', 'write what the clients saw, for quorum-bench check')
    .option('--json', 'print {trial_id, same, trace_hash, expected, verdict, reason}')
    .addHelpText('after', EXAMPLES)
    .action(async (source: string, id: string | undefined, flags: ReplayFlags) => {
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

/** The text of a scenario or schedule of `fuzz`; `undefined` if the source is something else. */
function scenarioIn(source: string): string | undefined {
  if (!existsSync(source) || statSync(source).isDirectory()) return undefined;
  const text = readText(source);
  return isScenario(text) || isSchedule(text) ? text : undefined;
}
