/**
 * A scenario's steps: what happens to the nodes, one thing a line. Time, verb, node, and what is needed to know which
 * message, timer or request is meant. Messages are named by their text: a network may deliver whatever was ever sent.
 *
 *     12.3 start 0                          the node's process begins
 *     14.0 timer 0 election                 a timer that is set fires
 *     15.2 request 0 1.1 put 0              client 1 asks node 0 for its command 1
 *     15.9 disk 0                           what node 0 has written becomes durable; `disk 0 2`: the next two records
 *     16.4 deliver 0 1 prepare ballot=5 …   node 1 gets a message of node 0
 *     20.0 crash 1                          the process ends, with what is not durable; `crash 1 2`: but for two records
 */
import type { Batch, Command } from '../../algorithms/contract.ts';
import type { KvOperation } from '../cluster/key-value.ts';

export type Step = { readonly atMs: number; readonly node: number } & (
  | { readonly verb: 'start' }
  | { readonly verb: 'timer'; readonly timer: string; readonly key: number | undefined }
  | { readonly verb: 'request'; readonly command: Command }
  /** `records`: so many; `undefined`: all. */
  | { readonly verb: 'disk'; readonly records: number | undefined }
  | { readonly verb: 'deliver'; readonly from: number; readonly message: string }
  | { readonly verb: 'crash'; readonly records: number }
);

export function formatStep(step: Step): string {
  return `${step.atMs} ${step.verb} ${detailOf(step)}`.trimEnd();
}

function detailOf(step: Step): string {
  switch (step.verb) {
    case 'start':
      return `${step.node}`;
    case 'timer':
      return `${step.node} ${step.timer}${step.key === undefined ? '' : ` ${step.key}`}`;
    case 'request':
      return `${step.node} ${formatCommand(step.command)}`;
    case 'disk':
      return `${step.node}${step.records === undefined ? '' : ` ${step.records}`}`;
    case 'deliver':
      return `${step.from} ${step.node} ${step.message}`;
    case 'crash':
      return `${step.node}${step.records === 0 ? '' : ` ${step.records}`}`;
  }
}

function formatCommand({ client, seq, op }: Command): string {
  const { kind, key } = op as KvOperation;
  return `${client}.${seq} ${kind} ${key}`;
}

/** `undefined` if the line is none. */
export function parseStep(line: string): Step | undefined {
  const [time, verb, ...words] = line.trim().split(/\s+/);
  const atMs = Number(time);
  const numbers = words.map(Number);
  const isNode = (value: number | undefined): value is number => Number.isInteger(value) && value! >= 0 && value! < 31;
  const [first, second] = numbers;
  if (!Number.isFinite(atMs) || !isNode(first)) return undefined;
  switch (verb ?? '') {
    case 'start':
      return { atMs, verb: 'start', node: first };
    case 'timer': {
      const [, timer, key] = words;
      return timer === undefined
        ? undefined
        : { atMs, verb: 'timer', node: first, timer, key: key === undefined ? undefined : Number(key) };
    }
    case 'request': {
      const command = parseCommand(words.slice(1));
      return command === undefined ? undefined : { atMs, verb: 'request', node: first, command };
    }
    case 'disk':
      return { atMs, verb: 'disk', node: first, records: second };
    case 'crash':
      return { atMs, verb: 'crash', node: first, records: second ?? 0 };
    case 'deliver':
      return isNode(second)
        ? { atMs, verb: 'deliver', from: first, node: second, message: words.slice(2).join(' ') }
        : undefined;
    default:
      return undefined;
  }
}

function parseCommand([id, kind, key]: readonly string[]): Command | undefined {
  const [client, seq] = (id ?? '').split('.').map(Number);
  if (!Number.isInteger(client) || !Number.isInteger(seq) || key === undefined) return undefined;
  const bytes = 8;
  const op: KvOperation | undefined =
    kind === 'get' ? { bytes, kind, key } : kind === 'put' ? { bytes, kind, key, value: id! } : undefined;
  return op === undefined ? undefined : { client: client!, seq: seq!, op };
}

/** A message as a scenario names it: type and fields, batches as `[client.seq …]`. */
export function formatMessage(message: { readonly type: string }): string {
  const { type, ...fields } = message;
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value)}`);
  return [type, ...parts].join(' ');
}

function formatValue(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.every(isCommand)) return `[${(value as Batch).map(({ client, seq }) => `${client}.${seq}`).join(' ')}]`;
    return `(${value.map(formatValue).join(', ')})`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([name]) => name !== 'type');
    return fields.map(([name, inner]) => `${name}=${formatValue(inner)}`).join(' ');
  }
  return String(value);
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'client' in value && 'seq' in value;
}
