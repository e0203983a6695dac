/** The program in this process: what it printed, and its exit status. */
import { main } from '../../bench/program.ts';

export interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function quorumBench(...argv: readonly string[]): Promise<Printed> {
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (printed.out += text),
    err: (text: string) => void (printed.err += text),
    color: false,
    width: 100,
    status: 0,
  };
  const status = await main(argv, terminal);
  return { status, ...printed };
}

/** Splits at spaces: for command lines without any in their values. */
export function commandLine(text: string): Promise<Printed> {
  return quorumBench(...text.split(' ').filter((word) => word !== ''));
}
