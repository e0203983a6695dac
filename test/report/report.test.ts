/** A report of a small result set: its files, their bytes, and what it says of files that are missing or damaged. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportCommand } from '../../bench/commands/report.ts';
import { NARROW, WIDE, type Spec } from '../../harness/report/charts/chart.ts';
import { chartMakers } from '../../harness/report/charts/charts.ts';
import { stillSpec } from '../../harness/report/charts/complete-spec.ts';
import { renderSvg } from '../../harness/report/render-svg.ts';
import { reportOf, writeReport } from '../../harness/report/report.ts';
import { readResultSet } from '../../harness/report/result-set.ts';
import { RUN_BEGIN, RUN_END } from '../../harness/report/text/document.ts';
import { sweptFolder } from './fixture.ts';

let dir = '';
const copies: string[] = [];

/** A sweep of a hundred short trials, on a machine that may be busy. */
const SWEEP_MS = 240_000;

beforeAll(async () => {
  dir = await sweptFolder();
  await writeReport(dir);
}, SWEEP_MS);

afterAll(() => [dir, ...copies].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const read = (name: string, folder = dir) => readFileSync(join(folder, name), 'utf8');

/** The same result set, to be damaged. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-report-'));
  copies.push(folder);
  cpSync(dir, folder, { recursive: true });
  return folder;
}

describe('the charts', () => {
  it('are all there where every axis is, each an SVG with its Vega-Lite specification beside it', () => {
    const files = readdirSync(join(dir, 'charts'));
    const names = reportOf(readResultSet(dir)).charts.map(({ name }) => name);
    expect(names).toHaveLength(chartMakers.length);
    expect(files.sort()).toEqual(names.flatMap((name) => [`${name}.svg`, `${name}.vl.json`]).sort());
  });

  it('draw without a warning, wide and narrow, with marks, titles of axes, and a legend', async () => {
    const { charts } = reportOf(readResultSet(dir));
    for (const chart of charts) {
      for (const layout of [WIDE, NARROW]) {
        const { svg, warnings } = await renderSvg(stillSpec(chart, layout, {}));
        expect(warnings, chart.name).toEqual([]);
        expect(svg, chart.name).toMatch(/class="mark-(symbol|line|rect) role-mark/);
        expect(svg, chart.name).toContain('role-axis-title');
        expect(svg, chart.name).toContain('role-legend');
        expect(svg, chart.name).not.toMatch(/NaN|undefined|>null</);
      }
    }
  });

  it('have specifications that stand alone: drawn from the file, they give the file beside them', async () => {
    const [name] = readdirSync(join(dir, 'charts')).filter((file) => file.endsWith('.vl.json'));
    const spec = JSON.parse(read(`charts/${name}`)) as Spec;
    expect((await renderSvg(spec)).svg).toBe(read(`charts/${name!.replace('.vl.json', '.svg')}`));
  });

  it('are left out with a reason where the result set has not the axis', () => {
    const set = readResultSet(dir);
    const panels = set.panels.filter(({ name }) => name === 'load');
    const { charts, sections } = reportOf({ ...set, panels, timeseries: new Map() });
    const names = charts.map(({ name }) => name);
    expect(names).toContain('throughput-latency');
    expect(names).not.toContain('failure-rate');
    const left = JSON.stringify(sections.find(({ id }) => id === 'exclusions'));
    expect(left).toContain('no panel varies the failure rate');
    expect(left).toContain('no panel varies the number of nodes');
  });
});

describe('the report', () => {
  it('has the same bytes when it is made again, and from another run but for the block that quotes run.json', async () => {
    const other = copy();
    const run = { ...(JSON.parse(read('run.json')) as object), started: 'another day' };
    writeFileSync(join(other, 'run.json'), JSON.stringify(run, null, 2));
    await writeReport(other);
    for (const name of ['report.html', 'report.md']) {
      const [ours, theirs] = [read(name), read(name, other)];
      expect(theirs).not.toBe(ours);
      expect(withoutRun(theirs)).toBe(withoutRun(ours));
    }
    for (const name of readdirSync(join(dir, 'charts'))) {
      expect(read(`charts/${name}`, other)).toBe(read(`charts/${name}`));
    }
  });

  it('escapes what the sweep calls itself', () => {
    expect(read('report.html')).toContain('with &lt;which&gt; quorums?</h1>');
    expect(read('report.md')).toContain('# Which protocol is best, with \\<which> quorums?');
  });

  it('answers first, then shows, then says how: findings, method, costs, fairness, exclusions, provenance', () => {
    const text = read('report.md');
    const order = [
      'lowest p99 latency',
      'charts/',
      '## All configurations',
      '## Method',
      '## Cost model',
      '## Fairness',
      '## Left out',
      '## Provenance',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it('names what one protocol alone has, what was excluded and why, and how to replay a row', () => {
    const text = read('report.md');
    expect(text).toContain('options.failureDetector');
    expect(text).toMatch(/\| 1\/1 \| \d+ \| .*need not meet/);
    const id = /quorum-bench replay \. ([0-9a-f]{16})/.exec(text)?.[1];
    expect(read('trials.csv')).toContain(id);
  });

  it('links to files that are there', () => {
    const links = [...read('report.md').matchAll(/\]\((charts\/[^)]+)\)/g)].map((match) => match[1]!);
    expect(links).toHaveLength(chartMakers.length);
    for (const link of links) expect(existsSync(join(dir, link)), link).toBe(true);
  });

  it('finds that all protocols ran under the same values', () => {
    expect(read('report.md')).toContain('all protocols ran under the same values of every field');
  });
});

describe('a result set that is not whole', () => {
  it('is reported without what is missing, and says so', async () => {
    const folder = copy();
    rmSync(join(folder, 'split.csv'));
    await writeReport(folder);
    expect(read('report.md', folder)).toContain('split.csv is missing; what needs it is left out');
    expect(existsSync(join(folder, 'charts/time-split.svg'))).toBe(false);
    expect(existsSync(join(folder, 'charts/p99-by-nodes.svg'))).toBe(true);
  });

  it('is reported without a damaged histogram, which is named by its trial', async () => {
    const folder = copy();
    writeFileSync(join(folder, 'histograms.csv'), read('histograms.csv').replaceAll(/,HIST[^\n]+/g, ',HISTbroken'));
    await writeReport(folder);
    expect(read('report.md', folder)).toMatch(/the histogram of trial [0-9a-f]{16} is damaged/);
  });

  it('says that rows may be of another sweep where numbers do not agree', async () => {
    const folder = copy();
    const lines = read('trials.csv').split('\n');
    writeFileSync(join(folder, 'trials.csv'), [lines[0], ...lines.slice(3)].join('\n'));
    await writeReport(folder);
    expect(read('report.md', folder)).toContain('rows may be of another sweep');
  });

  it('is refused in a sentence if its schema is newer or there is no manifest', () => {
    const folder = copy();
    const manifest = { ...(JSON.parse(read('manifest.json')) as object), schema: 2, version: '9.9.9' };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readResultSet(folder)).toThrow(/written in schema 2 by version 9\.9\.9.*install that version/);
    rmSync(join(folder, 'manifest.json'));
    expect(() => readResultSet(folder)).toThrow(
      /has no manifest\.json; name a folder that quorum-bench sweep has written/,
    );
  });
});

describe('quorum-bench report', () => {
  it('prints the files as JSON', async () => {
    const printed = { out: '', err: '' };
    const terminal = {
      out: (text: string) => void (printed.out += text),
      err: (text: string) => void (printed.err += text),
      color: false,
      width: 100,
      status: 0,
    };
    await reportCommand(terminal).parseAsync([dir, '--json'], { from: 'user' });
    const [files] = JSON.parse(printed.out) as { html: string; markdown: string; charts: string[] }[];
    expect(files!.html).toBe(join(dir, 'report.html'));
    expect(files!.charts).toHaveLength(chartMakers.length);
    expect(terminal.status).toBe(0);
  });
});

function withoutRun(text: string): string {
  const [before, rest] = text.split(RUN_BEGIN);
  return `${before}${rest?.split(RUN_END)[1]}`;
}
