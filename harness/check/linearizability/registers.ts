/** The sequential specification: a register of text. Values are numbered, and what each effect makes of each is remembered. */
import type { Operation } from './operations.ts';
import type { Step } from './timeline.ts';

export class Registers {
  /** The number of the value before the first operation. */
  readonly initial: number;
  /** Characters held. */
  characters = 0;
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Per value: per effect the value after it, plus 2; 1 if it does not fit; 0 if not asked yet. */
  private readonly transitions: number[][] = [];

  constructor(initial: string) {
    this.initial = this.number(initial);
  }

  text(value: number): string {
    return this.texts[value]!;
  }

  /** The value after the mutator `step`, or -1 if it would have had another outcome. */
  apply(step: Step, value: number): number {
    const row = this.transitions[value]!;
    const known = row[step.effect] ?? 0;
    if (known !== 0) return known - 2;
    const text = mutate(step.operation, this.texts[value]!);
    const next = text === undefined ? -1 : this.number(text);
    row[step.effect] = next + 2;
    return next;
  }

  /** Would the observer `step` have had its outcome at `value`? */
  fits(step: Step, value: number): boolean {
    const row = this.transitions[value]!;
    const known = row[step.effect] ?? 0;
    if (known !== 0) return known !== 1;
    const { outcome, expected } = step.operation;
    const fits = (this.texts[value] === expected) === (outcome === 'ok');
    row[step.effect] = fits ? value + 2 : 1;
    return fits;
  }

  /** Is `value` the beginning of `text`? */
  begins(value: number, text: string): boolean {
    return text.startsWith(this.texts[value]!);
  }

  private number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.texts.push(text);
    this.transitions.push([]);
    this.numbers.set(text, number);
    this.characters += text.length;
    return number;
  }
}

function mutate({ kind, argument, expected }: Operation, text: string): string | undefined {
  switch (kind) {
    case 'write':
      return argument;
    case 'append':
      return text + argument;
    case 'cas':
      return text === expected ? argument : undefined;
    case 'read':
      throw new Error('a read changes nothing');
  }
}
