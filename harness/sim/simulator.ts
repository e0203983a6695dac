/**
 * The life of an event: someone adds it to the queue for a target at a virtual time; when nothing is due earlier it is
 * popped, the clock jumps to it, the trace hash takes it in, and its target handles it, which adds further events.
 *
 * That is all there is: what happens is the business of the targets (nodes, clients, faults, phases).
 */
import { EventQueue } from './event-queue.ts';
import { TraceHash } from './trace-hash.ts';

export const NS_PER_MS = 1_000_000;

/** Virtual time is integer nanoseconds. */
export function nsOf(ms: number): number {
  return Math.round(ms * NS_PER_MS);
}

export class Simulator {
  /** Virtual now, ns. */
  now = 0;
  /** Events handled. */
  events = 0;
  readonly queue = new EventQueue();
  readonly hash = new TraceHash();
  private stopped = false;

  /** Handles events until `stop` is called, none is left, or `untilEvents` have been handled in all. */
  run(untilEvents = Infinity): void {
    const { queue, hash } = this;
    this.stopped = false;
    while (!this.stopped && queue.length > 0 && this.events < untilEvents) {
      const time = queue.nextTime;
      const cell = queue.pop();
      this.now = time;
      this.events++;
      const target = queue.target[cell]!;
      hash.mix(time);
      hash.mix(((target.targetId << 8) | queue.kind[cell]!) * 65536 + (queue.from[cell]! & 0xffff));
      target.onEvent(cell);
    }
  }

  /** Ends `run` after the current event. */
  stop(): void {
    this.stopped = true;
  }
}
