/** One thing that a result set says. */
export interface Finding {
  /** What it is about, in a few words. */
  readonly topic: string;
  readonly text: string;
}
