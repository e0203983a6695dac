/**
 * Ordered binary decision diagrams (Bryant 1986) of monotone formulas: the engine of the analysis.
 *
 * Equal functions are the same number, so "is phase 2 exactly the dual of phase 1" is `===`. Probabilities, counts and
 * shortest paths are one pass over the diagram, sums of positive terms only, so nothing cancels. Counting, weighted,
 * zone and grid systems of hundreds of nodes have small diagrams; a formula whose diagram does not fit is refused.
 */
import type { NodeId } from '../contract.ts';
import { eachNode, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';

/** A function of the nodes, by its index in {@link Diagrams}. A diagram's children have smaller indexes. */
export type Diagram = number;

export const FALSE: Diagram = 0;
export const TRUE: Diagram = 1;

/** Diagrams of a million nodes are built in a second or two. */
const MAX_DIAGRAMS = 1 << 20;

/** Two indexes below 2^26 as one exact number. */
const PAIR = 1 << 26;

class TooLarge extends InvalidQuorum {
  constructor(nodes: number) {
    super(
      `these quorums of ${nodes} nodes are too irregular to be analysed exactly (more than ${MAX_DIAGRAMS} cases): ` +
        'use fewer nodes, or counting, weighted, zone or small grid quorums',
    );
  }
}

export class Diagrams {
  /** `order[level]` = the variable decided there; the terminals lie below all levels. */
  readonly order: readonly NodeId[];
  readonly level: number[];
  readonly low: Diagram[] = [FALSE, TRUE];
  readonly high: Diagram[] = [FALSE, TRUE];
  readonly #levelOf: number[] = [];
  readonly #unique: Map<number, Diagram>[];
  readonly #choices = new Map<Diagram, Map<number, Diagram>>();
  readonly #reachable = new Map<Diagram, readonly Diagram[]>();

  constructor(order: readonly NodeId[]) {
    this.order = order;
    this.level = [order.length, order.length];
    this.#unique = order.map(() => new Map<number, Diagram>());
    order.forEach((node, level) => (this.#levelOf[node] = level));
  }

  get size(): number {
    return this.level.length;
  }

  /** The variable that a diagram decides on first. */
  nodeOf(diagram: Diagram): NodeId {
    return this.order[this.level[diagram]!]!;
  }

  variable(node: NodeId): Diagram {
    return this.make(this.#levelOf[node]!, FALSE, TRUE);
  }

  make(level: number, low: Diagram, high: Diagram): Diagram {
    if (low === high) return low;
    const key = low * PAIR + high;
    const known = this.#unique[level]!.get(key);
    if (known !== undefined) return known;
    const made = this.level.length;
    if (made >= MAX_DIAGRAMS) throw new TooLarge(this.order.length);
    this.level.push(level);
    this.low.push(low);
    this.high.push(high);
    this.#unique[level]!.set(key, made);
    return made;
  }

  and(a: Diagram, b: Diagram): Diagram {
    return a < b ? this.choose(a, b, FALSE) : this.choose(b, a, FALSE);
  }

  /** If `a` then `b` else `c`. */
  choose(a: Diagram, b: Diagram, c: Diagram): Diagram {
    if (a === TRUE || b === c) return b;
    if (a === FALSE) return c;
    if (b === TRUE && c === FALSE) return a;
    const level = Math.min(this.level[a]!, this.level[b]!, this.level[c]!);
    // A variable above the others, as in every counting system: nothing to look up.
    if (this.low[a] === FALSE && this.high[a] === TRUE && this.level[a] === level) {
      if (this.level[b]! > level && this.level[c]! > level) return this.make(level, c, b);
    }
    const known = this.#choices.get(a)?.get(b * PAIR + c);
    if (known !== undefined) return known;
    const [aLow, aHigh] = this.at(a, level);
    const [bLow, bHigh] = this.at(b, level);
    const [cLow, cHigh] = this.at(c, level);
    const result = this.make(level, this.choose(aLow, bLow, cLow), this.choose(aHigh, bHigh, cHigh));
    let choices = this.#choices.get(a);
    if (choices === undefined) this.#choices.set(a, (choices = new Map<number, Diagram>()));
    choices.set(b * PAIR + c, result);
    return result;
  }

  /** What remains when the variable of `level` is false, and when it is true. */
  at(diagram: Diagram, level: number): [Diagram, Diagram] {
    return this.level[diagram] === level ? [this.low[diagram]!, this.high[diagram]!] : [diagram, diagram];
  }

  /** The diagram of a formula. */
  of(formula: Formula): Diagram {
    if (typeof formula === 'number') return this.variable(formula);
    const parts = formula.parts.map((part) => this.of(part));
    // Parts with the topmost variable first: then each step below only adds a level on top.
    const order = parts.map((_, i) => i).sort((a, b) => this.level[parts[a]!]! - this.level[parts[b]!]! || a - b);
    const rest: number[] = [0];
    for (const i of [...order].reverse()) rest.unshift(rest[0]! + formula.weights[i]!);
    const memo = order.map(() => new Map<number, Diagram>());
    // Parts from `i` on that weigh at least `need`.
    const from = (i: number, need: number): Diagram => {
      if (need <= 0) return TRUE;
      if (need > rest[i]!) return FALSE;
      const known = memo[i]!.get(need);
      if (known !== undefined) return known;
      const part = order[i]!;
      const result = this.choose(parts[part]!, from(i + 1, need - formula.weights[part]!), from(i + 1, need));
      memo[i]!.set(need, result);
      return result;
    };
    return from(0, formula.need);
  }

  /** All diagrams inside one, children before parents, without the terminals. */
  reachable(root: Diagram): readonly Diagram[] {
    const known = this.#reachable.get(root);
    if (known !== undefined) return known;
    const seen = new Set<Diagram>();
    const open = [root];
    for (let d = open.pop(); d !== undefined; d = open.pop()) {
      if (d <= TRUE || seen.has(d)) continue;
      seen.add(d);
      open.push(this.low[d]!, this.high[d]!);
    }
    const sorted = [...seen].sort((a, b) => a - b);
    this.#reachable.set(root, sorted);
    return sorted;
  }

  /** The function's value, with `live[node]` not 0 for the nodes that are up. */
  evaluate(root: Diagram, live: ArrayLike<number>): boolean {
    let d = root;
    while (d > TRUE) d = live[this.nodeOf(d)] !== 0 ? this.high[d]! : this.low[d]!;
    return d === TRUE;
  }

  /** With a variable fixed. */
  restrict(diagram: Diagram, node: NodeId, value: boolean): Diagram {
    const level = this.#levelOf[node]!;
    const memo = new Map<Diagram, Diagram>();
    const walk = (d: Diagram): Diagram => {
      if (this.level[d]! > level) return d;
      if (this.level[d] === level) return value ? this.high[d]! : this.low[d]!;
      const known = memo.get(d);
      if (known !== undefined) return known;
      const result = this.make(this.level[d]!, walk(this.low[d]!), walk(this.high[d]!));
      memo.set(d, result);
      return result;
    };
    return walk(diagram);
  }

  /** Nodes that make `a` true and `b` false, as few as the order lets us find; `undefined` if `a` implies `b`. */
  counterexample(a: Diagram, b: Diagram): NodeId[] | undefined {
    const holds = new Set<number>();
    const walk = (x: Diagram, y: Diagram): NodeId[] | undefined => {
      if (x === FALSE || y === TRUE || x === y) return undefined;
      if (x === TRUE && y === FALSE) return [];
      const key = x * PAIR + y;
      if (holds.has(key)) return undefined;
      const level = Math.min(this.level[x]!, this.level[y]!);
      const [xLow, xHigh] = this.at(x, level);
      const [yLow, yHigh] = this.at(y, level);
      const chosen = walk(xHigh, yHigh);
      if (chosen !== undefined) return [this.order[level]!, ...chosen];
      const left = walk(xLow, yLow);
      if (left === undefined) holds.add(key);
      return left;
    };
    return walk(a, b);
  }

  implies(a: Diagram, b: Diagram): boolean {
    return this.counterexample(a, b) === undefined;
  }
}

/**
 * Diagrams of some formulas over `nodes` variables. The order of the variables decides how large they get: that of each
 * formula is tried (a long grid wants columns first), then the natural one.
 * @throws InvalidQuorum if none fits
 */
export function diagramsOf(nodes: number, formulas: readonly Formula[]): { diagrams: Diagrams; roots: Diagram[] } {
  const natural = Array.from({ length: nodes }, (_, node) => node);
  const orders = new Map(
    [...formulas.map((formula) => spelledOrder(nodes, formula)), natural].map((o) => [o.join(), o]),
  );
  let tooLarge: TooLarge | undefined;
  for (const order of orders.values()) {
    const diagrams = new Diagrams(order);
    try {
      return { diagrams, roots: formulas.map((formula) => diagrams.of(formula)) };
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      tooLarge = error;
    }
  }
  throw tooLarge!;
}

/** Variables in the order in which a formula names them, then the others. */
function spelledOrder(nodes: number, formula: Formula): NodeId[] {
  const order = new Set<NodeId>();
  eachNode(formula, (node) => order.add(node));
  for (let node = 0; node < nodes; node++) order.add(node);
  return [...order];
}
