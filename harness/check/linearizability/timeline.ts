/**
 * The operations on one key, prepared for the search: a sequence of *deadlines* (completions), and for each which
 * operations may take effect before it. An operation occupies a slot, a bit of the search's configurations, from its
 * invocation to its completion; slots are reused, so that a configuration is as small as the concurrency is.
 */
import type { Operation } from './operations.ts';

/** What an operation does, as integers. Equal effects have equal `effect`. */
export interface Step {
  readonly operation: Operation;
  readonly slot: number;
  /** Identity of what it does: operations with the same effect are interchangeable. */
  readonly effect: number;
  /** Number of the deadline by which it must have taken effect; `Infinity` if its outcome is unknown. */
  deadline: number;
}

export interface Deadline {
  /** The operation that must have taken effect. */
  readonly step: Step;
  /** Open operations of known outcome that change nothing (reads, failed and idle cas). */
  readonly observers: readonly Step[];
  /** Open operations of known outcome that change the register, earliest deadline first. */
  readonly mutators: readonly Step[];
  /** How many of `Timeline.unknown` were invoked before it. */
  readonly unknownCount: number;
  /** The last read due before anything but an append may take effect: its value begins with the value now. */
  readonly foreseen: Step | undefined;
}

export interface Timeline {
  readonly deadlines: readonly Deadline[];
  /** Operations of unknown outcome that could change the register, in order of invocation. */
  readonly unknown: readonly Step[];
  readonly slotCount: number;
  /**
   * Of values that the register takes on at most once: the first deadline at which every read of it is open. Before that
   * the register cannot leave the value.
   */
  readonly neededUntil: ReadonlyMap<string, number>;
}

/** An event of the history that matters here. */
interface Mark {
  readonly at: number;
  readonly step: Step;
  readonly invokes: boolean;
}

/** Has `step` no effect, whatever it finds? */
function observes({ kind, outcome, argument, expected }: Operation): boolean {
  return kind === 'read' || outcome === 'mismatch' || (kind === 'cas' && argument === expected);
}

/** May the search ignore it: it did not take place, or nobody can tell whether it did? */
function irrelevant(operation: Operation): boolean {
  if (operation.outcome === 'none') return true;
  return (
    operation.outcome === 'unknown' &&
    (observes(operation) || (operation.kind === 'append' && operation.argument === ''))
  );
}

/** @param operations those on one key, in order of invocation; @param initial value before the first */
export function timelineOf(operations: readonly Operation[], initial: string): Timeline {
  const marks = marksOf(operations.filter((operation) => !irrelevant(operation)));
  const unknown = marks
    .filter(({ step, invokes }) => invokes && step.operation.outcome === 'unknown')
    .map(({ step }) => step);
  const deadlines: Omit<Deadline, 'foreseen'>[] = [];
  const open = new Set<Step>();
  let unknownCount = 0;
  for (const { step, invokes } of marks) {
    if (!invokes) {
      const known = [...open].sort((a, b) => a.deadline - b.deadline);
      deadlines.push({
        step,
        observers: known.filter(({ operation }) => observes(operation)),
        mutators: known.filter(({ operation }) => !observes(operation)),
        unknownCount,
      });
      open.delete(step);
    } else if (step.operation.outcome === 'unknown') unknownCount++;
    else open.add(step);
  }
  return {
    deadlines: foresee(deadlines, unknown),
    unknown,
    slotCount: marks.reduce((most, { step }) => Math.max(most, step.slot + 1), 0),
    neededUntil: neededUntil(marks, initial),
  };
}

function neededUntil(marks: readonly Mark[], initial: string): Map<string, number> {
  const needed = new Map<string, number>();
  const producers = new Map([[initial, 1]]);
  let deadline = 0;
  for (const { step, invokes } of marks) {
    const { kind, outcome, argument, expected } = step.operation;
    if (!invokes) deadline++;
    else if (kind === 'append') return new Map();
    else if (kind === 'read') needed.set(expected, deadline);
    else if (outcome !== 'mismatch') producers.set(argument, (producers.get(argument) ?? 0) + 1);
  }
  for (const [value, count] of producers) if (count > 1) needed.delete(value);
  return needed;
}

/** Looks ahead from each deadline to the last read that only appends separate from it. */
function foresee(deadlines: readonly Omit<Deadline, 'foreseen'>[], unknown: readonly Step[]): Deadline[] {
  const result: Deadline[] = new Array<Deadline>(deadlines.length);
  const appends = ({ operation }: Step): boolean => operation.kind === 'append';
  const firstOther = unknown.findIndex((step) => !appends(step));
  const appendCount = firstOther === -1 ? unknown.length : firstOther;
  let foreseen: Step | undefined;
  for (let i = deadlines.length - 1; i >= 0; i--) {
    const deadline = deadlines[i]!;
    const { kind, outcome } = deadline.step.operation;
    if (kind === 'read' && outcome === 'ok') foreseen ??= deadline.step;
    if (!deadline.mutators.every(appends) || deadline.unknownCount > appendCount) foreseen = undefined;
    result[i] = { ...deadline, foreseen };
  }
  return result;
}

/** Invocations and completions in real-time order; numbers the deadlines and hands out the slots. */
function marksOf(operations: readonly Operation[]): Mark[] {
  const ends = operations.flatMap((operation) => [
    { at: operation.invoked, operation, invokes: true },
    ...(operation.completed === Infinity ? [] : [{ at: operation.completed, operation, invokes: false }]),
  ]);
  ends.sort((a, b) => a.at - b.at);
  const effects = new Map<string, number>();
  const steps = new Map<Operation, Step>();
  const free: number[] = [];
  let slotCount = 0;
  let deadlineCount = 0;
  return ends.map(({ at, operation, invokes }) => {
    let step = steps.get(operation);
    if (step === undefined) {
      const name = JSON.stringify([
        operation.kind,
        operation.argument,
        operation.expected,
        operation.outcome === 'mismatch',
      ]);
      const effect = effects.get(name) ?? effects.size;
      effects.set(name, effect);
      step = { operation, slot: free.pop() ?? slotCount++, effect, deadline: Infinity };
      steps.set(operation, step);
    }
    if (!invokes) {
      step.deadline = deadlineCount++;
      free.push(step.slot);
    }
    return { at, step, invokes };
  });
}
