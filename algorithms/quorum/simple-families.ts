/** All systems of the simple families for a number of nodes, as one writes them on the command line. */
import { minimalCountingQuorums } from './minimal-counting.ts';

/**
 * The majority, all minimal counting quorums, the majority with a tie-breaker (even clusters), every grid, the wheel and
 * the triangular wall, zones of equal size. All are legal for Flexible Paxos.
 */
export function simpleFamilies(nodes: number): string[] {
  const texts = ['majority', ...minimalCountingQuorums(nodes, 'paxos').map(({ q1, q2 }) => `${q1}/${q2}`)];
  if (nodes % 2 === 0) texts.push(`weighted:2${':1'.repeat(nodes - 1)}`);
  for (const [rows, columns] of shapes(nodes)) {
    const shape = `${rows}x${columns}`;
    texts.push(`grid:${shape}`, `grid-cover:${shape}`, `grid-classic:${shape}`);
  }
  for (const [zones, size] of shapes(nodes)) {
    texts.push(`zones:${zones}x${size}`);
    for (let z1 = zones; z1 >= 1; z1--) texts.push(`zones:${zones}x${size}=${z1}/${zones + 1 - z1}`);
  }
  if (nodes >= 4) texts.push(`wall:1:${nodes - 1}`);
  const triangle = triangularRows(nodes);
  if (triangle.length > 2) texts.push(`wall:${triangle.join(':')}`);
  return texts;
}

/** Rows × columns, both at least 2. */
function shapes(nodes: number): [number, number][] {
  const found: [number, number][] = [];
  for (let rows = 2; rows * 2 <= nodes; rows++) if (nodes % rows === 0) found.push([rows, nodes / rows]);
  return found;
}

/** 1, 2, 3, … if they add up to `nodes`; else nothing. */
function triangularRows(nodes: number): number[] {
  const rows: number[] = [];
  let sum = 0;
  while (sum < nodes) {
    rows.push(rows.length + 1);
    sum += rows.length;
  }
  return sum === nodes ? rows : [];
}
