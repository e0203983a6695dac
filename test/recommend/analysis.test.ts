/** Parts of the analysis against closed forms and known tables. */
import { describe, expect, it } from 'vitest';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { pairedDifference, studentQuantile } from '../../harness/recommend/paired.ts';
import { serviceOf } from '../../harness/recommend/service-chain.ts';

function service(text: string, nodes: number, down: number, deadlineMs: number) {
  const { phase1, phase2 } = parseQuorums(text, nodes);
  const failures = { node: Array.from({ length: nodes }, () => down), zones: [] };
  return serviceOf(systemFromSpec(nodes, phase1, phase2), failures, 1000, deadlineMs);
}

describe('how often nobody is served', () => {
  it('is, for one node, that it is down and stays so beyond the deadline', () => {
    for (const deadlineMs of [0, 500, 3000]) {
      expect(service('majority', 1, 0.2, deadlineMs).notServed).toBeCloseTo(0.2 * Math.exp(-deadlineMs / 1000), 10);
    }
  });

  it('is, where one acknowledgement is enough but all must elect, that the leader was lost and not all are up', () => {
    // Nobody leads from the crash of the leader until both are up: crashes of it by the rate of that end.
    const { notServed } = service('2/1', 2, 0.2, 0);
    expect(notServed).toBeGreaterThan(0.04);
    expect(notServed).toBeLessThan(0.36);
  });

  it('is less, the more may be down', () => {
    const [few, many] = [service('majority', 3, 0.1, 1000), service('majority', 5, 0.1, 1000)];
    expect(many.notServed).toBeLessThan(few.notServed);
    expect(few.notServed).toBeLessThan(3 * 0.1 * 0.1);
  });
});

describe('paired differences', () => {
  it.each([
    [1, 0.025, 12.706],
    [5, 0.025, 2.571],
    [10, 0.005, 3.169],
    [30, 0.025, 2.042],
  ])('use Student with %d degrees of freedom and a tail of %d: %d', (degrees, tail, value) => {
    expect(studentQuantile(degrees, tail)).toBeCloseTo(value, 3);
  });

  it('have no interval for one pair, and none that is wider than 0 for constant differences', () => {
    expect(pairedDifference([1], [2], 0.95)).toBeUndefined();
    expect(pairedDifference([3, 4, 5], [1, 2, 3], 0.95)).toEqual({ mean: 2, low: 2, high: 2 });
  });
});
