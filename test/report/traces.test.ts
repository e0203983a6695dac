/** From a point of a chart to its row, and from there to the diagram of one of its operations. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quorumBench } from '../cli/command-line.ts';
import { readResultSet } from '../../harness/report/result-set.ts';
import { sweptFolder } from './fixture.ts';

let dir = '';
beforeAll(async () => {
  dir = await sweptFolder({
    name: 'traced',
    seeds: 1,
    panels: [{ name: 'one', base: { nodes: 3, phases: { warmupMs: 20, ops: 1100 } }, axes: { algorithm: ['raft'] } }],
  });
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true }));

describe('a request that was traced', () => {
  it('is kept beside the result set, and the report leads to it from the row of its trial', async () => {
    const id = readResultSet(dir).configurations[0]!.trialIds[0]!;
    const traced = await quorumBench('trace', dir, id, '--request', 'p99.9', '--keep');
    expect(traced).toMatchObject({ status: 0, err: '' });
    expect(existsSync(join(dir, `traces/${id}-p99.9.svg`))).toBe(true);
    expect((await quorumBench('report', dir)).status).toBe(0);
    const page = readFileSync(join(dir, 'report.html'), 'utf8');
    expect(page).toContain(`<a href="#trace-${id}-p99.9">p99.9, drawn</a>`);
    const [, image, text] = new RegExp(`id="trace-${id}-p99.9">[^]*?base64,([^"]*)" alt="([^"]*)"`).exec(page)!;
    expect(Buffer.from(image!, 'base64').toString()).toBe(readFileSync(join(dir, `traces/${id}-p99.9.svg`), 'utf8'));
    expect(text).toMatch(/^p99\.9 operation/);
    expect(readFileSync(join(dir, 'report.md'), 'utf8')).toContain(`(traces/${id}-p99.9.svg)`);
  }, 60_000);

  it('is left out, and named, where the set has no such trial', () => {
    writeFileSync(join(dir, 'traces/0123456789abcdef-max.svg'), '<svg/>');
    const { traces, notes } = readResultSet(dir);
    expect(traces.map(({ request }) => request)).toEqual(['p99.9']);
    expect(notes).toContain('traces/0123456789abcdef-max.svg is a diagram of no trial of this result set');
  });

  it('is drawn of the first seed of every configuration in panels that ask for it', async () => {
    const panel = { base: { nodes: 3, phases: { warmupMs: 20, ops: 200 } }, axes: { algorithm: ['raft', 'paxos'] } };
    const file = join(dir, 'drawn.json');
    const panels = [
      { name: 'drawn', draw: 'max', ...panel },
      { name: 'plain', ...panel, axes: { algorithm: ['multi-paxos'] } },
    ];
    writeFileSync(file, JSON.stringify({ name: 'drawn', seeds: [3, 1], panels }));
    const out = join(dir, 'drawn');
    const swept = await quorumBench('sweep', file, '--out', out, '--workers', '1');
    expect(swept).toMatchObject({ status: 0 });
    const { configurations, trialRows, traces, notes } = readResultSet(out);
    expect(notes).toEqual([]);
    const drawn = configurations.filter(({ panels: names }) => names.includes('drawn'));
    expect(traces.map(({ trialId }) => trialId).sort()).toEqual(drawn.map(({ trialIds }) => trialIds[0]!).sort());
    for (const { trialId, request, svg } of traces) {
      expect(request).toBe('max');
      expect(svg).toContain('seed 3');
      const [row] = trialRows.get(trialId)!;
      expect(Number(/([\d.]+) ms/.exec(svg)![1])).toBeCloseTo(Number(row!['latency_max_ms']), 6);
    }
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('max, drawn</a>');
  }, 60_000);

  it('needs a result set to be kept in', async () => {
    const file = join(dir, 'saved.json');
    const { out } = await quorumBench('run', '--algorithm', 'raft', '--ops', '20', '--json');
    writeFileSync(file, out);
    const { status, err } = await quorumBench('trace', file, '--keep');
    expect(status).toBe(2);
    expect(err).toContain('--keep needs a folder of a result set and a trial_id; write a file with --svg FILE');
  });
});
