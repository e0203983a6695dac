/**
 * The one form behind every family: a monotone formula of threshold gates over nodes.
 *
 * `any 3 of 5`, a weighted majority, a row of a grid, a majority of zones, `a*b + c` are all "parts of enough weight".
 * Weights are integers, so a threshold is exact, and the dual (every set that meets every quorum) is a formula again.
 */
import type { NodeId, NodeSet } from '../contract.ts';

/** A node by its index, or a gate. */
export type Formula = NodeId | Gate;

/** True when the parts that are true weigh at least `need`. Integers; 1 <= need <= total. */
export interface Gate {
  readonly parts: readonly Formula[];
  readonly weights: readonly number[];
  readonly total: number;
  readonly need: number;
}

/** At least `need` of the parts. */
export function atLeast(need: number, parts: readonly Formula[]): Gate {
  return { parts, weights: parts.map(() => 1), total: parts.length, need };
}

export function allOf(parts: readonly Formula[]): Gate {
  return atLeast(parts.length, parts);
}

export function anyOf(parts: readonly Formula[]): Gate {
  return atLeast(1, parts);
}

/** Parts that weigh at least `need`; parts without weight are left out. */
export function weighing(need: number, parts: readonly Formula[], weights: readonly number[]): Gate {
  const heavy = parts.map((_, i) => i).filter((i) => weights[i]! > 0);
  const kept = heavy.map((i) => weights[i]!);
  return { parts: heavy.map((i) => parts[i]!), weights: kept, total: kept.reduce((a, b) => a + b, 0), need };
}

/** More than half: floor(total / 2) + 1. */
export function majority(total: number): number {
  return Math.floor(total / 2) + 1;
}

/**
 * Every set that meets every quorum. A set meets them all exactly if what it leaves out is no quorum: it leaves out less
 * than `need`, so it holds more than `total - need` (Garcia-Molina, Barbara 1985, on complementary quorum sets).
 */
export function dual(formula: Formula): Formula {
  if (typeof formula === 'number') return formula;
  return { ...formula, parts: formula.parts.map(dual), need: formula.total - formula.need + 1 };
}

export function isUnit(gate: Gate): boolean {
  return gate.total === gate.parts.length;
}

/** A gate whose parts are nodes, each once and of equal weight: "any q of these nodes". */
export interface CountingGate extends Gate {
  readonly parts: readonly NodeId[];
}

export function isCounting(formula: Formula): formula is CountingGate {
  if (typeof formula === 'number' || !isUnit(formula)) return false;
  return formula.parts.every((part) => typeof part === 'number') && new Set(formula.parts).size === formula.total;
}

/** Calls `visit` for each occurrence of a node. */
export function eachNode(
  formula: Formula,
  visit: (node: NodeId, gate: Gate | undefined, weight: number) => void,
): void {
  const walk = (part: Formula, parent: Gate | undefined, weight: number): void => {
    if (typeof part === 'number') visit(part, parent, weight);
    else part.parts.forEach((inner, i) => walk(inner, part, part.weights[i]!));
  };
  walk(formula, undefined, 1);
}

/** Does the set hold a quorum? `live[node]` is not 0 for its members. For any number of nodes. */
export function evaluate(formula: Formula, live: Uint8Array): boolean {
  if (typeof formula === 'number') return live[formula] !== 0;
  let weight = 0;
  for (let i = 0; i < formula.parts.length; i++) {
    if (evaluate(formula.parts[i]!, live)) {
      weight += formula.weights[i]!;
      if (weight >= formula.need) return true;
    }
  }
  return false;
}

/** Does a bit mask hold a quorum? */
export type MaskTest = (set: NodeSet) => boolean;
