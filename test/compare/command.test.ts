/** `quorum-bench compare` on folders: what it says, its exit status, and what it says of folders that are damaged. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planSweep } from '../../harness/sweep/plan.ts';
import { runSweep } from '../../harness/sweep/sweep.ts';
import { quorumBench } from '../cli/command-line.ts';
import { smallSweep } from '../sweep/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-compare-'));
const at = (name: string) => join(folder, name);

const world = { algorithm: 'raft', nodes: 3, policy: { leader: 0 } };

interface Case {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly fsyncMs?: number;
}

async function sweepInto({ name, seeds, fsyncMs = 0.25 }: Case): Promise<void> {
  const base = {
    ...world,
    costs: { fsync: { type: 'constant', value: fsyncMs } },
    phases: { warmupMs: 50, ops: 1100 },
  };
  const sweep = smallSweep({ base, axes: { 'workload.clients': [4, 8] }, seeds: [...seeds] });
  await runSweep(sweep, planSweep(sweep), { dir: at(name), workers: 2, resume: false });
}

beforeAll(async () => {
  await sweepInto({ name: 'base', seeds: [1, 2, 3] });
  await sweepInto({ name: 'more', seeds: [2, 3, 4] });
  await sweepInto({ name: 'other', seeds: [7, 8, 9] });
  await sweepInto({ name: 'slow', seeds: [1, 2, 3], fsyncMs: 0.5 });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Json {
  readonly verdict: string;
  readonly method: string;
  readonly rows: readonly {
    readonly metric: string;
    readonly method: string;
    readonly finding: string;
    readonly change: number;
    readonly seeds: readonly number[];
  }[];
  readonly changes: readonly { readonly path: string }[];
  readonly provenance: readonly { readonly what: string }[];
  readonly notes: readonly string[];
  readonly failures: readonly object[];
}

async function compared(
  base: string,
  candidate: string,
  ...flags: string[]
): Promise<Json & { readonly status: number }> {
  const { out, err, status } = await quorumBench('compare', at(base), at(candidate), '--json', ...flags);
  expect(err).toBe('');
  return { ...(JSON.parse(out) as Json), status };
}

/** A copy of the base with one file changed. */
function damaged(name: string, file: string, change: (text: string) => string): string {
  cpSync(at('base'), at(name), { recursive: true });
  writeFileSync(join(at(name), file), change(readFileSync(join(at(name), file), 'utf8')));
  return name;
}

describe('compare', () => {
  it('finds nothing where both are the same, in pairs', async () => {
    const { verdict, method, rows, provenance, status } = await compared('base', 'base');
    expect(verdict).toMatch(/^No evidence of a difference in p99, throughput and availability over 2 configurations/);
    expect(method).toMatch(/^paired/);
    expect(rows.every(({ change }) => change === 0)).toBe(true);
    expect(provenance).toEqual([]);
    expect(status).toBe(0);
  });

  it('says that other seeds are two samples', async () => {
    const { method, rows, provenance } = await compared('base', 'other');
    expect(method).toMatch(/^two-sample/);
    expect(rows.map((row) => row.method)).not.toContain('paired');
    expect(provenance.map(({ what }) => what)).toEqual(['sweep', 'seeds']);
  });

  it('pairs the seeds that both have, and says what it left out', async () => {
    const { rows, notes } = await compared('base', 'more');
    expect(rows.map(({ seeds }) => seeds)).toEqual(rows.map(() => [2, 2]));
    expect(notes.join()).toMatch(/4 trials of 2 configurations have seeds that only one side has/);
  });

  it('finds a disk that takes twice as long, names the field, and fails on the threshold', async () => {
    const { verdict, changes, failures, status } = await compared('base', 'slow', '--fail-if', 'throughput < -5%');
    expect(verdict).toMatch(/^Worse: overall p99 \+\d.*throughput −\d/);
    expect(verdict).toMatch(/; what was asked differs: costs\.fsync\.value 0\.5 for 0\.25\.$/);
    expect(changes.map(({ path }) => path)).toEqual(['costs.fsync.value']);
    expect(failures.length).toBeGreaterThan(0);
    expect(status).toBe(1);
  });

  it('passes a threshold on a change that is not there', async () => {
    expect((await compared('base', 'other', '--fail-if', 'p99 > +5%')).status).toBe(0);
  });

  it('says the same in words, worst first, and as a page without scripts', async () => {
    const page = at('compare.html');
    const { out, status } = await quorumBench(
      'compare',
      at('base'),
      at('slow'),
      '--html',
      page,
      '--charts',
      at('charts'),
    );
    expect(status).toBe(0);
    expect(out).toMatch(/all configurations +throughput/);
    expect(out).toMatch(/costs\.fsync\.value: 0\.25 \| 0\.5/);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|NaN|undefined/);
    expect(html.match(/class="mark-symbol role-mark/g)!.length).toBeGreaterThan(2);
    expect(readFileSync(join(at('charts'), 'worst-changes.svg'), 'utf8')).toContain('role-axis-title');
  });
});

describe('a comparison to be published', () => {
  it('is a folder: a page, Markdown with its charts beside it, and JSON', async () => {
    const { status } = await quorumBench('compare', at('base'), at('slow'), '--out', at('compared'));
    expect(status).toBe(0);
    const markdown = readFileSync(at('compared/report.md'), 'utf8');
    expect(markdown).toMatch(/^# .*base and .*slow compared\n\n\*\*Worse: overall p99 \+\d/);
    expect(markdown).not.toMatch(/NaN|undefined/);
    const pictures = [...markdown.matchAll(/\]\((charts\/[^)]+)\)/g)].map((match) => match[1]!);
    expect(pictures.length).toBeGreaterThan(1);
    for (const picture of pictures) expect(readFileSync(at(join('compared', picture)), 'utf8')).toContain('role-mark');
    expect(JSON.parse(readFileSync(at('compared/comparison.json'), 'utf8'))).toMatchObject({ schema: 1, failures: [] });
    expect(readFileSync(at('compared/report.html'), 'utf8')).toContain('</html>');
  });

  it('names configurations by what no word is for, and by no more than that', async () => {
    const sweep = smallSweep({
      base: { ...world, phases: { warmupMs: 50, ops: 100 } },
      axes: { 'policy.heartbeatMs': [40, 50] },
      seeds: [1, 2],
    });
    await runSweep(sweep, planSweep(sweep), { dir: at('heartbeats'), workers: 1, resume: false });
    const { out } = await quorumBench('compare', at('heartbeats'), at('heartbeats'), '--metric', 'throughput', '--all');
    expect(out).toMatch(/^ *Raft, policy\.heartbeatMs=40 +throughput/m);
  });

  it('is a comment on a change, which says what fails', async () => {
    const { out, status } = await quorumBench(
      ...['compare', at('base'), at('slow'), '--markdown', '--fail-if', 'throughput < -5%'],
    );
    expect(status).toBe(1);
    expect(out).toMatch(/\n- fails `throughput < -5%`: all configurations: throughput changed by −\d/);
    expect(out).toContain('| configuration | figure | base | candidate | change | p | finding |');
  });

  it('says whose version each side is, and that a change of the same sweep is that of the program', async () => {
    const name = damaged('next', 'manifest.json', (text) =>
      text.replace(/"version": "[^"]+"/, '"version": "9.9.9"').replace(/("sources_hash": ")\w{4}/, '$1beef'),
    );
    const { out, status } = await quorumBench('compare', at('base'), at(name));
    expect(status).toBe(0);
    expect(out).toMatch(/version of quorum-bench: \d+\.\d+\.\d+ \| 9\.9\.9/);
    expect(out).toMatch(/sources that run a trial: \w{12} \| beef\w{8}/);
    expect(out).toContain('The same sweep, run by different sources: a change is that of the program.');
  });
});

describe('a damaged result set', () => {
  it('of a newer schema is named with the way out', async () => {
    const name = damaged('newer', 'manifest.json', (text) => text.replace('"schema": 1', '"schema": 2'));
    const { err, status } = await quorumBench('compare', at('base'), at(name));
    expect(status).toBe(2);
    expect(err).toMatch(/newer is written in schema 2 .*install that version or a newer one/);
  });

  it('with a damaged histogram is compared all the same, and the histogram named', async () => {
    const name = damaged('torn', 'histograms.csv', (text) => text.replace(/HISTFAAAA\w{12}/, 'HISTFAAAA!!!!'));
    const { notes, rows } = await compared('more', name);
    expect(notes.join()).toMatch(/candidate: a histogram of trial \w{16} is damaged/);
    expect(rows.length).toBeGreaterThan(4);
  });

  it('without rows of trials is compared by its summary, and nothing claimed', async () => {
    cpSync(at('base'), at('bare'), { recursive: true });
    rmSync(join(at('bare'), 'trials.csv'));
    const { notes, rows } = await compared('base', 'bare');
    expect(notes.join()).toMatch(/trials.csv is missing/);
    expect(rows.filter(({ finding }) => finding !== 'no evidence')).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('with rows of two sweeps mixed says so', async () => {
    const other = readFileSync(join(at('slow'), 'trials.csv'), 'utf8')
      .split('\n')
      .slice(1)
      .join('\n');
    const name = damaged('mixed', 'trials.csv', (text) => text + other);
    expect((await compared('base', name)).notes.join()).toMatch(/rows may be of another sweep/);
  });

  it('that shares nothing with the other is refused with the way out', async () => {
    const sweep = smallSweep({
      base: { ...world, algorithm: 'paxos', nodes: 5, phases: { warmupMs: 50, ops: 60 } },
      axes: { 'workload.clients': [2, 3], 'network.loss': [0, 0.01] },
      seeds: [1],
    });
    await runSweep(sweep, planSweep(sweep), { dir: at('strange'), workers: 1, resume: false });
    const { err, status } = await quorumBench('compare', at('base'), at('strange'));
    expect(status).toBe(2);
    expect(err).toMatch(/have no configuration in common.*compare two runs of one sweep/);
  });
});
