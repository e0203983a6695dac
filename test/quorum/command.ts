/** Runs `quorums` as its command line does, with the output caught. */
import { Command } from 'commander';
import { quorumsCommand } from '../../bench/commands/quorums.ts';
import type { Terminal } from '../../bench/terminal/terminal.ts';
import { UserError } from '../../harness/user-error.ts';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export async function quorums(...argv: string[]): Promise<Ran> {
  const ran = { out: '', err: '', status: 0 };
  const terminal: Terminal = {
    out: (text) => void (ran.out += text),
    err: (text) => void (ran.err += text),
    color: false,
    width: 120,
    status: 0,
  };
  const root = new Command('quorum-bench').exitOverride();
  root.addCommand(quorumsCommand(terminal).copyInheritedSettings(root));
  try {
    await root.parseAsync(['quorums', ...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...ran, err: error.message, status: 2 };
  }
  return { ...ran, status: terminal.status };
}
