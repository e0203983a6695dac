/** Nodes that can be swapped without changing any of some formulas: a set matters only by how many of each it holds. */
import type { NodeId } from '../contract.ts';
import { eachNode, type Formula, type Gate } from './formula.ts';

/** Classes of twins: nodes that stand under the same gates with the same weights. Covers all nodes, in order. */
export function twinClasses(nodes: number, formulas: readonly Formula[]): NodeId[][] {
  const gates = new Map<Gate | undefined, number>();
  const places: string[][] = Array.from({ length: nodes }, () => []);
  formulas.forEach((formula, f) =>
    eachNode(formula, (node, gate, weight) => {
      if (!gates.has(gate)) gates.set(gate, gates.size);
      places[node]!.push(gate === undefined ? `whole ${f}` : `${gates.get(gate)}:${weight}`);
    }),
  );
  const classes = new Map<string, NodeId[]>();
  places.forEach((place, node) => {
    const signature = place.sort().join(' ');
    const twins = classes.get(signature);
    if (twins === undefined) classes.set(signature, [node]);
    else twins.push(node);
  });
  return [...classes.values()];
}

/** Number of ways to take some of each class. */
export function twinVectors(classes: readonly (readonly NodeId[])[]): number {
  return classes.reduce((product, twins) => product * (twins.length + 1), 1);
}

/** Calls `visit` with `chosen` set to one set of each kind, until it returns true. */
export function someTwinSet(
  classes: readonly (readonly NodeId[])[],
  chosen: Uint8Array,
  visit: () => boolean,
): boolean {
  const from = (i: number): boolean => {
    const twins = classes[i];
    if (twins === undefined) return visit();
    let stop = from(i + 1);
    for (let taken = 0; taken < twins.length && !stop; taken++) {
      chosen[twins[taken]!] = 1;
      stop = from(i + 1);
    }
    for (const node of twins) chosen[node] = 0;
    return stop;
  };
  return from(0);
}
