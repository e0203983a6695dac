/** A terminal that keeps what is printed. */
import type { Terminal } from '../../bench/terminal/terminal.ts';

export interface PrintingTerminal extends Terminal {
  readonly printed: { out: string; err: string };
}

export function printingTerminal(): PrintingTerminal {
  const printed = { out: '', err: '' };
  return {
    printed,
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    color: false,
    width: 100,
    status: 0,
  };
}
