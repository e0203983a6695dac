/** The few colours in use; none where the terminal has none or `NO_COLOR` is set. */
import pc from 'picocolors';
import type { Terminal } from './terminal.ts';

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly doubtful: (text: string) => string;
}

export function styleOf(terminal: Terminal): Style {
  const { bold, dim, green, red, yellow } = pc.createColors(terminal.color);
  return { bold, dim, good: green, bad: red, doubtful: yellow };
}
