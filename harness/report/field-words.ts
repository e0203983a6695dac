/** Fields of a spec that have no axis of their own, as a reader says them. */
import { inWords } from './format.ts';

interface Words {
  /** Of the field, with the unit of its value: the title of an axis. */
  readonly name: string;
  /** Of the value in a sentence. */
  readonly sentence: (value: unknown) => string;
}

const WORDS: Readonly<Record<string, Words>> = {
  'policy.electionMs': {
    name: 'election time-outs, ms',
    sentence: (value) => `election time-outs of ${(value as number[]).join(' to ')} ms`,
  },
  'policy.heartbeatMs': { name: 'heartbeats every, ms', sentence: (value) => `heartbeats every ${String(value)} ms` },
  'policy.leader': {
    name: 'preferred as leader: node',
    sentence: (value) => `node ${String(value)} preferred as leader`,
  },
  'workload.at': {
    name: 'clients at node',
    sentence: (value) =>
      Array.isArray(value) ? `clients at node ${inWords(value.map(String))}` : 'clients everywhere',
  },
};

/** `policy.heartbeatMs=50` as `heartbeats every 50 ms`; a field without words as it is. */
export function fieldInWords(line: string): string {
  const words = WORDS[pathOf(line)];
  return words === undefined ? line : words.sentence(valueOf(line));
}

/** `policy.heartbeatMs=50` as `heartbeats every, ms`. */
export function fieldName(line: string): string {
  return WORDS[pathOf(line)]?.name ?? pathOf(line);
}

/** `policy.electionMs=[50,100]` as `50–100`, short enough for the tick of an axis. */
export function fieldValue(line: string): string {
  const value = valueOf(line);
  if (Array.isArray(value)) return value.map(String).join('–');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pathOf(line: string): string {
  return line.slice(0, line.indexOf('='));
}

function valueOf(line: string): unknown {
  return JSON.parse(line.slice(line.indexOf('=') + 1));
}
