/**
 * Explores a model breadth first: every reachable state once, exactly (no fingerprints), and on a violation a shortest path
 * to it. The queue is the set itself: rows lie in the order in which they were found.
 */
import { IntList } from './int-list.ts';
import type { Model, PathStep, Successors, Violation } from './model.ts';
import { RowSet } from './row-set.ts';

export interface ExploreBounds {
  /** States of this depth are not expanded; the initial state has depth 1, as TLC counts. */
  readonly depth?: number;
  readonly states?: number;
  readonly memoryBytes?: number;
}

/** `complete`: every reachable state was seen. `bound`: the named bound was reached first, all of depth `depth` - 1 was seen. */
export type ExploreEnd = 'complete' | 'violation' | 'bound';

export interface ExploreResult {
  readonly end: ExploreEnd;
  /** Which bound, where one ended it. */
  readonly bound?: keyof ExploreBounds;
  /** Distinct states. */
  readonly states: number;
  /** States generated, with those seen before. */
  readonly generated: number;
  /** Levels of the breadth-first search, the initial state being the first. */
  readonly depth: number;
  readonly violation?: Violation & { readonly path: readonly PathStep[] };
}

/** What a caller may watch while it goes on. */
export interface ExploreProgress {
  /** Each distinct state, in the order found. `state` is overwritten afterwards. */
  readonly onState?: (state: Int32Array) => void;
  /** After each level. */
  readonly onLevel?: (depth: number, states: number) => void;
}

const DEFAULT_MEMORY_BYTES = 1024 * 1024 * 1024;

export function explore(model: Model, bounds: ExploreBounds = {}, progress: ExploreProgress = {}): ExploreResult {
  return new Exploration(model, bounds, progress).run();
}

class Exploration implements Successors {
  readonly next: Int32Array;
  private readonly model: Model;
  private readonly bounds: ExploreBounds;
  private readonly progress: ExploreProgress;
  private readonly seen: RowSet;
  /** Per state: the state that it was found from, and by which action. */
  private readonly parents = new IntList();
  private readonly actions = new IntList();
  private generated = 0;
  private depth = 1;
  private current = -1;
  private violated: { violation: Violation; from: number; action: number } | undefined;

  constructor(model: Model, bounds: ExploreBounds, progress: ExploreProgress) {
    this.model = model;
    this.bounds = bounds;
    this.progress = progress;
    this.next = new Int32Array(model.width);
    this.seen = new RowSet(model.width);
  }

  run(): ExploreResult {
    this.model.initial(this.next);
    this.add(-1);
    const state = new Int32Array(this.model.width);
    let levelEnd = this.seen.size;
    for (this.current = 0; this.current < this.seen.size; this.current++) {
      if (this.violated !== undefined) return this.end('violation');
      if (this.current === levelEnd) {
        this.progress.onLevel?.(this.depth, this.seen.size);
        this.depth++;
        levelEnd = this.seen.size;
      }
      const bound = this.boundReached();
      if (bound !== undefined) return this.end('bound', bound);
      this.seen.read(this.current, state);
      this.model.successors(state, this);
    }
    return this.end(this.violated === undefined ? 'complete' : 'violation');
  }

  add(action: number): void {
    this.generated++;
    if (this.violated !== undefined || this.seen.add(this.next) === -1) return;
    this.parents.push(this.current);
    this.actions.push(action);
    this.progress.onState?.(this.next);
    const violation = this.model.violation(this.next);
    if (violation !== undefined) this.violate(action, violation);
  }

  violate(action: number, violation: Violation): void {
    this.violated ??= { violation, from: this.current, action };
  }

  private boundReached(): keyof ExploreBounds | undefined {
    const { depth, states, memoryBytes = DEFAULT_MEMORY_BYTES } = this.bounds;
    if (depth !== undefined && this.depth >= depth) return 'depth';
    if (states !== undefined && this.seen.size >= states) return 'states';
    // Looked at now and then only: to ask a model may cost more than a state.
    if ((this.current & 0x3ff) === 0 && this.bytes() > memoryBytes) return 'memoryBytes';
    return undefined;
  }

  private bytes(): number {
    return this.seen.bytes + this.parents.bytes + this.actions.bytes + (this.model.bytes?.() ?? 0);
  }

  private end(end: ExploreEnd, bound?: keyof ExploreBounds): ExploreResult {
    const { generated, violated } = this;
    const counts = { end, states: this.seen.size, generated, depth: this.depth };
    if (violated !== undefined) {
      const violation = { ...violated.violation, path: this.path(violated.from, violated.action) };
      return { ...counts, depth: violation.path.length + 1, violation };
    }
    return bound === undefined ? counts : { ...counts, bound };
  }

  /** The steps from the initial state to the one that `action` reaches from state number `from`. */
  private path(from: number, action: number): PathStep[] {
    const steps: PathStep[] = [];
    const state = new Int32Array(this.model.width);
    for (; from !== -1; action = this.actions.get(from), from = this.parents.get(from)) {
      this.seen.read(from, state);
      steps.push(this.model.describe(state, action));
    }
    return steps.reverse();
  }
}
