/** The laws of quorum systems, against a dumb second implementation that looks at every set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Availability } from '../../algorithms/quorum/availability.ts';
import { diagramsOf } from '../../algorithms/quorum/decision-diagram.ts';
import { disjointQuorums } from '../../algorithms/quorum/disjoint.ts';
import { faultToleranceBeside, familyReport } from '../../algorithms/quorum/family.ts';
import { dual, weighing, type Formula } from '../../algorithms/quorum/formula.ts';
import { missedFastPair } from '../../algorithms/quorum/fast.ts';
import { maskTest } from '../../algorithms/quorum/mask-test.ts';
import { MinimalQuorums } from '../../algorithms/quorum/minimal-quorums.ts';
import { members, setOf, sizeOfSet } from '../../algorithms/quorum/node-set.ts';
import { quorumsBySize, resilient } from '../../algorithms/quorum/paths.ts';

const NODES = 6;
const ALL = (1 << NODES) - 1;
const SETS = Array.from({ length: ALL + 1 }, (_, set) => set);

/** Any monotone formula: thresholds over weights, nested, nodes repeated at will. */
const formulas: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.nat(NODES - 1),
    fc
      .tuple(
        fc.array(fc.tuple(tie('formula'), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 5 }),
        fc.nat(),
      )
      .map(([parts, pick]) => {
        const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
        const of = parts.map(([part]) => part);
        return weighing(
          1 + (pick % total),
          of,
          parts.map(([, weight]) => weight),
        );
      }),
  ),
})).formula;

function quorumsOf(formula: Formula): number[] {
  const test = maskTest(formula);
  return SETS.filter((set) => test(set));
}

function minimalOf(quorums: readonly number[]): number[] {
  return quorums.filter((set) => !quorums.some((other) => other !== set && (other & set) === other));
}

function check(property: (formula: Formula) => void): void {
  fc.assert(fc.property(formulas, property), { numRuns: 200, seed: 20260 });
}

describe('a family of quorums', () => {
  it('has as dual every set that meets every quorum', () =>
    check((formula) => {
      const quorums = quorumsOf(formula);
      expect(quorumsOf(dual(formula))).toEqual(SETS.filter((set) => quorums.every((quorum) => (quorum & set) !== 0)));
    }));

  it('is the dual of its dual, as one and the same diagram', () =>
    check((formula) => {
      const { roots } = diagramsOf(NODES, [formula, dual(dual(formula))]);
      expect(roots[0]).toBe(roots[1]);
    }));

  it('has the minimal quorums that no other quorum is inside of', () =>
    check((formula) => {
      const { diagrams, roots } = diagramsOf(NODES, [formula]);
      const minimal = new MinimalQuorums(diagrams, roots[0]!);
      expect(minimal.list().map(setOf).sort()).toEqual(minimalOf(quorumsOf(formula)).sort());
      expect(minimal.count).toBe(BigInt(minimal.list().length));
    }));

  it('tolerates f crashes if after any f crashes a quorum is alive', () =>
    check((formula) => {
      const { diagrams, roots } = diagramsOf(NODES, [formula]);
      const report = familyReport(diagrams, roots[0]!);
      const test = maskTest(formula);
      const cuts = SETS.filter((crashed) => !test(ALL & ~crashed));
      const least = Math.min(...cuts.map(sizeOfSet));
      expect(report.faultTolerance).toBe(least - 1);
      expect(report.minCut.count).toBe(BigInt(cuts.filter((cut) => sizeOfSet(cut) === least).length));
      expect(cuts).toContain(setOf(report.minCut.example));
      const beside = cuts.filter((cut) => (cut & 1) === 0).map(sizeOfSet);
      expect(faultToleranceBeside(diagrams, roots[0]!, 0)).toBe(Math.min(NODES, ...beside) - 1);
    }));

  it('has veto nodes in every quorum, and dummies in no minimal one', () =>
    check((formula) => {
      const { diagrams, roots } = diagramsOf(NODES, [formula]);
      const report = familyReport(diagrams, roots[0]!);
      const minimal = minimalOf(quorumsOf(formula));
      expect(setOf(report.vetoNodes)).toBe(minimal.reduce((a, b) => a & b, ALL));
      expect(setOf(report.dummyNodes)).toBe(ALL & ~minimal.reduce((a, b) => a | b, 0));
    }));

  it('has as many quorums of each size as one counts', () =>
    check((formula) => {
      const { diagrams, roots } = diagramsOf(NODES, [formula]);
      const counted = Array.from({ length: NODES + 1 }, () => 0n);
      for (const quorum of quorumsOf(formula)) counted[sizeOfSet(quorum)]! += 1n;
      expect(quorumsBySize(diagrams, roots[0]!)).toEqual(counted);
    }));

  it('has f-resilient sets that stay quorums after losing any f members', () =>
    check((formula) => {
      const { diagrams, roots } = diagramsOf(NODES, [formula]);
      const test = maskTest(formula);
      for (const f of [1, 2]) {
        const root = resilient(diagrams, roots[0]!, f);
        for (const set of SETS) {
          const losses = SETS.filter((lost) => (lost & set) === lost && sizeOfSet(lost) <= f);
          const live = Uint8Array.from({ length: NODES }, (_, node) => (set >> node) & 1);
          expect(diagrams.evaluate(root, live)).toBe(losses.every((lost) => test(set & ~lost)));
        }
      }
    }));

  it('is available with the sum of the probabilities of its quorums, whole zones failing', () =>
    fc.assert(
      fc.property(
        formulas,
        fc.array(fc.integer({ min: 0, max: 16 }), { minLength: NODES, maxLength: NODES }),
        fc.integer({ min: 0, max: 16 }),
        (formula, sixteenths, zoneSixteenths) => {
          const node = sixteenths.map((p) => p / 16);
          const zones = [{ nodes: [1, 2, 3], fails: zoneSixteenths / 16 }];
          const zone = setOf(zones[0]!.nodes);
          const test = maskTest(formula);
          let up = 0;
          for (const set of SETS) {
            const chance = node.reduce((product, p, i) => product * ((set >> i) & 1 ? 1 - p : p), 1);
            up += chance * (1 - zones[0]!.fails) * (test(set) ? 1 : 0);
            up += chance * zones[0]!.fails * (test(set & ~zone) ? 1 : 0);
          }
          const chance = new Availability([formula], { node, zones }).of(0);
          expect(chance.yes).toBeCloseTo(up, 12);
          expect(chance.no).toBeCloseTo(1 - up, 12);
        },
      ),
      { numRuns: 100, seed: 20261 },
    ));
});

describe('two families', () => {
  it('meet, or show two minimal quorums that do not', () =>
    fc.assert(
      fc.property(formulas, formulas, (a, b) => {
        const [as, bs] = [quorumsOf(a), quorumsOf(b)];
        const witness = disjointQuorums(NODES, a, b);
        expect(witness === undefined).toBe(as.every((one) => bs.every((other) => (one & other) !== 0)));
        if (witness === undefined) return;
        const [first, second] = witness.map(setOf);
        expect(minimalOf(as)).toContain(first);
        expect(minimalOf(bs)).toContain(second);
        expect(first! & second!).toBe(0);
      }),
      { numRuns: 300, seed: 20262 },
    ));

  it('meet in fast rounds, or show a quorum that misses the intersection of two fast ones', () =>
    fc.assert(
      fc.property(formulas, formulas, (classic, fast) => {
        const [quorums, fasts] = [minimalOf(quorumsOf(classic)), minimalOf(quorumsOf(fast))];
        const meets = quorums.every((q) => fasts.every((one) => fasts.every((other) => (q & one & other) !== 0)));
        const witness = missedFastPair(NODES, classic, fast);
        expect(witness === undefined).toBe(meets);
        if (witness === undefined) return;
        const [quorum, one, other] = witness.map(setOf);
        expect(quorums).toContain(quorum);
        expect(fasts).toContain(one);
        expect(fasts).toContain(other);
        expect(members(quorum! & one! & other!)).toEqual([]);
      }),
      { numRuns: 150, seed: 20263 },
    ));
});
