/** Fields of a spec that have no axis of their own, as a reader says them. */
import { inWords } from './format.ts';

const WORDS: Readonly<Record<string, (value: unknown) => string>> = {
  'policy.electionMs': (value) => `election time-outs of ${(value as number[]).join(' to ')} ms`,
  'policy.heartbeatMs': (value) => `heartbeats every ${String(value)} ms`,
  'policy.leader': (value) => `node ${String(value)} preferred as leader`,
  'workload.at': (value) =>
    Array.isArray(value) ? `clients at node ${inWords(value.map(String))}` : 'clients everywhere',
};

/** `policy.heartbeatMs=50` as `heartbeats every 50 ms`; a field without words as it is. */
export function fieldInWords(line: string): string {
  const at = line.indexOf('=');
  const words = WORDS[line.slice(0, at)];
  return words === undefined ? line : words(JSON.parse(line.slice(at + 1)));
}
