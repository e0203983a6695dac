/** Which commands a message or record carries, wherever in it they stand. */
import type { Command } from '../../algorithms/contract.ts';

/** All commands in `value`, a tree of plain data. */
export function commandsIn(value: unknown): Command[] {
  const found: Command[] = [];
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Command[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isCommand(value)) found.push(value);
  else for (const part of Object.values(value) as unknown[]) collect(part, found);
}

function isCommand(value: object): value is Command {
  return 'client' in value && 'seq' in value && 'op' in value;
}

/** `ours`, if the command is among them; `others`, if only others are; `none`. */
export function mentions(value: unknown, { client, seq }: Pick<Command, 'client' | 'seq'>): 'ours' | 'others' | 'none' {
  const commands = commandsIn(value);
  if (commands.length === 0) return 'none';
  return commands.some((command) => command.client === client && command.seq === seq) ? 'ours' : 'others';
}
