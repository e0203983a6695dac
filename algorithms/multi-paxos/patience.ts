/**
 * How long a leader waits before it repeats an accept: twice the time that choosing a slot takes, so that a wide-area
 * leader does not send everything twice. One slot is timed at a time, and never one that was repeated (Karn 1987).
 */

/** No slot has this number. */
const NONE = 0;

export class Patience {
  readonly leastMs: number;
  readonly mostMs: number;
  /** The next wait, ms. */
  waitMs: number;
  /** Smoothed, ms; 0 before the first measurement. */
  private chosenAfterMs = 0;
  private timedSlot = NONE;
  private timedSinceMs = 0;

  /** @param firstMs the wait before anything was measured */
  constructor(leastMs: number, firstMs: number, mostMs: number) {
    this.leastMs = leastMs;
    this.mostMs = mostMs;
    this.waitMs = firstMs;
  }

  get timing(): boolean {
    return this.timedSlot !== NONE;
  }

  proposed(slot: number, nowMs: number): void {
    this.timedSlot = slot;
    this.timedSinceMs = nowMs;
  }

  isTimed(slot: number): boolean {
    return slot === this.timedSlot;
  }

  chosen(nowMs: number): void {
    const sampleMs = nowMs - this.timedSinceMs;
    this.timedSlot = NONE;
    this.chosenAfterMs = this.chosenAfterMs === 0 ? sampleMs : (7 * this.chosenAfterMs + sampleMs) / 8;
    this.waitMs = this.bounded(2 * this.chosenAfterMs);
  }

  /** The timed slot was repeated: nobody can tell which of the two messages is answered. */
  stopTiming(): void {
    this.timedSlot = NONE;
  }

  /** The wait was too short for something. */
  repeated(): void {
    this.waitMs = this.bounded(2 * this.waitMs);
  }

  private bounded(ms: number): number {
    return Math.max(this.leastMs, Math.min(this.mostMs, ms));
  }
}
