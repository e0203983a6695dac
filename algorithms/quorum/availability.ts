/**
 * Availability: the probability that the live nodes hold a quorum. Exact for unequal nodes and failing zones; the
 * probability of the opposite is a sum of its own, so 1e-20 is printed as such and not as 1 - 1.
 */
import type { NodeId } from '../contract.ts';
import { diagramsOf, type Diagram, type Diagrams } from './decision-diagram.ts';
import { allOf, type Formula } from './formula.ts';
import { chanceOf, type Chance } from './paths.ts';

/** Nodes fail independently, and on top of that zones, with all their nodes. */
export interface Failures {
  /** Probability that the node itself is down, by index. */
  readonly node: readonly number[];
  readonly zones: readonly { readonly nodes: readonly NodeId[]; readonly fails: number }[];
}

export class Availability {
  readonly #diagrams: Diagrams;
  readonly #roots: Diagram[];
  readonly #failures: Failures;

  /** @param formulas the families that may be asked about, by position */
  constructor(formulas: readonly Formula[], failures: Failures) {
    const nodes = failures.node.length;
    const { diagrams, roots } = diagramsOf(
      nodes + failures.zones.length,
      formulas.map((f) => inZones(f, failures)),
    );
    this.#diagrams = diagrams;
    this.#roots = roots;
    this.#failures = failures;
  }

  /** Of the family at `position`. */
  of(position: number): Chance {
    return chanceOf(this.#diagrams, this.#roots[position]!, this.#down());
  }

  /** Of all families at once, such as to elect and to commit. */
  ofAll(positions: readonly number[]): Chance {
    const both = positions.map((position) => this.#roots[position]!).reduce((a, b) => this.#diagrams.and(a, b));
    return chanceOf(this.#diagrams, both, this.#down());
  }

  /** Given that `leader` is up, and so its zones. */
  given(leader: NodeId, position: number): Chance {
    return chanceOf(this.#diagrams, this.#roots[position]!, this.#downGiven(leader));
  }

  /** As {@link given}, if only those answer whom `counts` names: the chance that a quorum has answered by some time. */
  givenAnswers(leader: NodeId, position: number, counts: (node: NodeId) => boolean): Chance {
    const down = this.#downGiven(leader);
    this.#failures.node.forEach((_, node) => {
      if (!counts(node)) down[node] = 1;
    });
    return chanceOf(this.#diagrams, this.#roots[position]!, down);
  }

  #downGiven(leader: NodeId): number[] {
    const down = this.#down();
    down[leader] = 0;
    this.#failures.zones.forEach((zone, i) => {
      if (zone.nodes.includes(leader)) down[this.#failures.node.length + i] = 0;
    });
    return down;
  }

  #down(): number[] {
    return [...this.#failures.node, ...this.#failures.zones.map((zone) => zone.fails)];
  }
}

/** Zones are further variables behind the nodes: a node is live if it is up and its zones are. */
function inZones(formula: Formula, { node, zones }: Failures): Formula {
  if (zones.length === 0) return formula;
  const walk = (part: Formula): Formula => {
    if (typeof part !== 'number') return { ...part, parts: part.parts.map(walk) };
    const around = zones.flatMap((zone, i) => (zone.nodes.includes(part) ? [node.length + i] : []));
    return around.length === 0 ? part : allOf([...around, part]);
  };
  return walk(formula);
}
