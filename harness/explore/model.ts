/** What the explorer explores: a transition system whose states are rows of 32-bit integers. */

/** One step of a path, as a lane diagram shows it. */
export interface PathStep {
  /** The lane where it happens. */
  readonly at: number;
  /** The lane that a delivered message came from. */
  readonly from?: number;
  readonly text: string;
}

export interface Violation {
  /** The invariant's own name, such as `ElectionSafety`. */
  readonly invariant: string;
  readonly detail: string;
}

/** Where a model puts the successors of a state. */
export interface Successors {
  /** The model writes a successor here before each `add`. */
  readonly next: Int32Array;
  /** `next` is reached by `action`, a number that {@link Model.describe} understands. */
  add(action: number): void;
  /** `action` itself breaks an invariant. */
  violate(action: number, violation: Violation): void;
}

export interface Model {
  /** Integers in a state. */
  readonly width: number;
  /** Names of the lanes of a path. */
  readonly lanes: readonly string[];
  initial(state: Int32Array): void;
  /** All states that one action leads to. An action may lead to the state itself. */
  successors(state: Int32Array, to: Successors): void;
  /** The invariant that `state` breaks. Asked once for each distinct state. */
  violation(state: Int32Array): Violation | undefined;
  /** What `action` does in `state`. */
  describe(state: Int32Array, action: number): PathStep;
  /** Bytes held beside the states. */
  bytes?(): number;
}
