/**
 * One CPU: a queue of work, served first come, first served. Sending costs time as well and delays what is served next.
 * Several hosts may share it: each piece of work is served by the one whose event it was.
 */
import type { EventQueue, EventTarget } from './event-queue.ts';
import type { Simulator } from './simulator.ts';

/** Marks a cell whose work was lost in a crash while it was being served. */
export const ABANDONED = 255;

/** Whose work it is. */
export interface Worker extends EventTarget {
  /** CPU time that a piece of work takes before it has an effect, ns. */
  costNs(cell: number): number;
  /** The effect, at the end of that time. */
  serve(cell: number): void;
  describe(kind: number): string;
}

export class Cpu implements EventTarget {
  readonly targetId: number;
  /** Busy since the start of the run, ns; work that a crash took away counts as far as it got. */
  busyNs = 0;
  /** When all that was begun is done. */
  freeAt = 0;
  // The last time that it stood still, ns.
  private stillFrom = 0;
  private stillUntil = 0;
  private readonly simulator: Simulator;
  private readonly queue: EventQueue;
  /** Whose work is being served, or was last. */
  private worker: Worker;
  private serving = -1;
  /** When the work being served is done, ns. */
  private doneAt = 0;

  // A ring of waiting cells; its length is a power of two.
  private waiting = new Int32Array(64);
  private head = 0;
  private tail = 0;

  constructor(targetId: number, simulator: Simulator, worker: Worker) {
    this.targetId = targetId;
    this.simulator = simulator;
    this.queue = simulator.queue;
    this.worker = worker;
  }

  /** New work, by its cell, whose target is who serves it; the CPU owns it until then. */
  accept(cell: number): void {
    if (this.serving >= 0 || this.head !== this.tail) this.enqueue(cell);
    else this.begin(cell);
  }

  /** Time spent on top of the work being served: a serialisation, a command applied. Returns when it is done. */
  spend(ns: number): number {
    const { now } = this.simulator;
    const start = this.freeAt > now ? this.freeAt : now;
    this.busyNs += ns;
    this.freeAt = start + ns;
    return this.freeAt;
  }

  /**
   * It stops when the work under way is done, until `time`, and then goes on as if nothing had been: a paused process, a
   * virtual machine that moves. Where it stands still already, it does so until the later of the two ends.
   */
  standStill(time: number): void {
    const { now } = this.simulator;
    if (time <= this.stillUntil) return;
    if (this.stillUntil > now) {
      const longer = time - this.stillUntil;
      this.freeAt += longer;
      if (this.doneAt > this.stillUntil) this.doneAt += longer;
    } else {
      this.stillFrom = this.freeAt > now ? this.freeAt : now;
      if (time > this.stillFrom) this.freeAt = time;
    }
    this.stillUntil = time;
  }

  onEvent(cell: number): void {
    if (this.queue.kind[cell] === ABANDONED) {
      this.queue.free(cell);
      this.serveWaiting();
      return;
    }
    if (this.doneAt > this.simulator.now) {
      this.queue.push(this.doneAt, cell);
      return;
    }
    this.serving = -1;
    this.worker.serve(cell);
    this.serveWaiting();
  }

  private serveWaiting(): void {
    while (this.serving < 0 && this.head !== this.tail) {
      const next = this.waiting[this.head & (this.waiting.length - 1)]!;
      this.head++;
      this.begin(next);
    }
  }

  describe(kind: number): string {
    return this.worker.describe(kind);
  }

  /** A crash of `owner`: all its work is lost. That of others who share the CPU goes on. */
  clear(owner: Worker): void {
    this.dropWaiting(owner);
    if (this.worker !== owner) return;
    if (this.serving >= 0) this.queue.kind[this.serving] = ABANDONED;
    this.serving = -1;
    this.busyNs -= this.abandonedNs();
    this.freeAt = this.simulator.now;
    this.stillUntil = this.simulator.now;
  }

  private dropWaiting(owner: Worker): void {
    const end = this.tail;
    this.tail = this.head;
    for (let i = this.head; i !== end; i++) {
      const cell = this.waiting[i & (this.waiting.length - 1)]!;
      if (this.queue.target[cell] === owner) this.queue.free(cell);
      else this.waiting[this.tail++ & (this.waiting.length - 1)] = cell;
    }
  }

  /** Of the time that counts as busy, what lies ahead. */
  private abandonedNs(): number {
    const { now } = this.simulator;
    const stillNs = this.stillUntil - (this.stillFrom > now ? this.stillFrom : now);
    const aheadNs = this.freeAt - now - (stillNs > 0 ? stillNs : 0);
    return aheadNs > 0 ? aheadNs : 0;
  }

  private begin(cell: number): void {
    this.worker = this.queue.target[cell] as Worker;
    const done = this.spend(this.worker.costNs(cell));
    if (done === this.simulator.now) {
      this.worker.serve(cell);
      return;
    }
    this.serving = cell;
    this.doneAt = done;
    this.queue.target[cell] = this;
    this.queue.push(done, cell);
  }

  private enqueue(cell: number): void {
    const { length } = this.waiting;
    if (this.tail - this.head === length) {
      const larger = new Int32Array(length * 2);
      for (let i = 0; i < length; i++) larger[i] = this.waiting[(this.head + i) & (length - 1)]!;
      this.waiting = larger;
      this.head = 0;
      this.tail = length;
    }
    this.waiting[this.tail & (this.waiting.length - 1)] = cell;
    this.tail++;
  }
}
