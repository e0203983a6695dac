/** A seeded bug: changes of the compiled source, made when it is loaded. The source itself has no switch for it. */
export interface Edit {
  /** Path of the compiled module from the top, without its ending: `algorithms/raft/election`. */
  readonly file: string;
  /** Code that must be there exactly once; white space does not count. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly id: string;
  readonly algorithm: string;
  readonly bug: string;
  readonly edits: readonly Edit[];
  /**
   * Median number of schedules that prototypes of others needed to see it; twenty times that is the limit. Left out where
   * nobody has measured it: then `DEFAULT_BUDGET` counts.
   */
  readonly budget?: number;
  /** Exploring all schedules of three nodes sees it, within bounds that the table then tells. */
  readonly exhaustive?: true;
  /** Breaks no rule: must raise no alarm. */
  readonly equivalent?: true;
  /** Of an equivalent one: why it is none, for the table. */
  readonly why?: string;
}

export const DEFAULT_BUDGET = 1000;
export const BUDGET_FACTOR = 20;

/** Schedules after which a mutant counts as having survived. */
export function limitOf({ budget = DEFAULT_BUDGET }: Mutant): number {
  return BUDGET_FACTOR * budget;
}

/** One edit. */
export function edit(file: string, find: string, replace: string): Edit {
  return { file, find, replace };
}

/** Code that counts the members of a set. */
export function sizeOf(set: string): string {
  return `((${set}).toString(2).split('1').length - 1)`;
}
