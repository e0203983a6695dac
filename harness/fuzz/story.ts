/** Tells a scenario as a lane diagram, a column per node and a line per step: what happens, and what the node makes of it. */
import type { Batch, Command, CountedEvent, NodeId } from '../../algorithms/contract.ts';
import type { KvOperation } from '../cluster/key-value.ts';
import { laneDiagram } from '../explore/lane-diagram.ts';
import type { PathStep } from '../explore/model.ts';
import type { Step } from './step.ts';

/** Something that a node did in a step: in words, or a commit. */
export type Note = string | { readonly slot: number; readonly batch: Batch };
/** By the place of the step. */
export type Notes = readonly (readonly Note[])[];

export function tell(nodes: number, steps: readonly Step[], notes: Notes): string {
  const lanes = Array.from({ length: nodes }, (_, node) => `node ${node}`);
  const path = steps.map((step, i): PathStep => {
    const text = [wordsOf(step), ...notesInWords(notes[i] ?? [])].join('; ');
    return step.verb === 'deliver' ? { at: step.node, from: step.from, text } : { at: step.node, text };
  });
  return laneDiagram(lanes, path);
}

function wordsOf(step: Step): string {
  switch (step.verb) {
    case 'start':
      return `node ${step.node} starts`;
    case 'timer':
      return `node ${step.node}: its ${step.timer} timer fires${step.key === undefined ? '' : ` (${step.key})`}`;
    case 'request':
      return `client ${step.command.client} asks node ${step.node}: ${operation(step.command)}`;
    case 'disk':
      return step.records === undefined
        ? `node ${step.node}: all that it wrote is durable`
        : `node ${step.node}: ${several(step.records, 'record')} of what it wrote ${step.records === 1 ? 'is' : 'are'} durable`;
    case 'deliver':
      return `${step.from} → ${step.node}: ${messageInWords(step.message)}`;
    case 'crash':
      return `node ${step.node} crashes${step.records === 0 ? '' : `; of what it wrote last, ${several(step.records, 'record')} survive${step.records === 1 ? 's' : ''}`}`;
  }
}

const LONGEST_LIST = 2;

/** `prepare slot=1 ballot=4` as `prepare, slot 1, ballot 4`; of a long list the ends. */
function messageInWords(message: string): string {
  const short = message.replace(/\(([^()]*)\)/g, (list, inside: string) => {
    const items = inside.split(', ');
    if (items.length <= LONGEST_LIST) return list;
    return `(${items[0]}, and ${items.length - 2} more up to ${items.at(-1)})`;
  });
  // What is inside brackets stays together.
  let depth = 0;
  let text = '';
  for (const char of short) {
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    if (char === '=') text += ' ';
    else if (char === ' ' && depth === 0) text += ', ';
    else text += char;
  }
  return text;
}

// What nodes do.

export const countedInWords: Readonly<Record<CountedEvent, string>> = {
  election: 'it campaigns',
  leader: 'it leads',
  contention: 'it gives way to a higher ballot',
  'catch-up': 'it asks for what it missed',
  retransmission: 'it repeats itself',
};

/** Commits of slots that follow each other are told together. */
function notesInWords(notes: readonly Note[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < notes.length; i++) {
    const note = notes[i]!;
    if (typeof note === 'string') {
      words.push(note);
      continue;
    }
    const batches = [note.batch];
    for (let next = notes[i + 1]; typeof next === 'object'; next = notes[i + 1]) {
      batches.push(next.batch);
      i++;
    }
    const last = note.slot + batches.length - 1;
    const slots = last === note.slot ? `slot ${last}` : `slots ${note.slot} to ${last}`;
    words.push(`it commits ${batches.map(batchInWords).join(', ')} in ${slots}`);
  }
  return words;
}

function batchInWords(batch: Batch): string {
  return batch.length === 0 ? 'a no-op' : batch.map(idOf).join(' and ');
}

export function replyInWords(command: Command, result: unknown): string {
  const isRead = (command.op as KvOperation).kind === 'get';
  return `it answers ${idOf(command)}${isRead ? ` with ${JSON.stringify(result)}` : ''}`;
}

export function redirectInWords(command: Command, leader: NodeId | undefined): string {
  return `it sends ${idOf(command)} away${leader === undefined ? '' : `, to node ${leader}`}`;
}

function idOf({ client, seq }: Command): string {
  return `${client}.${seq}`;
}

function operation(command: Command): string {
  const { kind, key } = command.op as KvOperation;
  return `${kind} ${key} (${idOf(command)})`;
}

function several(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
