/**
 * Wing and Gong's search for a linearization, memoised as by Lowe ("Testing for linearizability", 2017), of one key.
 *
 * A *configuration* is the next deadline, the value of the register and the set of open operations that have taken effect.
 * From it some open operation takes effect, until the one that is due has; depth first, never the same configuration twice.
 * Five facts keep it small, none of which loses a linearization:
 * - an operation that changes nothing and fits the present value takes effect at once (moving it forward changes nobody);
 * - of open operations with the same effect the one with the earliest deadline goes first (they can be exchanged);
 * - an operation of unknown outcome that would change nothing now need not have happened;
 * - while nothing but appends can take effect, the value is the beginning of what any later read returned;
 * - a value that the register takes on only once stays until the last read of it is invoked.
 */
import { RowSet } from '../../explore/row-set.ts';
import type { Registers } from './registers.ts';
import type { Step, Timeline } from './timeline.ts';

export type SearchState = 'running' | 'linearizable' | 'illegal';

const DEADLINE = 0;
const VALUE = 1;
/** First of the words that hold the bit set of slots. */
const SLOTS = 2;

export class LinearizationSearch {
  state: SearchState = 'running';
  private readonly timeline: Timeline;
  private readonly registers: Registers;
  private readonly looksAhead: boolean;
  /** Integers in a configuration. */
  private readonly width: number;
  private readonly seen: RowSet;
  /** By value: the first deadline at which the register may leave it. */
  private readonly needs: number[] = [];
  /** The path: per level a configuration and, behind it, the number of the candidate to try next. */
  private path: Int32Array;
  private depth = 0;
  private latest = 0;

  /** @param looksAhead whether to use the last two facts: without them an illegal history shows all that it could be */
  constructor(timeline: Timeline, registers: Registers, looksAhead = true) {
    this.timeline = timeline;
    this.registers = registers;
    this.looksAhead = looksAhead;
    this.width = SLOTS + Math.max(1, Math.ceil(timeline.slotCount / 32));
    this.seen = new RowSet(this.width);
    this.path = new Int32Array((this.width + 1) * 16);
    this.path[VALUE] = registers.initial;
    this.enter(0);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.seen.bytes + this.path.byteLength;
  }

  /** Number of the deadline that no configuration passed; of an illegal history. */
  get stuckAt(): number {
    return this.latest;
  }

  /** Goes on for at most `steps` configurations. */
  run(steps: number): SearchState {
    for (let i = 0; i < steps && this.state === 'running'; i++) {
      if (this.depth === 0) this.state = 'illegal';
      else this.advance();
    }
    return this.state;
  }

  /** The values that the register may hold when the deadline `stuckAt` cannot be met. */
  valuesWhenStuck(): string[] {
    const row = new Int32Array(this.width);
    const values = new Set<number>();
    for (let i = 0; i < this.seen.size; i++) {
      this.seen.read(i, row);
      if (row[DEADLINE] === this.latest) values.add(row[VALUE]!);
    }
    return [...values].map((value) => this.registers.text(value));
  }

  /** Tries the next candidate of the configuration on top; drops it when there is none. */
  private advance(): void {
    const base = (this.depth - 1) * (this.width + 1);
    const deadline = this.timeline.deadlines[this.path[base + DEADLINE]!]!;
    const candidateCount = deadline.mutators.length + deadline.unknownCount;
    let number = this.path[base + this.width]!;
    for (; number < candidateCount; number++) {
      const step = this.candidate(number, deadline.mutators);
      const next = this.effectOf(step, base, number, deadline.mutators);
      if (next === -1) continue;
      this.path[base + this.width] = number + 1;
      this.push(base, step, next);
      return;
    }
    this.depth--;
  }

  private candidate(number: number, mutators: readonly Step[]): Step {
    return number < mutators.length ? mutators[number]! : this.timeline.unknown[number - mutators.length]!;
  }

  /** The value after `step`, or -1 if it cannot, or need not, take effect here. */
  private effectOf(step: Step, base: number, number: number, mutators: readonly Step[]): number {
    if (this.has(base, step.slot)) return -1;
    const value = this.path[base + VALUE]!;
    const next = this.registers.apply(step, value);
    if (next === value && step.deadline === Infinity) return -1;
    if (next === -1) return -1;
    for (let i = 0; i < number; i++) {
      const earlier = this.candidate(i, mutators);
      if (earlier.effect === step.effect && !this.has(base, earlier.slot)) return -1;
    }
    return next;
  }

  private push(from: number, step: Step, value: number): void {
    const base = this.depth * (this.width + 1);
    if (base + this.width + 1 > this.path.length) {
      const path = new Int32Array(this.path.length * 2);
      path.set(this.path);
      this.path = path;
    }
    this.path.copyWithin(base, from, from + this.width);
    this.path[base + VALUE] = value;
    this.mark(base, step.slot);
    this.enter(base);
  }

  /** Settles the configuration at `base`; it becomes the top of the path unless it was seen before. */
  private enter(base: number): void {
    this.settle(base);
    const deadline = this.path[base + DEADLINE]!;
    if (deadline > this.latest) this.latest = deadline;
    if (deadline === this.timeline.deadlines.length) this.state = 'linearizable';
    else if (!this.isHopeless(base, deadline) && this.seen.add(this.path, base) !== -1) {
      this.path[base + this.width] = 0;
      this.depth = base / (this.width + 1) + 1;
    }
  }

  /** Lets observers that fit take effect and passes the deadlines that are met, until neither is possible. */
  private settle(base: number): void {
    const { deadlines } = this.timeline;
    for (let at = this.path[base + DEADLINE]!; at < deadlines.length; this.path[base + DEADLINE] = ++at) {
      const { step, observers } = deadlines[at]!;
      const value = this.path[base + VALUE]!;
      for (let i = 0; i < observers.length; i++) {
        if (this.registers.fits(observers[i]!, value)) this.mark(base, observers[i]!.slot);
      }
      if (!this.has(base, step.slot)) return;
      this.path[base + SLOTS + (step.slot >>> 5)]! &= ~(1 << (step.slot & 31));
    }
  }

  private isHopeless(base: number, deadline: number): boolean {
    if (!this.looksAhead) return false;
    // What is due takes another value than this one, which a read yet to be invoked returns.
    if (this.neededUntil(this.path[base + VALUE]!) > deadline) return true;
    const { foreseen } = this.timeline.deadlines[deadline]!;
    if (foreseen === undefined || this.has(base, foreseen.slot)) return false;
    return !this.registers.begins(this.path[base + VALUE]!, foreseen.operation.expected);
  }

  private neededUntil(value: number): number {
    return (this.needs[value] ??= this.timeline.neededUntil.get(this.registers.text(value)) ?? 0);
  }

  private has(base: number, slot: number): boolean {
    return (this.path[base + SLOTS + (slot >>> 5)]! & (1 << (slot & 31))) !== 0;
  }

  private mark(base: number, slot: number): void {
    this.path[base + SLOTS + (slot >>> 5)]! |= 1 << (slot & 31);
  }
}
