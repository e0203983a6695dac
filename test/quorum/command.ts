/** Runs `quorums` and `recommend` as their command lines do, with the output caught. */
import { Command } from 'commander';
import { quorumsCommand } from '../../bench/commands/quorums.ts';
import { recommendCommand } from '../../bench/commands/recommend.ts';
import type { Terminal } from '../../bench/terminal/terminal.ts';
import { UserError } from '../../harness/user-error.ts';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export function quorums(...argv: string[]): Promise<Ran> {
  return runCommand(quorumsCommand, ['quorums', ...argv]);
}

export function recommend(...argv: string[]): Promise<Ran> {
  return runCommand(recommendCommand, ['recommend', ...argv]);
}

async function runCommand(make: (terminal: Terminal) => Command, argv: string[]): Promise<Ran> {
  const ran = { out: '', err: '', status: 0 };
  const terminal: Terminal = {
    out: (text) => void (ran.out += text),
    err: (text) => void (ran.err += text),
    color: false,
    width: 120,
    status: 0,
  };
  const root = new Command('quorum-bench').exitOverride();
  root.addCommand(make(terminal).copyInheritedSettings(root));
  try {
    await root.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...ran, err: error.message, status: 2 };
  }
  return { ...ran, status: terminal.status };
}
