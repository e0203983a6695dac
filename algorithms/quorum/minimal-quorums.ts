/**
 * The minimal quorums of a diagram, counted by size without listing them, or listed. They are kept as a zero-suppressed
 * diagram (Minato 1993): a node that a path does not mention is in none of its sets.
 */
import type { NodeId } from '../contract.ts';
import { FALSE, TRUE, type Diagram, type Diagrams } from './decision-diagram.ts';

/** A family of sets; 0 is the empty family, 1 the family of the empty set. */
type SetFamily = number;

const PAIR = 1 << 26;

export class MinimalQuorums {
  /** Number of minimal quorums of each size; index = size. */
  readonly bySize: readonly bigint[];
  readonly #diagrams: Diagrams;
  readonly #level: number[] = [Infinity, Infinity];
  /** Sets without, and with, the node of the level. */
  readonly #without: SetFamily[] = [0, 1];
  readonly #with: SetFamily[] = [0, 0];
  readonly #unique = new Map<string, SetFamily>();
  readonly #less = new Map<number, SetFamily>();
  readonly #root: SetFamily;

  constructor(diagrams: Diagrams, root: Diagram) {
    this.#diagrams = diagrams;
    this.#root = this.#minimal(root);
    this.bySize = this.#count();
  }

  get count(): bigint {
    return this.bySize.reduce((a, b) => a + b, 0n);
  }

  get sizes(): { readonly min: number; readonly max: number } {
    const sizes = [...this.bySize.keys()].filter((size) => this.bySize[size]! > 0n);
    return { min: sizes[0]!, max: sizes.at(-1)! };
  }

  /** All of them, members in ascending order, sorted by their members. Ask for {@link count} first. */
  list(): NodeId[][] {
    const result: NodeId[][] = [];
    const walk = (family: SetFamily, members: readonly NodeId[]): void => {
      if (family === 0) return;
      if (family === 1) {
        result.push([...members].sort((a, b) => a - b));
        return;
      }
      walk(this.#with[family]!, [...members, this.#diagrams.order[this.#level[family]!]!]);
      walk(this.#without[family]!, members);
    };
    walk(this.#root, []);
    return result.sort(byMembers);
  }

  /**
   * Of a monotone function: the minimal sets without the top node are those of the low side; with it, those of the high
   * side that are not also sets of the low side, where they would do without it.
   */
  #minimal(root: Diagram): SetFamily {
    const { level, low, high } = this.#diagrams;
    const memo = new Map<Diagram, SetFamily>();
    const walk = (d: Diagram): SetFamily => {
      if (d === FALSE) return 0;
      if (d === TRUE) return 1;
      const known = memo.get(d);
      if (known !== undefined) return known;
      const without = walk(low[d]!);
      const family = this.#make(level[d]!, without, this.#difference(walk(high[d]!), without));
      memo.set(d, family);
      return family;
    };
    return walk(root);
  }

  #make(level: number, without: SetFamily, withNode: SetFamily): SetFamily {
    if (withNode === 0) return without;
    const key = `${level} ${without} ${withNode}`;
    const known = this.#unique.get(key);
    if (known !== undefined) return known;
    const made = this.#level.length;
    this.#level.push(level);
    this.#without.push(without);
    this.#with.push(withNode);
    this.#unique.set(key, made);
    return made;
  }

  #difference(a: SetFamily, b: SetFamily): SetFamily {
    if (a === 0 || a === b) return 0;
    if (b === 0) return a;
    const key = a * PAIR + b;
    const known = this.#less.get(key);
    if (known !== undefined) return known;
    const [levelA, levelB] = [this.#level[a]!, this.#level[b]!];
    let result: SetFamily;
    if (levelB < levelA) result = this.#difference(a, this.#without[b]!);
    else {
      const [without, withNode] = levelA === levelB ? [this.#without[b]!, this.#with[b]!] : [b, 0];
      result = this.#make(
        levelA,
        this.#difference(this.#without[a]!, without),
        this.#difference(this.#with[a]!, withNode),
      );
    }
    this.#less.set(key, result);
    return result;
  }

  #count(): bigint[] {
    const counts: bigint[][] = [[], [1n]];
    // Children have smaller indexes than their parents.
    for (let family = 2; family < this.#level.length; family++) {
      const sum = [...counts[this.#without[family]!]!];
      counts[this.#with[family]!]!.forEach((count, size) => (sum[size + 1] = (sum[size + 1] ?? 0n) + count));
      counts.push(Array.from(sum, (count) => count ?? 0n));
    }
    return counts[this.#root]!;
  }
}

function byMembers(a: readonly NodeId[], b: readonly NodeId[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
