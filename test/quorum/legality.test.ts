import { describe, expect, it } from 'vitest';
import { classicLegality, paxosLegality, raftLegality } from '../../algorithms/quorum/legality.ts';
import { formatSet } from '../../algorithms/quorum/node-set.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';

function system(text: string, nodes: number): QuorumSystem {
  const { phase1, phase2 } = parseQuorums(text, nodes);
  return systemFromSpec(nodes, phase1, phase2);
}

describe('legality', () => {
  it('refuses two halves to everybody, with two disjoint quorums and the smallest repair', () => {
    expect(paxosLegality(system('2/2', 5))?.message).toBe(
      'phase-1 size 2 and phase-2 size 2 of 5 nodes need not meet ({0,1} and {2,3}); make q1 + q2 exceed 5',
    );
  });

  it.each([
    ['2/3', 4, '{0,1}', '{2,3}', 'make q1 at least 3, such as 3/2'],
    ['3/4', 6, '{0,1,2}', '{3,4,5}', 'make q1 at least 4, such as 4/3'],
  ])('allows %s of %i to Flexible Paxos and refuses it to Raft', (text, nodes, first, second, repair) => {
    expect(paxosLegality(system(text, nodes))).toBeUndefined();
    const refusal = raftLegality(system(text, nodes));
    expect(refusal?.rule).toBe('any two election quorums must meet');
    expect(refusal?.witness.map(formatSet)).toEqual([first, second]);
    expect(refusal?.repair).toBe(repair);
  });

  it.each([
    ['3/2', 4],
    ['4/3', 6],
    ['5/1', 5],
  ])('allows %s of %i to Raft, and refuses it to classic Paxos', (text, nodes) => {
    expect(raftLegality(system(text, nodes))).toBeUndefined();
    expect(classicLegality(system(text, nodes))?.rule).toBe('any two quorums must meet');
  });

  it.each([
    ['grid:5x6', 30],
    ['grid-cover:5x6', 30],
    ['zones:3x3=3/1', 9],
    ['weighted:3:2:1:1=4/4', 4],
    ['expr:0*1+2*3', 4],
  ])('finds that the phases of %s meet', (text, nodes) => {
    expect(paxosLegality(system(text, nodes))).toBeUndefined();
  });

  it.each([
    ['majority', 31],
    ['grid-classic:5x6', 30],
    ['wall:1:2:3', 6],
    ['weighted:3:1:1:1', 4],
    ['zones:3x3', 9],
  ])('finds that any two quorums of %s meet', (text, nodes) => {
    expect(classicLegality(system(text, nodes))).toBeUndefined();
  });

  it('shows two disjoint rows of a grid to Raft', () => {
    expect(raftLegality(system('grid:2x3', 6))?.witness.map(formatSet)).toEqual(['{0,1,2}', '{3,4,5}']);
  });
});
