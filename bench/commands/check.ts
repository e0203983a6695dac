/** `quorum-bench check`: is a history linearizable? Exit status 0 all ok, 1 any illegal or unknown, 2 something unreadable. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import { parseHistories } from '../../harness/check/linearizability/parse.ts';
import { renderHistories, type JudgedHistory } from '../../harness/check/linearizability/picture.ts';
import { causeText } from '../../harness/check/linearizability/sentence.ts';
import { UserError } from '../../harness/user-error.ts';

interface CheckFlags {
  readonly json?: true;
  readonly html?: string;
  readonly memory: number;
}

const EXAMPLES = `
A history is one line of JSON: {id, model, init, events: [[process, type, op, value], …]}
with model cas-register, kv-put-append-get or kv and type invoke, ok, fail or info.

Examples:
  $ quorum-bench run --history history.jsonl && quorum-bench check history.jsonl
  $ quorum-bench check history.jsonl --html picture.html
  $ quorum-bench check history.jsonl --json | jq 'select(.verdict != "ok")'`;

export function checkCommand(): Command {
  return new Command('check')
    .description('judge the linearizability of the histories in a file')
    .argument('<file>', 'histories, one a line; - for standard input')
    .option('--json', 'print one object a history: {id, verdict, operations, prefix}')
    .option('--html <file>', 'draw the illegal histories, operations as bars per client')
    .option('--memory <MiB>', 'what the search of one history may hold before its verdict is unknown', mebibytes, 512)
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: CheckFlags) => {
      process.exitCode = check(file, flags);
    });
}

/** @returns the exit status */
function check(file: string, flags: CheckFlags): number {
  const { histories, problems } = parseHistories(read(file), file === '-' ? 'standard input' : file);
  const judged: JudgedHistory[] = [];
  for (const history of histories) {
    const result = checkHistory(history, { memoryBytes: flags.memory * 1024 * 1024 });
    judged.push({ history, result });
    process.stdout.write(`${flags.json ? jsonLine({ history, result }) : textLine({ history, result })}\n`);
  }
  if (flags.html !== undefined) writePicture(flags.html, judged);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
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

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${(error as Error).message}; name a file of histories`);
  }
}

function writePicture(file: string, judged: readonly JudgedHistory[]): void {
  try {
    writeFileSync(file, renderHistories(judged));
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${(error as Error).message}; name a file in a folder that exists`);
  }
}

function mebibytes(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 1_000_000)) throw new InvalidArgumentError('It must be between 1 and 1000000 MiB.');
  return value;
}
