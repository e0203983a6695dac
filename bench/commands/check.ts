/** `quorum-bench check`: is a history linearizable? Exit status 0 all ok, 1 any illegal or unknown, 2 something unreadable. */
import { Command } from 'commander';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import { parseHistories } from '../../harness/check/linearizability/parse.ts';
import { renderHistories, type JudgedHistory } from '../../harness/check/linearizability/picture.ts';
import { causeText } from '../../harness/check/linearizability/sentence.ts';
import { UserError } from '../../harness/user-error.ts';
import { OutputFile } from '../output-file.ts';
import { readText } from '../read-input.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface CheckFlags {
  readonly json?: true;
  readonly html?: string;
  readonly memory: string;
}

const EXAMPLES = `
A history is one line of JSON: {id, model, init, events: [[process, type, op, value], …]}
with model cas-register, kv-put-append-get or kv and type invoke, ok, fail or info.

Examples:
  $ quorum-bench run --history history.jsonl && quorum-bench check history.jsonl
  $ quorum-bench check history.jsonl --html picture.html
  $ quorum-bench check history.jsonl --json | jq 'select(.verdict != "ok")'`;

export function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('judge the linearizability of the histories in a file')
    .argument('<file>', 'histories, one a line; - for standard input')
    .option('--json', 'print one object a history: {id, verdict, operations, prefix}')
    .option('--html <file>', 'draw the illegal histories, operations as bars per client')
    .option('--memory <MiB>', 'what the search of one history may hold before its verdict is unknown', '512')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: CheckFlags) => {
      terminal.status = check(terminal, file, flags);
    });
}

/** @returns the exit status */
function check(terminal: Terminal, file: string, flags: CheckFlags): number {
  const memoryBytes = mebibytes(flags.memory) * 1024 * 1024;
  const { histories, problems } = parseHistories(readText(file), file === '-' ? 'standard input' : file);
  const picture = flags.html === undefined ? undefined : new OutputFile(flags.html);
  const judged: JudgedHistory[] = [];
  for (const history of histories) {
    const one = { history, result: checkHistory(history, { memoryBytes }) };
    judged.push(one);
    terminal.out(`${flags.json ? jsonLine(one) : textLine(one)}\n`);
  }
  picture?.write(renderHistories(judged));
  picture?.close();
  for (const problem of problems) terminal.err(`${problem}\n`);
  if (problems.length > 0) return 2;
  return judged.every(({ result }) => result.verdict === 'ok') ? 0 : 1;
}

function jsonLine({ history, result }: JudgedHistory): string {
  const { verdict, operations, prefix } = result;
  return JSON.stringify({ id: history.id, verdict, operations, prefix: prefix ?? null });
}

function textLine({ history, result }: JudgedHistory): string {
  const cause = causeText(result);
  const line = `${result.verdict.padEnd(8)}${history.id}  ${result.operations} operations`;
  return cause === undefined ? line : `${line}; the first ${result.prefix} events are illegal: ${cause}`;
}

function mebibytes(given: string): number {
  const value = Number(given);
  if (value >= 1 && value <= 1_000_000) return value;
  throw new UserError(`--memory ${given} is no number of MiB from 1 to 1000000; give one`);
}
