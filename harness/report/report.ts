/**
 * Makes the report of a result set from its folder alone: charts as SVG with their Vega-Lite specifications, `report.html`
 * and `report.md`. Start reading here.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NewFile } from '../sweep/new-file.ts';
import { UserError } from '../user-error.ts';
import { WIDE, type Chart, type Datum, type LeftOut, type Spec } from './charts/chart.ts';
import { chartMakers } from './charts/charts.ts';
import { stillSpec } from './charts/complete-spec.ts';
import type { Finding } from './findings/finding.ts';
import { findingsOf } from './findings/findings.ts';
import { counted, inWords } from './format.ts';
import { markdownOf } from './markdown.ts';
import { pageOf } from './page/page.ts';
import { pngRenderer } from './png.ts';
import { protocolScale, protocolTitle, type ProtocolScale } from './protocols.ts';
import { renderSvg } from './render-svg.ts';
import { writingReport } from './report-failed.ts';
import { readResultSet, type ResultSet } from './result-set.ts';
import type { Section } from './text/document.ts';
import { fairnessSection } from './text/fairness.ts';
import { costSection, methodSection } from './text/method.ts';
import { exclusionsSection, provenanceSection, reproduceSection, verificationSection } from './text/provenance.ts';
import { stampSection } from './text/verification-stamp.ts';
import { themeConfig, themes } from './theme.ts';

/** All that a report says, before it becomes a page or Markdown. */
export interface Report {
  readonly set: ResultSet;
  readonly question: string;
  /** What was run, in a sentence. */
  readonly about: string;
  readonly findings: readonly Finding[];
  readonly charts: readonly Chart[];
  readonly scale: ProtocolScale;
  readonly sections: readonly Section[];
}

export interface ReportOptions {
  /** Each chart as PNG too, beside its SVG. */
  readonly png?: boolean | undefined;
}

/** Files of charts alone. */
export interface ChartFiles {
  /** The SVG files; each has a `.vl.json` of its name beside it. */
  readonly charts: readonly string[];
  readonly pngs: readonly string[];
  /** What could not be read or does not fit together, a sentence each. */
  readonly notes: readonly string[];
}

export interface ReportFiles extends ChartFiles {
  readonly html: string;
  readonly markdown: string;
}

/**
 * @param dir the folder of a result set, which the report is written into
 * @throws UserError if it holds none that can be read; ReportFailed if it cannot be written to
 */
export async function writeReport(dir: string, options: ReportOptions = {}): Promise<ReportFiles> {
  const report = reportOf(readResultSet(dir));
  const folder = folderOfCharts(dir);
  removeFormerCharts(report, folder);
  const files = await writeCharts(report.charts, report, folder, options);
  const html = join(dir, 'report.html');
  const markdown = join(dir, 'report.md');
  writeText(html, pageOf(report));
  writeText(markdown, markdownOf(report));
  return { html, markdown, ...files };
}

/** The files of one chart, and no page: for who restyles it. @throws as `writeReport`, and UserError if there is no such chart */
export async function writeChart(dir: string, name: string, options: ReportOptions = {}): Promise<ChartFiles> {
  const report = reportOf(readResultSet(dir));
  return writeCharts([chartNamed(report, name)], report, folderOfCharts(dir), options);
}

export function reportOf(set: ResultSet): Report {
  const scale = protocolScale(set.configurations.map(({ algorithm }) => algorithm));
  const made = chartMakers.map((make) => make(set, scale));
  const charts = made.filter((chart): chart is Chart => chart.kind === 'chart');
  const leftOut = made.filter((chart): chart is LeftOut => chart.kind === 'left out');
  return {
    set,
    question: set.manifest.sweep.about || set.name,
    about: aboutOf(set),
    findings: findingsOf(set),
    charts,
    scale,
    sections: [
      methodSection(set),
      costSection(set),
      fairnessSection(set),
      exclusionsSection(set, leftOut),
      verificationSection(set),
      stampSection(set),
      reproduceSection(set),
      provenanceSection(set),
    ],
  };
}

function aboutOf({ manifest, configurations, name }: ResultSet): string {
  const protocols = [...new Set(configurations.map(({ algorithm }) => protocolTitle(algorithm)))];
  const trials = `${counted(manifest.trials.finished, 'trial')} of ${counted(configurations.length, 'configuration')}`;
  return `Result set ${name}: ${trials} of ${inWords(protocols)}, simulated by quorum-bench ${manifest.version}.`;
}

/** @throws UserError */
function chartNamed({ charts }: Report, name: string): Chart {
  const found = charts.find((chart) => chart.name === name);
  if (found !== undefined) return found;
  const names = inWords(charts.map((chart) => chart.name));
  throw new UserError(`--chart ${name}: no chart of this result set has that name; it has ${names}`);
}

/** They may be of charts that are no more. */
function removeFormerCharts({ charts }: Report, folder: string): void {
  const expected = new Set(charts.flatMap(({ name }) => [`${name}.svg`, `${name}.vl.json`, `${name}.png`]));
  for (const file of readdirSync(folder)) {
    if (/\.(svg|vl\.json|png)$/.test(file) && !expected.has(file)) {
      writingReport(file, () => rmSync(join(folder, file)));
    }
  }
}

function folderOfCharts(dir: string): string {
  const folder = join(dir, 'charts');
  writingReport(folder, () => mkdirSync(folder, { recursive: true }));
  return folder;
}

async function writeCharts(
  charts: readonly Chart[],
  { scale, set }: Report,
  folder: string,
  { png = false }: ReportOptions,
): Promise<ChartFiles> {
  const config = themeConfig(themes[0]!, scale);
  const toPng = png ? await pngRenderer() : undefined;
  const paths: string[] = [];
  const pngs: string[] = [];
  for (const chart of charts) {
    const spec = stillSpec(chart, WIDE, config);
    const path = join(folder, `${chart.name}.svg`);
    const { svg } = await renderSvg(spec);
    writeText(path, svg);
    writeText(join(folder, `${chart.name}.vl.json`), specText(spec));
    paths.push(path);
    if (toPng === undefined) continue;
    pngs.push(join(folder, `${chart.name}.png`));
    writingReport(pngs.at(-1)!, () => writeFileSync(pngs.at(-1)!, toPng(svg)));
  }
  return { charts: paths, pngs, notes: [...new Set(set.notes)] };
}

/** For people who restyle it: the specification laid out, its data a row a line. */
function specText({ datasets, ...spec }: Spec): string {
  const lists = Object.entries(datasets as Readonly<Record<string, readonly Datum[]>>).map(
    ([name, rows]) => `${JSON.stringify(name)}: [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`,
  );
  return `${JSON.stringify(spec, null, 2).slice(0, -2)},\n  "datasets": {${lists.join(',\n')}}\n}\n`;
}

function writeText(path: string, text: string): void {
  writingReport(path, () => {
    const file = new NewFile(path);
    file.write(text);
    file.finish();
  });
}
