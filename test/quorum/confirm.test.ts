import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareSystems, configurationOf } from '../../harness/quorums/comparison.ts';
import type { Conditions } from '../../harness/quorums/compare.ts';
import { confirm } from '../../harness/quorums/confirm.ts';
import { runCrashes, shareWithout, timeWithin } from '../../harness/quorums/crash-run.ts';
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
    const { rows, agrees } = confirm(configurations, comparison, conditions, { crashRuns: 8, losses: 8 });
    expect(rows.map(({ label, algorithm }) => `${label} ${algorithm}`)).toEqual([
      'majority multi-paxos',
      'majority flexible-paxos',
      'majority raft',
      '3/2 flexible-paxos',
      '3/2 raft',
      '2/3 flexible-paxos',
    ]);
    expect(rows.every(({ residuals }) => residuals.length === 10)).toBe(true);
    expect(agrees).toBe(true);
  });

  it.each([
    ['commitMs', 1.05],
    ['clientMs', 1.05],
    ['messages', 1.05],
    ['noCommit', 2],
    ['noElection', 2],
  ] as const)('flags a prediction of %s that is off by a factor of %d', async (figure, factor) => {
    const { configurations, comparison } = await comparisonOf('3/2');
    const rows = comparison.rows.map((row) => ({
      ...row,
      figures: { ...row.figures, [figure]: row.figures[figure]! * factor },
    }));
    const { rows: confirmed, agrees } = confirm(configurations, { ...comparison, rows }, conditions, {
      crashRuns: 16,
      losses: 4,
    });
    expect(agrees).toBe(false);
    expect(confirmed[0]!.residuals.filter((residual) => !residual.agrees)).toHaveLength(1);
  });

  it('prints predicted beside measured, and writes the page', async () => {
    const page = join(mkdtempSync(join(tmpdir(), 'price-')), 'price.html');
    const line = `--nodes 4 --quorums 3/2 --topology aws5-2021 --p-fail 0.01 --confirm --html ${page}`;
    const { out, status } = await quorums(...line.split(' '));
    expect(status).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const part of ['P(no elect)', 'back, ms', '3 ca-central-1', 'Flexible Paxos', '<svg'])
      expect(html.includes(part)).toBe(true);
    expect(/<script|src="http/.test(html)).toBe(false);
    expect(out).toMatch(/3\/2 +raft/);
    expect(out).toContain('all agree');
    expect(out).toContain('crashes and repairs');
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

  it('refuses a page without measurements', async () => {
    const { err, status } = await quorums('--quorums', 'majority', '--html', 'price.html');
    expect(status).toBe(2);
    expect(err).toContain('give --confirm');
  });
});

describe('runs with crashes and repairs', () => {
  it('have nodes and zones down as often as they fail', () => {
    const runs = runCrashes(conditions.failures!, 16);
    const expected = [0.145, 0.145, 0.1, 0.2];
    expected.forEach((probability, node) => {
      const down = shareWithout(runs, (up) => (up & (1 << node)) !== 0);
      expect(Math.abs(down - probability)).toBeLessThan(timeWithin(probability, runs.relaxations, 1e-4));
      expect(Math.abs(down - probability)).toBeLessThan(0.01);
    });
    expect(runs.crashes).toBeGreaterThan(1000);
  });

  it('say little of what hardly ever happens, and more the longer they are', () => {
    expect(timeWithin(1e-20, 1000, 0.001)).toBeGreaterThan(0.005);
    expect(timeWithin(0.5, 1_000_000, 0.001)).toBeLessThan(0.005);
  });
});
