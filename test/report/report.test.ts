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
import { reportOf, writeChart, writeReport } from '../../harness/report/report.ts';
import { readResultSet } from '../../harness/report/result-set.ts';
import { RUN_BEGIN, RUN_END } from '../../harness/report/text/document.ts';
import { sweptFolder } from './fixture.ts';
import { printingTerminal } from '../support/printing-terminal.ts';

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
    expect(read('report.md', folder)).toMatch(/the histograms of \d+ trials, [0-9a-f]{16}.* are damaged .*left out/);
  });

  /** Changes the cells of rows of a CSV file, which `place` finds by their position below the head. */
  function damage(name: string, change: (line: string, i: number) => string): string {
    const folder = copy();
    const [head, ...lines] = read(name).trimEnd().split('\n');
    writeFileSync(join(folder, name), `${[head, ...lines.map(change)].join('\n')}\n`);
    return folder;
  }
  const only = (at: number, change: (line: string) => string) => (line: string, i: number) =>
    i === at ? change(line) : line;

  it.each([
    [
      'a spec that is no JSON',
      'summary.csv',
      (line: string) => line.replace('"{""', '"{x""'),
      /row 3 of summary\.csv is left out: damaged spec/,
    ],
    [
      'a spec of no quorums',
      'summary.csv',
      (line: string) => line.replace('""kind"":""majority""', '""kind"":""magic""'),
      /row 3 of summary\.csv is left out: damaged spec/,
    ],
    [
      'a torn row',
      'summary.csv',
      (line: string) => line.slice(0, 400),
      /row 3 of summary\.csv is left out: (torn|no verdict)/,
    ],
    [
      'a figure that is no number',
      'summary.csv',
      (line: string) => line.replace(/,(\d+\.\d+),/, ',1x$1,'),
      /row 3 of summary\.csv is left out: \w+ is no number but "1x/,
    ],
    [
      'a spec that is no JSON',
      'trials.csv',
      (line: string) => line.replace('"{""', '"{x""'),
      /row 3 of trials\.csv is left out: damaged spec/,
    ],
    [
      'a number that is none',
      'split.csv',
      (line: string) => line.replace(/[\d.]+$/, 'soon'),
      /row 3 of split\.csv is left out: latency_ms is no number but "soon"/,
    ],
    [
      'a number that is none',
      'stragglers.csv',
      (line: string) => line.replace(/\d+$/, 'all'),
      /row 3 of stragglers\.csv is left out: batches is no number/,
    ],
  ])('is reported without %s in %s, which is named, with the way out', (_, name, change, sentence) => {
    const report = reportOf(readResultSet(damage(name, only(1, change))));
    expect(report.set.notes.join('\n')).toMatch(sentence);
    expect(JSON.stringify(report.sections)).toContain('quorum-bench sweep manifest.json --out again');
    expect(report.charts.length).toBeGreaterThan(6);
  });

  it('leaves out rows of another sweep, whichever file they are in, and names them', () => {
    const stranger = (line: string) =>
      line.replace(/^[0-9a-f]{16}/, 'feedfeedfeedfeed').replaceAll('""window"":64', '""window"":63');
    for (const name of ['trials.csv', 'summary.csv', 'histograms.csv']) {
      const set = readResultSet(
        damage(
          name,
          only(1, (line) => `${line}\n${stranger(line)}`),
        ),
      );
      expect(set.notes.join('\n'), name).toMatch(
        new RegExp(`${name.replace('.', '.')}.*left out; rows may be of another sweep`),
      );
      expect(set.configurations, name).toHaveLength(readResultSet(dir).configurations.length);
    }
    const { notes } = readResultSet(
      damage(
        'trials.csv',
        only(1, (line) => `${line}\n${line}`),
      ),
    );
    expect(notes.join('\n')).toMatch(/trials\.csv has [0-9a-f]{16} more than once/);
  });

  it('says that rows may be of another sweep where numbers do not agree', () => {
    const { notes } = readResultSet(damage('trials.csv', (line, i) => (i < 2 ? '' : line)));
    expect(notes.join('\n')).toMatch(/trials\.csv has \d+ rows that can be read, the manifest says \d+/);
  });

  it('says so where a file is no table at all, or a stamp is none', () => {
    const folder = copy();
    writeFileSync(join(folder, 'timeseries.csv'), '\u0000\u0001');
    writeFileSync(join(folder, 'verification.json'), '{"schema":1}');
    writeFileSync(join(folder, 'run.json'), '{');
    const notes = reportOf(readResultSet(folder)).set.notes.join('\n');
    expect(notes).toContain('timeseries.csv is damaged: it has no head of columns');
    expect(notes).toContain('verification.json is damaged');
    expect(notes).toContain('run.json is damaged');
  });

  it('is refused in a sentence if its schema is newer or there is no manifest', () => {
    const folder = copy();
    const manifest = { ...(JSON.parse(read('manifest.json')) as object), schema: 2, version: '9.9.9' };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readResultSet(folder)).toThrow(/written in schema 2 by version 9\.9\.9.*install that version/);
    writeFileSync(join(folder, 'manifest.json'), '{"schema":1}');
    expect(() => readResultSet(folder)).toThrow(/manifest\.json is damaged.*name a folder/);
    rmSync(join(folder, 'manifest.json'));
    expect(() => readResultSet(folder)).toThrow(
      /has no manifest\.json; name a folder that quorum-bench sweep has written/,
    );
  });
});

describe('quorum-bench report', () => {
  it('prints the files as JSON', async () => {
    const terminal = printingTerminal();
    const { printed } = terminal;
    await reportCommand(terminal).parseAsync([dir, '--json'], { from: 'user' });
    const [files] = JSON.parse(printed.out) as { html: string; markdown: string; charts: string[] }[];
    expect(files!.html).toBe(join(dir, 'report.html'));
    expect(files!.charts).toHaveLength(chartMakers.length);
    expect(terminal.status).toBe(0);
  });

  it('makes one chart again, as PNG too, and names the charts that there are where it knows none of that name', async () => {
    const folder = copy();
    rmSync(join(folder, 'charts'), { recursive: true });
    const { charts, pngs } = await writeChart(folder, 'stragglers', { png: true });
    expect(charts).toEqual([join(folder, 'charts/stragglers.svg')]);
    expect(read('charts/stragglers.svg', folder)).toBe(read('charts/stragglers.svg'));
    expect(readFileSync(pngs[0]!).subarray(1, 4).toString()).toBe('PNG');
    await expect(writeChart(folder, 'nope')).rejects.toThrow(/--chart nope: .* it has .*stragglers/);
  });
});

function withoutRun(text: string): string {
  const [before, rest] = text.split(RUN_BEGIN);
  return `${before}${rest?.split(RUN_END)[1]}`;
}
