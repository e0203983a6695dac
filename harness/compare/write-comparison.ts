/** Writes a comparison as a folder that can be published as it is: page, Markdown, charts, and one JSON object. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writingReport } from '../report/report-failed.ts';
import { NewFile } from '../sweep/new-file.ts';
import { comparisonCharts } from './charts.ts';
import type { Comparison } from './comparison.ts';
import type { Failure } from './gate.ts';
import { comparisonJson } from './json.ts';
import { comparisonMarkdown } from './markdown.ts';
import { comparisonPage } from './page.ts';
import { writeChart } from './write-charts.ts';

/** @throws ReportFailed */
export async function writeComparison(
  comparison: Comparison,
  failures: readonly Failure[],
  dir: string,
): Promise<void> {
  const charts = comparisonCharts(comparison);
  writingReport(dir, () => mkdirSync(join(dir, 'charts'), { recursive: true }));
  for (const chart of charts) await writeChart(chart, join(dir, 'charts', chart.name));
  writeText(join(dir, 'report.html'), await comparisonPage(comparison, failures));
  writeText(join(dir, 'report.md'), comparisonMarkdown(comparison, failures, charts));
  writeText(join(dir, 'comparison.json'), comparisonJson(comparison, failures));
}

function writeText(path: string, text: string): void {
  writingReport(path, () => {
    const file = new NewFile(path);
    file.write(text);
    file.finish();
  });
}
