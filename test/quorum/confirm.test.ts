import { describe, expect, it } from 'vitest';
import { compareSystems, configurationOf } from '../../harness/quorums/comparison.ts';
import type { Conditions } from '../../harness/quorums/compare.ts';
import { confirm } from '../../harness/quorums/confirm.ts';
import { countsWithin, drawOutages } from '../../harness/quorums/drawn-outages.ts';
import { quorums } from './command.ts';

const conditions: Conditions = {
  nodes: 4,
  rtt: [
    [0, 10, 20, 90],
    [10, 0, 15, 80],
    [20, 15, 0, 70],
    [90, 80, 70, 0],
  ],
  leader: undefined,
  failures: { node: [0.1, 0.1, 0.1, 0.2], zones: [{ nodes: [0, 1], fails: 0.05 }] },
  response: undefined,
  readFraction: 0,
  thrifty: false,
};

async function comparisonOf(...texts: string[]) {
  const configurations = texts.map((text) => configurationOf(text, conditions.nodes));
  return { configurations, comparison: await compareSystems(configurations, conditions, undefined) };
}

describe('confirming by running', () => {
  it('runs each row under each protocol with a leader for which it is legal, and agrees', async () => {
    const { configurations, comparison } = await comparisonOf('majority', '3/2', '2/3');
    const { rows, agrees } = confirm(configurations, comparison, conditions);
    expect(rows.map(({ label, algorithm }) => `${label} ${algorithm}`)).toEqual([
      'majority multi-paxos',
      'majority flexible-paxos',
      'majority raft',
      '3/2 flexible-paxos',
      '3/2 raft',
      '2/3 flexible-paxos',
    ]);
    expect(rows.every(({ residuals }) => residuals.length === 4)).toBe(true);
    expect(agrees).toBe(true);
  });

  it.each(['commitMs', 'clientMs', 'messages', 'noCommit'] as const)(
    'flags a prediction of %s that is off by 5 %',
    async (figure) => {
      const { configurations, comparison } = await comparisonOf('3/2');
      const rows = comparison.rows.map((row) => ({
        ...row,
        figures: { ...row.figures, [figure]: row.figures[figure]! * 1.05 },
      }));
      const { rows: confirmed, agrees } = confirm(configurations, { ...comparison, rows }, conditions);
      expect(agrees).toBe(false);
      expect(confirmed[0]!.residuals.filter((residual) => !residual.agrees)).toHaveLength(1);
    },
  );

  it('prints predicted beside measured', async () => {
    const line = '--nodes 4 --quorums 3/2 --topology aws5-2021 --p-fail 0.01 --confirm';
    const { out, status } = await quorums(...line.split(' '));
    expect(status).toBe(0);
    expect(out).toMatch(/3\/2 +raft/);
    expect(out).toContain('all agree');
    expect(out).toContain('Monte-Carlo');
  });

  it.each([
    ['--nodes 40 --quorums majority --topology aws5-2021', 'at most 31'],
    ['--nodes 4 --quorums majority', 'give a --topology'],
    ['--nodes 4 --quorums majority --topology aws5-2021 --thrifty', 'leave out --thrifty'],
  ])('refuses %s', async (line, reason) => {
    const { err, status } = await quorums(...line.split(' '), '--confirm');
    expect(status).toBe(2);
    expect(err).toContain(reason);
  });
});

describe('drawn outages', () => {
  it('draw nodes and zones as often as they fail', () => {
    const draws = 100_000;
    const { upSets } = drawOutages(conditions.failures!, 7, draws);
    const down = (node: number): number => {
      let count = 0;
      for (const [up, times] of upSets) if ((up & (1 << node)) === 0) count += times;
      return count / draws;
    };
    const expected = [0.145, 0.145, 0.1, 0.2];
    expected.forEach((probability, node) => {
      expect(Math.abs(down(node) - probability)).toBeLessThan(countsWithin(probability, draws, 1e-4));
    });
  });

  it('differ by a few even where hardly any is expected', () => {
    expect(countsWithin(1e-20, 1000, 0.001) * 1000).toBeGreaterThan(1);
    expect(countsWithin(0.5, 1_000_000, 0.001)).toBeLessThan(0.002);
  });
});
