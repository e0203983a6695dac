/** The names of the nodes that a description of quorums may use, and their indexes. */
import type { NodeId } from '../contract.ts';
import { InvalidQuorum } from './invalid-quorum.ts';

export class NodeNames {
  readonly ids: readonly string[];
  readonly #indexes = new Map<string, NodeId>();

  /** @throws InvalidQuorum if a name occurs twice */
  constructor(ids: readonly string[]) {
    this.ids = ids;
    if (ids.length === 0) throw new InvalidQuorum('no nodes: name at least one');
    ids.forEach((id, index) => {
      if (this.#indexes.has(id))
        throw new InvalidQuorum(`node ${id} is declared twice: give each node a name of its own`);
      this.#indexes.set(id, index);
    });
  }

  /** "0" … "n-1": the names of a run. */
  static numbered(nodes: number): NodeNames {
    return new NodeNames(Array.from({ length: nodes }, (_, i) => String(i)));
  }

  all(): NodeId[] {
    return this.ids.map((_, index) => index);
  }

  /** @throws InvalidQuorum if there is no such node */
  index(id: string, where: string): NodeId {
    const index = this.#indexes.get(id);
    if (index === undefined) throw new InvalidQuorum(`unknown node ${id} in ${where}: ${this.#remedy()}`);
    return index;
  }

  /** Indexes of some nodes, at least one, each once. */
  list(ids: readonly string[], where: string): NodeId[] {
    if (ids.length === 0) throw new InvalidQuorum(`no nodes in ${where}: name at least one`);
    const seen = new Set<string>();
    return ids.map((id) => {
      if (seen.has(id)) throw new InvalidQuorum(`node ${id} stands twice in ${where}: name each once`);
      seen.add(id);
      return this.index(id, where);
    });
  }

  #remedy(): string {
    const shown = this.ids.slice(0, 12).join(', ');
    return `the nodes are ${shown}${this.ids.length > 12 ? ', …' : ''}`;
  }
}
