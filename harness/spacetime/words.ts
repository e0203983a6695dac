/** Messages, records and requests in words. */
import type { Command } from '../../algorithms/contract.ts';
import type { KvOperation } from '../cluster/key-value.ts';

/** `p99.9`, `slowest`, `3:17`. */
export function causeText(request: string): string {
  return request === 'max' ? 'slowest' : request;
}

/** `appendEntries term 3, entries [7:12], leaderCommit 9`: a command is CLIENT:SEQ. */
export function messageText(message: object): string {
  const { type, ...fields } = { type: 'record', ...message };
  const parts = Object.entries(fields).map(([name, value]) => `${name} ${valueText(value)}`);
  return parts.length === 0 ? type : `${type} ${parts.join(', ')}`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('client' in value && 'seq' in value) return `${String(value.client)}:${String(value.seq)}`;
  return `{${Object.entries(value)
    .map(([name, part]) => `${name} ${valueText(part)}`)
    .join(', ')}}`;
}

export function typeOf(message: object): string {
  return 'type' in message ? String(message.type) : 'record';
}

const NS_PER_US = 1000;
const NS_PER_MS = 1_000_000;

/** `430 µs`, `12.34 ms`, to the nanosecond where that is short. */
export function nsText(ns: number): string {
  if (ns < NS_PER_US) return `${ns} ns`;
  if (ns < NS_PER_MS) return `${Number((ns / NS_PER_US).toFixed(3))} µs`;
  return `${Number((ns / NS_PER_MS).toFixed(6))} ms`;
}

/** Three digits that count. */
export function shortNs(ns: number): string {
  const [value, unit] = ns < NS_PER_US ? [ns, 'ns'] : ns < NS_PER_MS ? [ns / NS_PER_US, 'µs'] : [ns / NS_PER_MS, 'ms'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** `get k7`, `put k7`. */
export function valueOfOperation({ op }: Command): string {
  const { kind, key } = op as KvOperation;
  return `${kind} ${key}`;
}
