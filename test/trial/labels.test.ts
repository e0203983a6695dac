import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOfSet } from '../../algorithms/quorum/node-set.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { latencyLabel, quorumsLabel, quorumSizes, topologyLabel } from '../../harness/trial/labels.ts';
import { minimalSizes } from '../../harness/trial/minimal-quorums.ts';
import { quorumSystemOf } from '../../harness/trial/quorums.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';

const unsafe = (nodes: number, shorthand: string) =>
  resolveSpec({ algorithm: 'raft', nodes, quorums: { shorthand, unsafe: true } });

describe('the labels of a row', () => {
  it('are written as the flags are', () => {
    const plain = resolveSpec({ algorithm: 'raft' });
    expect([quorumsLabel(plain), latencyLabel(plain), topologyLabel(plain)]).toEqual([
      'majority',
      'normal:0.2136ms:0.0337ms',
      null,
    ]);
    const placed = resolveSpec({ algorithm: 'raft', network: { topology: 'aws5-2021' }, quorums: '4/2' });
    expect([quorumsLabel(placed), latencyLabel(placed), topologyLabel(placed)]).toEqual(['4/2', null, 'aws5-2021']);
  });

  it('name a topology that stands in the spec', () => {
    const topology = { id: 'mine', nodes: ['a'], rttMs: [[0]] };
    expect(topologyLabel(resolveSpec({ algorithm: 'raft', network: { topology } }))).toBe('mine');
  });
});

describe('q1 and q2', () => {
  it.each<[number, string, number, number]>([
    [5, 'majority', 3, 3],
    [5, '4/2', 4, 2],
    [6, 'grid:2x3', 3, 2],
    [9, 'grid-classic:3x3', 5, 5],
    [5, 'weighted:3:1:1:1:1', 2, 2],
    [9, 'zones:3x3', 4, 4],
    [4, 'expr:0*1+2*3', 2, 2],
    [4, 'expr:0*1*2+0*3+1*3', 2, 2],
  ])('of %i nodes with %s are %i and %i', (nodes, quorums, q1, q2) => {
    expect(quorumSizes(unsafe(nodes, quorums))).toEqual({ q1, q2 });
  });

  it('are the sizes of the smallest sets that pass the test', () => {
    const node = fc.integer({ min: 0, max: 4 }).map(String);
    const expression = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, node, tie('sum'), tie('product'), tie('choose')),
      sum: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${String(a)} + ${String(b)})`),
      product: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${String(a)} * ${String(b)})`),
      choose: fc.tuple(tie('any'), tie('any'), tie('any')).map((parts) => `choose(2, ${parts.join(', ')})`),
    })).any;
    fc.assert(
      fc.property(expression, (text) => {
        const spec = unsafe(5, `expr:${String(text)}`);
        const { phase1, phase2 } = quorumSystemOf(spec);
        const smallest = (test: (set: number) => boolean) =>
          Math.min(...Array.from({ length: 32 }, (_, set) => (test(set) ? sizeOfSet(set) : Infinity)));
        expect(quorumSizes(spec)).toEqual({
          q1: smallest((set) => phase1.test(set)),
          q2: smallest((set) => phase2.test(set)),
        });
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('minimal quorums', () => {
  const sizes = (name: string, nodes: number) =>
    minimalSizes(algorithmNamed(name)!, nodes).map(({ q1, q2 }) => `${q1}/${q2}`);

  it('are those that the protocol allows and that cannot be smaller', () => {
    expect(sizes('flexible-paxos', 5)).toEqual(['1/5', '2/4', '3/3', '4/2', '5/1']);
    expect(sizes('raft', 5)).toEqual(['3/3', '4/2', '5/1']);
    expect(sizes('raft', 6)).toEqual(['4/3', '5/2', '6/1']);
    expect(sizes('multi-paxos', 4)).toEqual(['3/3']);
  });
});
