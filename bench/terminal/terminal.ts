/** Where a command reads and writes. Tests give one of their own. */
import pc from 'picocolors';

export interface Terminal {
  /** Data and results. */
  out(text: string): void;
  /** Complaints and progress. */
  err(text: string): void;
  /** May the output carry colours? Only on a terminal, and never with `NO_COLOR`. */
  readonly color: boolean;
  /** Characters per line. */
  readonly width: number;
  /** Exit status so far: 0 done, 1 a check failed, 2 the input was wrong. */
  status: number;
}

const DEFAULT_WIDTH = 100;

export function processTerminal(): Terminal {
  // A reader that goes away, such as `head`, has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // Undefined on what is no terminal.
    color: process.stdout.isTTY === true && pc.isColorSupported,
    width: process.stdout.columns ?? DEFAULT_WIDTH,
    status: 0,
  };
}
