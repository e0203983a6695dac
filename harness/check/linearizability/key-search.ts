/** The search for a linearization of one key, with what it needs. */
import type { Operation } from './operations.ts';
import { Registers } from './registers.ts';
import { LinearizationSearch, type SearchState } from './search.ts';
import { timelineOf, type Timeline } from './timeline.ts';

export class KeySearch {
  private readonly timeline: Timeline;
  private readonly registers: Registers;
  private readonly search: LinearizationSearch;

  /** @param operations those on one key, in order of invocation; @param looksAhead see {@link LinearizationSearch} */
  constructor(operations: readonly Operation[], initial: string, looksAhead = true) {
    this.timeline = timelineOf(operations, initial);
    this.registers = new Registers(initial);
    this.search = new LinearizationSearch(this.timeline, this.registers, looksAhead);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.search.bytes + this.registers.characters * 2;
  }

  /** Goes on for at most `steps` configurations. */
  run(steps: number): SearchState {
    return this.search.run(steps);
  }

  /** Of an illegal key: the first operation by whose completion every attempt had failed. */
  get impossible(): Operation {
    return this.timeline.deadlines[this.search.stuckAt]!.step.operation;
  }

  /** Of an illegal key: what the register may have held by then. */
  possibleValues(): string[] {
    return this.search.valuesWhenStuck();
  }
}
