/**
 * The shared memory of one run: a ring for each ordered pair of threads, a doorbell and a stop flag for each thread, and the
 * board. Threads are numbered: a node's is the node's, the clients' comes behind them.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import { Board } from './board.ts';
import { Doorbell } from './doorbell.ts';
import { RingReader } from './ring-reader.ts';
import { RingWriter } from './ring-writer.ts';
import { ringMemory } from './ring.ts';

/** Plain data, to be given to threads. */
export interface MeshMemory {
  readonly nodes: number;
  /** By writer times threads plus reader; empty for the pairs that have nothing to say. */
  readonly rings: readonly (SharedArrayBuffer | undefined)[];
  /** By thread. */
  readonly bells: readonly SharedArrayBuffer[];
  readonly board: SharedArrayBuffer;
  /** One word: not 0 once the run is called off. */
  readonly over: SharedArrayBuffer;
}

/** A turn's worth of large messages; what does not fit waits at the sender. */
const RING_BYTES = 1 << 20;

export function meshMemory(nodes: number): MeshMemory {
  const threads = nodes + 1;
  const rings: (SharedArrayBuffer | undefined)[] = [];
  for (let from = 0; from < threads; from++) {
    for (let to = 0; to < threads; to++) rings.push(from === to ? undefined : ringMemory(RING_BYTES));
  }
  return {
    nodes,
    rings,
    bells: Array.from({ length: threads }, () => new Doorbell().memory),
    board: new Board(nodes).memory,
    over: new SharedArrayBuffer(4),
  };
}

/** Calls the run off: all threads end after their current event. */
export function callOff({ over, bells }: MeshMemory): void {
  Atomics.store(new Int32Array(over), 0, 1);
  for (const bell of bells) new Doorbell(bell).ring();
}

/** The mesh as one thread has it. */
export class Mesh {
  readonly self: number;
  readonly nodes: number;
  readonly board: Board;
  readonly bell: Doorbell;
  /** By thread; the own place is empty. */
  readonly writers: readonly (RingWriter | undefined)[];
  readonly readers: readonly (RingReader | undefined)[];
  private readonly over: Int32Array;

  constructor(self: number, memory: MeshMemory) {
    this.self = self;
    this.nodes = memory.nodes;
    this.board = new Board(memory.nodes, memory.board);
    this.over = new Int32Array(memory.over);
    const bells = memory.bells.map((bell) => new Doorbell(bell));
    this.bell = bells[self]!;
    const threads = memory.nodes + 1;
    this.writers = bells.map((bell, to) => {
      const ring = memory.rings[self * threads + to];
      return ring && new RingWriter(ring, bell);
    });
    this.readers = bells.map((bell, from) => {
      const ring = memory.rings[from * threads + self];
      return ring && new RingReader(ring, bell);
    });
  }

  /** The number of the clients' thread. */
  get clients(): number {
    return this.nodes;
  }

  get isOver(): boolean {
    return Atomics.load(this.over, 0) !== 0;
  }

  /** Is there something to read, or room for what waits? */
  get ready(): boolean {
    for (let i = 0; i < this.readers.length; i++) {
      if (this.readers[i]?.ready === true || this.writers[i]?.canDrain === true) return true;
    }
    return false;
  }

  /** Shows the other threads what was written. */
  publish(): void {
    for (let i = 0; i < this.writers.length; i++) this.writers[i]?.publish();
  }

  /** The same, and waits until all of it is shown: what awaits room would be lost with the thread. */
  publishAll(): void {
    do this.publish();
    while (!this.isOver && this.writers[this.clients]!.backlogBytes > 0);
  }

  /** The bytes of one frame to a node's thread, or to that of the clients. @param urgent see `RingWriter.write` */
  write(to: NodeId, frame: Uint8Array, end: number, urgent = true): void {
    this.writers[to]!.write(frame, 0, end, urgent);
  }
}
