/** Ctrl-C, for commands that have something to show for what they have done so far. */
import type { Terminal } from './terminal/terminal.ts';

/** Exit status of a command that was interrupted. */
export const INTERRUPTED = 130;

export interface Interruption {
  /** Aborted by the first Ctrl-C; a second one ends the program at once. */
  readonly signal: AbortSignal;
  /** From here on Ctrl-C does what it usually does. */
  end(): void;
}

/** `sentence`: what the first Ctrl-C brings about. */
export function interruption(terminal: Terminal, sentence = 'interrupted'): Interruption {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    terminal.err(`\n${sentence}\n`);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    signal: controller.signal,
    end: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
