/**
 * From events to operations: each invocation is paired with its completion, and the three models become one, a register of
 * text per key. Whatever does not pair is refused with its event.
 */
import { UserError } from '../../user-error.ts';
import type { History, HistoryEvent, Process } from './history.ts';

/** `ok`: it took place; `mismatch`: a cas that found another value; `unknown`: may or may not; `none`: it did not. */
export type OperationOutcome = 'ok' | 'mismatch' | 'unknown' | 'none';

export interface Operation {
  readonly process: Process;
  /** `''` for the one register of `cas-register`. */
  readonly key: string;
  readonly kind: 'read' | 'write' | 'append' | 'cas';
  /** What is written or appended; of a cas: what replaces `expected`. */
  readonly argument: string;
  /** Of a cas: what it compares with. Of a read with outcome ok: what it returned. */
  readonly expected: string;
  readonly outcome: OperationOutcome;
  /** Index of the event that invoked it. */
  readonly invoked: number;
  /** Index of the event that told its outcome; `Infinity` for an unknown outcome, which is open to the end. */
  readonly completed: number;
}

const KINDS: Readonly<Record<History['model'], Readonly<Record<string, Operation['kind']>>>> = {
  'cas-register': { read: 'read', write: 'write', cas: 'cas' },
  'kv-put-append-get': { get: 'read', put: 'write', append: 'append' },
  kv: { get: 'read', put: 'write', append: 'append', cas: 'cas' },
};

/** Value of a `fail` that says that the client gave up waiting. */
const TIMED_OUT = ':timed-out';

/** The text of an initial or written value in a model's register. */
export function registerText(model: History['model'], value: unknown, where: string): string {
  if (model === 'cas-register') return JSON.stringify(value ?? null);
  if (typeof value === 'string') return value;
  throw new UserError(
    `${where}: ${JSON.stringify(value)} is no value of model ${model}, which holds text; write it in quotes`,
  );
}

/**
 * @param name what errors call the history, such as `FILE:LINE`
 * @throws UserError one sentence with `name` and the number of the event, from 0
 */
export function operationsOf(history: History, name = history.id): Operation[] {
  const open = new Map<Process, number>();
  const operations: Operation[] = [];
  history.events.forEach((event, index) => {
    const [process, type] = event;
    const where = `${name}: event ${index}`;
    const waiting = open.get(process);
    if (type === 'invoke') {
      if (waiting !== undefined) {
        throw new UserError(
          `${where}: process ${process} invokes while its operation of event ${operations[waiting]!.invoked} is open; ` +
            `complete that first or use another process`,
        );
      }
      open.set(process, operations.length);
      operations.push(invocation(history.model, event, index, where));
    } else {
      if (waiting === undefined) {
        throw new UserError(
          `${where}: process ${process} completes an operation that it has not invoked; put its invoke before`,
        );
      }
      open.delete(process);
      operations[waiting] = completed(operations[waiting]!, history.model, event, index, where);
    }
  });
  return operations;
}

function kindOf(model: History['model'], op: string, where: string): Operation['kind'] {
  const kinds = KINDS[model];
  if (!Object.hasOwn(kinds, op)) {
    throw new UserError(
      `${where}: unknown operation ${JSON.stringify(op)}; model ${model} has ${Object.keys(kinds).join(', ')}`,
    );
  }
  return kinds[op]!;
}

function keyOf(model: History['model'], event: HistoryEvent, where: string): string {
  if (model === 'cas-register') return '';
  const key = event[3];
  if (typeof key === 'string') return key;
  throw new UserError(
    `${where}: key ${JSON.stringify(key)} is no text; an event of model ${model} is [process,type,op,key,value]`,
  );
}

function valueOf(model: History['model'], event: HistoryEvent): unknown {
  return event[model === 'cas-register' ? 3 : 4];
}

function invocation(model: History['model'], event: HistoryEvent, index: number, where: string): Operation {
  const kind = kindOf(model, event[2], where);
  const base = { process: event[0], key: keyOf(model, event, where), kind, outcome: 'unknown' as const };
  const span = { invoked: index, completed: Infinity };
  const value = valueOf(model, event);
  if (kind === 'read') return { ...base, argument: '', expected: '', ...span };
  if (kind !== 'cas') return { ...base, argument: registerText(model, value, where), expected: '', ...span };
  if (!Array.isArray(value) || value.length !== 2) {
    throw new UserError(`${where}: the value of a cas is [from,to], not ${JSON.stringify(value)}`);
  }
  const [expected, argument] = value.map((part) => registerText(model, part, where));
  return { ...base, argument: argument!, expected: expected!, ...span };
}

function completed(
  of: Operation,
  model: History['model'],
  event: HistoryEvent,
  index: number,
  where: string,
): Operation {
  const [, type, op] = event;
  const value = valueOf(model, event);
  const kind = kindOf(model, op, where);
  if (kind !== of.kind || keyOf(model, event, where) !== of.key) {
    throw new UserError(
      `${where}: completes a ${kind} where event ${of.invoked} of the process invoked a ${of.kind} or another key`,
    );
  }
  if (type === 'info' || (type === 'fail' && value === TIMED_OUT)) return of;
  if (type === 'fail') return { ...of, outcome: kind === 'cas' ? 'mismatch' : 'none', completed: index };
  if (kind === 'read') return { ...of, expected: registerText(model, value, where), outcome: 'ok', completed: index };
  if (kind === 'cas' ? repeats(of, event, model, where) : registerText(model, value, where) === of.argument) {
    return { ...of, outcome: 'ok', completed: index };
  }
  throw new UserError(
    `${where}: completes with ${JSON.stringify(value)}, which is not what event ${of.invoked} invoked; repeat its value`,
  );
}

function repeats(of: Operation, event: HistoryEvent, model: History['model'], where: string): boolean {
  const { expected, argument } = invocation(model, event, 0, where);
  return expected === of.expected && argument === of.argument;
}
