/** The integral of a step function over time: level x ns, in exact integers. */
export class TimeIntegral {
  private sum = 0;
  private level = 0;
  private since = 0;

  get current(): number {
    return this.level;
  }

  /** The level is `level` from `now` on. */
  set(now: number, level: number): void {
    this.sum += this.level * (now - this.since);
    this.since = now;
    this.level = level;
  }

  add(now: number, change: number): void {
    if (this.level + change < 0) throw new Error(`a level of ${this.level} cannot change by ${change}`);
    this.set(now, this.level + change);
  }

  /** Forgets what was before `now`; the level stays. */
  restart(now: number): void {
    this.since = now;
    this.sum = 0;
  }

  /** The integral up to `now`. */
  until(now: number): number {
    return this.sum + this.level * (now - this.since);
  }
}
