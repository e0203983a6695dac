/** Sets of nodes as bit masks: bit i is node i, for at most {@link MAX_NODES} nodes. */
import type { NodeId, NodeSet } from '../contract.ts';

/** Bit masks are signed 32-bit integers here, so that every set is a non-negative small integer. */
export const MAX_NODES = 31;

export const EMPTY: NodeSet = 0;

/** All of `nodes` nodes. */
export function allNodes(nodes: number): NodeSet {
  return nodes === 31 ? 0x7fffffff : (1 << nodes) - 1;
}

export function singleton(node: NodeId): NodeSet {
  return 1 << node;
}

export function contains(set: NodeSet, node: NodeId): boolean {
  return (set & (1 << node)) !== 0;
}

export function union(a: NodeSet, b: NodeSet): NodeSet {
  return a | b;
}

export function without(set: NodeSet, node: NodeId): NodeSet {
  return set & ~(1 << node);
}

/** Number of members. */
export function sizeOfSet(set: NodeSet): number {
  let x = set - ((set >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The smallest member; of a non-empty set. */
export function firstOf(set: NodeSet): NodeId {
  return 31 - Math.clz32(set & -set);
}

/** The members in ascending order. */
export function members(set: NodeSet): NodeId[] {
  const result: NodeId[] = [];
  for (let rest = set; rest !== 0; rest &= rest - 1) result.push(firstOf(rest));
  return result;
}

export function setOf(nodes: Iterable<NodeId>): NodeSet {
  let set = 0;
  for (const node of nodes) set |= 1 << node;
  return set;
}

/** As people write it: `{0,1,4}`. */
export function formatSet(set: NodeSet): string {
  return `{${members(set).join(',')}}`;
}
