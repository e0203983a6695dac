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

  constructor(leastMs: number, mostMs: number) {
    this.leastMs = leastMs;
    this.mostMs = mostMs;
    this.waitMs = leastMs;
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

  /** Something had to be repeated: the timed slot may be among it. */
  repeated(): void {
    this.timedSlot = NONE;
    this.waitMs = this.bounded(2 * this.waitMs);
  }

  private bounded(ms: number): number {
    return Math.max(this.leastMs, Math.min(this.mostMs, ms));
  }
}
