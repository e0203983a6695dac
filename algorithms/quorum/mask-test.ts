/** Formulas as tests of bit masks, for the hot path of a run: built once, allocating nothing when called. */
import type { NodeSet } from '../contract.ts';
import { isUnit, type Formula, type Gate, type MaskTest } from './formula.ts';
import { MAX_NODES, sizeOfSet } from './node-set.ts';
import { InvalidQuorum } from './invalid-quorum.ts';

/** @throws InvalidQuorum if a node does not fit a bit mask */
export function maskTest(formula: Formula): MaskTest {
  if (typeof formula === 'number') {
    const mask = maskOf([formula]);
    return (set) => (set & mask) !== 0;
  }
  const nodes = formula.parts.filter((part) => typeof part === 'number');
  const gates = formula.parts.filter((part) => typeof part !== 'number');
  if (gates.length > 0) return testOfParts(formula);
  if (new Set(nodes).size < nodes.length || !isUnit(formula)) return testOfWeights(formula);
  return testOfCount(maskOf(nodes), nodes.length, formula.need);
}

function testOfCount(mask: NodeSet, size: number, need: number): MaskTest {
  if (need === size) return (set) => (set & mask) === mask;
  if (need === 1) return (set) => (set & mask) !== 0;
  return (set) => sizeOfSet(set & mask) >= need;
}

function testOfWeights({ parts, weights, need }: Gate): MaskTest {
  const masks = parts.map((part) => maskOf([part as number]));
  return (set) => {
    let weight = 0;
    for (let i = 0; i < masks.length; i++) if ((set & masks[i]!) !== 0) weight += weights[i]!;
    return weight >= need;
  };
}

function testOfParts({ parts, weights, need }: Gate): MaskTest {
  const tests = parts.map(maskTest);
  return (set) => {
    let weight = 0;
    for (let i = 0; i < tests.length; i++) {
      if (tests[i]!(set)) {
        weight += weights[i]!;
        if (weight >= need) return true;
      }
    }
    return false;
  };
}

function maskOf(nodes: readonly number[]): NodeSet {
  let mask = 0;
  for (const node of nodes) {
    if (node >= MAX_NODES) {
      throw new InvalidQuorum(`node ${node} is beyond the ${MAX_NODES} of a run; run fewer nodes, or analyse only`);
    }
    mask |= 1 << node;
  }
  return mask;
}
