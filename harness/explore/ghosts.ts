/** The ghost state of the invariants, numbered: what a turn makes of it is worked out once and then looked up. */
import { InvariantViolation } from '../../algorithms/assert.ts';
import type { Observer, Protocol } from '../../algorithms/contract.ts';
import type { Violation } from './model.ts';
import { Numbered } from './numbered.ts';
import type { PlainState } from './plain-state.ts';
import type { Transition } from './turns.ts';

export class Ghosts {
  private readonly plain: PlainState;
  private readonly observers = new Numbered<Observer<Protocol>>();
  private readonly violations: Violation[] = [];
  private lookups = 0;

  constructor(plain: PlainState, first: Observer<Protocol>) {
    this.plain = plain;
    this.number(first);
  }

  /** Number of the ghost state before anything happened. */
  get first(): number {
    return 0;
  }

  get count(): number {
    return this.observers.items.length;
  }

  get bytes(): number {
    return this.observers.bytes + this.lookups * 40;
  }

  /** The ghost state after `transition`; negative if an invariant broke: see {@link violation}. */
  after(observer: number, transition: Transition): number {
    let result = transition.ghostsAfter.get(observer);
    if (result === undefined) {
      result = this.observe(observer, transition);
      transition.ghostsAfter.set(observer, result);
      this.lookups++;
    }
    return result;
  }

  violation(result: number): Violation {
    return this.violations[-1 - result]!;
  }

  private observe(observer: number, { ghostCalls }: Transition): number {
    const copy = this.plain.copy(this.observers.items[observer]!);
    try {
      for (const call of ghostCalls) call(copy);
    } catch (error) {
      this.violations.push(violationOf(error));
      return -this.violations.length;
    }
    return this.number(copy);
  }

  private number(observer: Observer<Protocol>): number {
    return this.observers.number(observer, this.plain.text(observer));
  }
}

/** Whatever a replica or an observer throws is a finding: an invariant by its name, all else by the error's. */
export function violationOf(error: unknown): Violation {
  if (error instanceof InvariantViolation) {
    return { invariant: error.invariant, detail: error.message.replace(`${error.invariant}: `, '') };
  }
  if (error instanceof Error) return { invariant: error.name, detail: error.stack ?? error.message };
  return { invariant: 'Error', detail: String(error) };
}
