/**
 * The life of an event: someone adds it to the queue for a target at a virtual time; when nothing is due earlier it is
 * popped, the clock jumps to it, the trace hash takes it in, and its target handles it, which adds further events.
 *
 * That is all there is: what happens is the business of the targets (nodes, clients, faults, phases).
 */
import { StandsStill } from '../stands-still.ts';
import { EventQueue } from './event-queue.ts';
import { TraceHash } from './trace-hash.ts';

export const NS_PER_MS = 1_000_000;

/**
 * So many events in a row at one instant are no burst but a world that stands still: messages that cost nothing and take
 * no time, sent round and round. A burst of real trials, every client at once, stays below a hundredth of it.
 */
const EVENTS_AT_ONE_INSTANT = 10_000_000;

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
  private readonly patience: number;
  protected stopped = false;
  private lookAt = Infinity;
  private look: () => number = () => Infinity;

  /** @param patience events in a row at one instant after which it gives up, at the latest after twice as many */
  constructor(patience = EVENTS_AT_ONE_INSTANT) {
    this.patience = patience;
  }

  /**
   * Handles events until `stop` is called, none is left, or `untilEvents` have been handled in all.
   * @throws StandsStill when virtual time does not go on
   */
  run(untilEvents = Infinity): void {
    this.stopped = false;
    while (!this.stopped && this.queue.length > 0 && this.events < untilEvents) {
      const since = this.now;
      // The clock is looked at once per stretch: counting the events of each instant would cost time at every event.
      const stretchEnd = this.events + this.patience;
      this.runUntil(Math.min(untilEvents, stretchEnd));
      if (this.events === stretchEnd && this.now === since && this.queue.nextTime === since) {
        throw new StandsStill(this.now, this.patience, this.nextInWords());
      }
    }
  }

  /**
   * Calls `look` before the first event at or after `time`, and again at or after the time that it returns. Looking is no
   * event: it is neither counted nor hashed, and `look` changes nothing of the world.
   */
  lookOn(time: number, look: () => number): void {
    this.lookAt = time;
    this.look = look;
  }

  /** When what would come at `time` comes. In real time, what has been under way longer cannot come before now. */
  arrivalAt(time: number): number {
    return time;
  }

  /** Ends `run` after the current event. */
  stop(): void {
    this.stopped = true;
  }

  private runUntil(untilEvents: number): void {
    const { queue, hash } = this;
    while (!this.stopped && queue.length > 0 && this.events < untilEvents) {
      const time = queue.nextTime;
      const cell = queue.pop();
      this.now = time;
      if (time >= this.lookAt) this.lookAt = this.look();
      this.events++;
      const target = queue.target[cell]!;
      hash.mix(time);
      hash.mix(((target.targetId << 8) | queue.kind[cell]!) * 65536 + (queue.from[cell]! & 0xffff));
      target.onEvent(cell);
    }
  }

  private nextInWords(): string {
    const { queue } = this;
    const target = queue.target[queue.nextCell]!;
    const kind = queue.kind[queue.nextCell]!;
    return target.describe?.(kind) ?? `an event of kind ${kind} for target ${target.targetId}`;
  }
}
