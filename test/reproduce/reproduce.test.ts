/** The frame around published experiments: threads, files, exit status. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { reproduceCommand } from '../../bench/commands/reproduce.ts';
import { publishedExperiments } from '../../bench/experiments/published-experiments.ts';
import { plusMinus, type Gate } from '../../harness/reproduce/gates.ts';
import { CheckFailed } from '../../harness/reproduce/check-failed.ts';
import { seedsOf } from '../../harness/reproduce/lab.ts';
import { lines } from '../../harness/reproduce/published-chart.ts';
import type { PublishedExperiment } from '../../harness/reproduce/published-experiment.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { commandLine } from '../cli/command-line.ts';
import { printingTerminal } from '../support/printing-terminal.ts';

const out = mkdtempSync(join(tmpdir(), 'reproduce-'));
afterAll(() => rmSync(out, { recursive: true }));

const spec = resolveSpec({
  algorithm: 'raft',
  nodes: 3,
  network: { delay: '10ms' },
  policy: { leader: 0 },
  workload: { at: [0], clients: 1 },
  phases: { warmupMs: 50, ops: 20 },
});

/** Commits take a round trip: 20 ms and a little. */
function experiment(name: string, published: number): PublishedExperiment {
  return {
    name,
    question: 'How long does a commit take?',
    source: 'a test, Fig. 1',
    setup: ['Three nodes.'],
    expected: 'A round trip.',
    run: async (lab) => {
      const seeds = lab.seeds(name, 4);
      const outcomes = await lab.measure(
        'trial',
        seeds.map((seed) => ({ ...spec, seed })),
      );
      // In the order of the inputs, whichever thread was first.
      expect(outcomes.map((outcome) => outcome.spec.seed)).toEqual(seeds);
      const ms = Number(outcomes[0]!.row['latency_mean_ms']);
      const gates: Gate[] = [plusMinus('latency, ms', ms, published, 1)];
      const data = [20, 21].map((value) => ({ series: 'published', x: value, y: value }));
      const chart = lines({
        name,
        title: 'Latency',
        caption: 'A test.',
        data: [...data, { series: 'measured', x: ms, y: ms }],
        x: { field: 'x', title: 'x' },
        y: { field: 'y', title: 'y' },
      });
      return { gates, charts: [chart] };
    },
    live: 'it is a test',
  };
}

async function reproduce(experiments: readonly PublishedExperiment[], ...argv: string[]) {
  const terminal = printingTerminal();
  const { printed } = terminal;
  const root = new Command().exitOverride().addCommand(reproduceCommand(terminal, experiments));
  await root.parseAsync(['reproduce', ...argv, '--out', out], { from: 'user' });
  return { ...printed, status: terminal.status };
}

describe('reproduce', () => {
  it('passes where all gates hold, fails where one does not, and writes both', async () => {
    const both = [experiment('right', 20.3), experiment('wrong', 30)];
    const { status, out: text } = await reproduce(both, '--all');
    expect(status).toBe(1);
    expect(text).toContain('passes: 1 of 1 gates hold');
    expect(text).toContain('FAILS: 1 of 1 gates do not hold');
    expect(text).toContain('1 of 2 experiments pass, in ');
    expect(text).toMatch(/wall-clock: [\d.]+ s with 2 threads/);
    expect(readFileSync(join(out, 'wrong', 'README.md'), 'utf8')).toContain('| ±1 | FAIL |');
    expect(readFileSync(join(out, 'right', 'right.svg'), 'utf8')).toContain('<svg');
    const result = JSON.parse(readFileSync(join(out, 'right', 'result.json'), 'utf8')) as object;
    expect(result).toMatchObject({ pass: true, seed: 1, driver: 'sim' });
    expect(result).not.toHaveProperty('wall_ms');
    expect(readFileSync(join(out, 'right', 'run.json'), 'utf8')).toMatch(/"wall_ms": \d+/);
  });

  it('gives the same with any number of workers', async () => {
    const { status, out: json } = await reproduce([experiment('right', 20.3)], 'right', '--json', '--workers', '1');
    expect(status).toBe(0);
    const [again] = JSON.parse(json) as object[];
    expect(JSON.parse(readFileSync(join(out, 'right', 'result.json'), 'utf8'))).toEqual(again);
  });

  it('draws the same seeds for the same name, and others for another seed', () => {
    expect(seedsOf(1, 'x', 3)).toEqual(seedsOf(1, 'x', 3));
    expect(new Set([...seedsOf(1, 'x', 3), ...seedsOf(2, 'x', 3), ...seedsOf(1, 'y', 3)]).size).toBe(9);
  });

  it('ends with a sentence and status 1 where a run broke a rule', async () => {
    const broken: PublishedExperiment = {
      ...experiment('broken', 20),
      run: () => Promise.reject(new CheckFailed('VoteOnce: node 1 votes twice')),
    };
    const { status, err } = await reproduce([broken], 'broken');
    expect([status, err]).toEqual([1, expect.stringContaining('VoteOnce: node 1 votes twice')]);
  });

  it('knows its experiments by name, and says which there are', async () => {
    expect((await commandLine('reproduce raft-election')).err).toContain('did you mean raft-elections?');
    expect((await commandLine('reproduce')).err).toContain(
      'no experiment is named; take --all, or some of raft-elections',
    );
    expect((await commandLine('reproduce raft-elections --seed -1')).status).toBe(2);
    const listed = JSON.parse((await commandLine('list reproductions --json')).out) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(publishedExperiments.map(({ name }) => name));
  });

  it('says of every experiment where it is published, with a figure, a table or a section', () => {
    for (const { name, source, question, setup } of publishedExperiments) {
      expect(source, name).toMatch(/Fig\.|figure|[Tt]able|§/);
      expect(source, name).toMatch(/\b(19|20)\d\d\b/);
      expect(question, name).toMatch(/\?$/);
      expect(setup.length, name).toBeGreaterThan(1);
    }
  });
});
