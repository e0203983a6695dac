/** The program in this process: what it printed, and its exit status. */
import { main } from '../../bench/program.ts';
import { printingTerminal } from '../support/printing-terminal.ts';

export interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function quorumBench(...argv: readonly string[]): Promise<Printed> {
  const terminal = printingTerminal();
  const { printed } = terminal;
  const status = await main(argv, terminal);
  return { status, ...printed };
}

/** Splits at spaces: for command lines without any in their values. */
export function commandLine(text: string): Promise<Printed> {
  return quorumBench(...text.split(' ').filter((word) => word !== ''));
}
