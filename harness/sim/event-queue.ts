/**
 * The future: events ordered by (time, sequence), so that ties are first come, first served.
 *
 * An event is a cell: an index into parallel columns that stay put while a 4-ary heap of (time, sequence, cell) moves.
 * Nothing is allocated per event. A popped cell belongs to whoever handles it: `free` it, or `push` it again.
 */

/** Whoever an event is for. */
export interface EventTarget {
  /** Mixed into the trace hash: tells the targets of one simulator apart. */
  readonly targetId: number;
  onEvent(cell: number): void;
  /** An event of a kind in words, such as `a message for node 2`. */
  describe?(kind: number): string;
}

/** Few, as a short schedule sets up a queue of its own; it grows by doubling. */
const INITIAL_CELLS = 128;

export class EventQueue {
  // Columns, by cell.
  readonly target: (EventTarget | undefined)[] = [];
  kind = new Uint8Array(INITIAL_CELLS);
  /** A node or client: what it means is the kind's business. */
  from = new Int32Array(INITIAL_CELLS);
  value = new Float64Array(INITIAL_CELLS);
  readonly payload: unknown[] = [];
  /** A second payload, set after `add` by kinds that have one. */
  readonly envelope: unknown[] = [];

  // The heap, by position.
  private times = new Float64Array(INITIAL_CELLS);
  private sequences = new Float64Array(INITIAL_CELLS);
  private cells = new Int32Array(INITIAL_CELLS);
  private size = 0;
  private sequence = 0;

  private unused = new Int32Array(INITIAL_CELLS);
  private unusedCount = 0;
  private capacity = INITIAL_CELLS;

  constructor() {
    for (let cell = INITIAL_CELLS - 1; cell >= 0; cell--) this.unused[this.unusedCount++] = cell;
  }

  /** Number of events to come. */
  get length(): number {
    return this.size;
  }

  /** Time of the next event, ns; Infinity if there is none. */
  get nextTime(): number {
    return this.size === 0 ? Infinity : this.times[0]!;
  }

  /** Cell of the next event; there must be one. */
  get nextCell(): number {
    return this.cells[0]!;
  }

  /** Takes an unused cell and schedules it. */
  add(time: number, target: EventTarget, kind: number, from: number, value: number, payload: unknown): number {
    if (this.unusedCount === 0) this.grow();
    const cell = this.unused[--this.unusedCount]!;
    this.target[cell] = target;
    this.kind[cell] = kind;
    this.from[cell] = from;
    this.value[cell] = value;
    this.payload[cell] = payload;
    this.push(time, cell);
    return cell;
  }

  /** Schedules a cell that is not scheduled. */
  push(time: number, cell: number): void {
    const { times, sequences, cells } = this;
    const sequence = this.sequence++;
    let position = this.size++;
    // Sequences only grow, so that the new event goes above its parent only if it is strictly earlier.
    while (position > 0) {
      const parent = (position - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime <= time) break;
      times[position] = parentTime;
      sequences[position] = sequences[parent]!;
      cells[position] = cells[parent]!;
      position = parent;
    }
    times[position] = time;
    sequences[position] = sequence;
    cells[position] = cell;
  }

  /** Removes the next event and returns its cell; there must be one. */
  pop(): number {
    const { times, sequences, cells } = this;
    const top = cells[0]!;
    const last = --this.size;
    if (last > 0) {
      const time = times[last]!;
      const sequence = sequences[last]!;
      const cell = cells[last]!;
      let position = 0;
      for (;;) {
        const first = (position << 2) + 1;
        if (first >= last) break;
        const end = first + 4 < last ? first + 4 : last;
        let best = first;
        let bestTime = times[first]!;
        for (let child = first + 1; child < end; child++) {
          const childTime = times[child]!;
          if (childTime < bestTime || (childTime === bestTime && sequences[child]! < sequences[best]!)) {
            best = child;
            bestTime = childTime;
          }
        }
        if (time < bestTime || (time === bestTime && sequence < sequences[best]!)) break;
        times[position] = bestTime;
        sequences[position] = sequences[best]!;
        cells[position] = cells[best]!;
        position = best;
      }
      times[position] = time;
      sequences[position] = sequence;
      cells[position] = cell;
    }
    return top;
  }

  free(cell: number): void {
    this.target[cell] = undefined;
    this.payload[cell] = undefined;
    this.unused[this.unusedCount++] = cell;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.from = grown(this.from, new Int32Array(capacity));
    this.value = grown(this.value, new Float64Array(capacity));
    this.times = grown(this.times, new Float64Array(capacity));
    this.sequences = grown(this.sequences, new Float64Array(capacity));
    this.cells = grown(this.cells, new Int32Array(capacity));
    this.unused = grown(this.unused, new Int32Array(capacity));
    for (let cell = capacity - 1; cell >= this.capacity; cell--) this.unused[this.unusedCount++] = cell;
    this.capacity = capacity;
  }
}

function grown<A extends Uint8Array | Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
