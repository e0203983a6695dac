/**
 * Quorums in one word, as on the command line. The separator inside a value is `:`.
 *
 *   majority              more than half in both phases
 *   4/2                   any 4 in phase 1, any 2 in phase 2
 *   grid:2x3              row by row; phase 1 a row, phase 2 a column
 *   grid-cover:2x3        phase 1 a row, phase 2 one of each row
 *   grid-classic:3x3      a row and a column, in both phases
 *   wall:1:2:3            rows of 1, 2 and 3; a full row and one of each row below
 *   weighted:3:1:1:1      more than half of the weight, in both phases
 *   weighted:3:2:1:1=5/3  weight 5 in phase 1, 3 in phase 2
 *   zones:3x3             3 zones of 3; a majority of zones with a majority each
 *   zones:3x3=3/1         majorities of 3 zones in phase 1, of 1 in phase 2
 *   expr:0*1+2*3          an expression in phase 1, its dual in phase 2
 */
import { rowMajor } from './grid.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { Phases, Spec } from './spec.ts';

export const SHORTHANDS = [
  'majority',
  'Q1/Q2',
  'grid:RxC',
  'grid-cover:RxC',
  'grid-classic:RxC',
  'wall:W:W:…',
  'weighted:W:W:…',
  'weighted:W:W:…=T1/T2',
  'zones:ZxN',
  'zones:ZxN=Z1/Z2',
  'expr:EXPRESSION',
] as const;

/**
 * @param nodes number of nodes, named "0" … "n-1"
 * @throws InvalidQuorum if the text means nothing, or needs another number of nodes
 */
export function parseQuorums(text: string, nodes: number): Phases {
  if (text === 'majority') return both({ kind: 'majority' });
  const sizes = /^(\d+)\/(\d+)$/.exec(text);
  if (sizes !== null)
    return { phase1: { kind: 'count', q: Number(sizes[1]) }, phase2: { kind: 'count', q: Number(sizes[2]) } };
  const colon = text.indexOf(':');
  const family = colon < 0 ? text : text.slice(0, colon);
  const value = colon < 0 ? '' : text.slice(colon + 1);
  switch (family) {
    case 'grid':
    case 'grid-cover':
    case 'grid-classic':
      return grid(family, shapeOf(text, value, nodes));
    case 'wall':
      return wall(text, value, nodes);
    case 'weighted':
      return weighted(text, value, nodes);
    case 'zones':
      return zones(text, value, nodes);
    case 'expr':
      return { phase1: { kind: 'expr', expr: value }, phase2: { kind: 'dual', of: 'phase1' } };
    default:
      throw new InvalidQuorum(`quorums ${text} mean nothing: write one of ${SHORTHANDS.join(', ')}`);
  }
}

function both(spec: Spec): Phases {
  return { phase1: spec, phase2: spec };
}

function grid(family: string, rows: readonly (readonly string[])[]): Phases {
  if (family === 'grid-classic') return both({ kind: 'grid', rows, rule: 'row+column' });
  const rule = family === 'grid' ? 'column' : 'row-cover';
  return { phase1: { kind: 'grid', rows, rule: 'row' }, phase2: { kind: 'grid', rows, rule } };
}

function wall(text: string, value: string, nodes: number): Phases {
  const widths = numbersOf(text, value);
  const sum = widths.reduce((a, b) => a + b, 0);
  if (widths.some((width) => !Number.isInteger(width) || width < 1) || sum !== nodes) {
    throw new InvalidQuorum(`quorums ${text} have rows of ${sum} nodes together: make it the ${nodes} nodes there are`);
  }
  let first = 0;
  const rows = widths.map((width) => Array.from({ length: width }, () => String(first++)));
  return both({ kind: 'wall', rows });
}

function weighted(text: string, value: string, nodes: number): Phases {
  const [list, thresholds] = value.split('=');
  const given = numbersOf(text, list!);
  if (given.length !== nodes) {
    throw new InvalidQuorum(`quorums ${text} give ${given.length} weights: give one for each of the ${nodes} nodes`);
  }
  const weights = Object.fromEntries(given.map((weight, node) => [String(node), weight]));
  if (thresholds === undefined) return both({ kind: 'weighted', weights, threshold: 'majority' });
  const [t1, t2] = pairOf(text, thresholds);
  return { phase1: { kind: 'weighted', weights, threshold: t1 }, phase2: { kind: 'weighted', weights, threshold: t2 } };
}

function zones(text: string, value: string, nodes: number): Phases {
  const [shape, counts] = value.split('=');
  const zone = Object.fromEntries(shapeOf(text, shape!, nodes).map((row, i) => [`zone ${i + 1}`, row]));
  const spec = (zoneCount: number | 'majority'): Spec => ({
    kind: 'zones',
    zones: zone,
    zoneCount,
    perZone: 'majority',
  });
  if (counts === undefined) return both(spec('majority'));
  const [z1, z2] = pairOf(text, counts);
  return { phase1: spec(z1), phase2: spec(z2) };
}

function shapeOf(text: string, value: string, nodes: number): string[][] {
  const shape = /^(\d+)x(\d+)$/.exec(value);
  if (shape === null) throw new InvalidQuorum(`quorums ${text} have no shape: write rows x columns, such as grid:2x3`);
  const [rows, columns] = [Number(shape[1]), Number(shape[2])];
  if (rows < 1 || rows * columns !== nodes) {
    throw new InvalidQuorum(`quorums ${text} have ${rows * columns} nodes: make it the ${nodes} nodes there are`);
  }
  return rowMajor(rows, columns);
}

function numbersOf(text: string, list: string): number[] {
  return list.split(':').map((word) => {
    if (!/^\d+(\.\d+)?$/.test(word))
      throw new InvalidQuorum(`quorums ${text}: ${word || 'nothing'} is no number from 0 on; write them as 3:1:1`);
    return Number(word);
  });
}

function pairOf(text: string, pair: string): [number, number] {
  const match = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(pair);
  if (match === null)
    throw new InvalidQuorum(`quorums ${text}: ${pair} is not a pair; write phase 1 / phase 2, such as 3/1`);
  return [Number(match[1]), Number(match[2])];
}
