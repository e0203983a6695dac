/** Invariants stop the run, with the rule's own name and words. A fault of the network is handled; a bug of ours throws. */

/** A named invariant of a protocol does not hold. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
  readonly invariant: string;

  /** @param invariant the rule's own name, such as `ElectionSafety`; @param detail what was seen, with the nodes and slots */
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

/** Throws an {@link InvariantViolation} unless `condition` holds. On hot paths test first and build `detail` only then. */
export function invariant(condition: boolean, name: string, detail: string): asserts condition {
  if (!condition) throw new InvariantViolation(name, detail);
}

/** Ends a `switch` over a union: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
