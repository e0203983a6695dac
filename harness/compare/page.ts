/** A comparison as one page that needs no network and no script: verdict, charts for light and dark, table, method. */
import { stillSpec } from '../report/charts/complete-spec.ts';
import { WIDE, type Chart } from '../report/charts/chart.ts';
import { stillPage } from '../report/page/still-page.ts';
import { protocolScale } from '../report/protocols.ts';
import { renderSvg } from '../report/render-svg.ts';
import { blockToHtml, escapeHtml } from '../report/text/document.ts';
import { themeConfig, themes } from '../report/theme.ts';
import { comparisonCharts } from './charts.ts';
import type { Comparison } from './comparison.ts';
import type { Failure } from './gate.ts';
import { comparisonSections } from './text.ts';
import { verdictOf } from './verdict.ts';

/** Which of the two drawings of a chart is seen. */
const STYLE = `
.dark { display: none; }
@media (prefers-color-scheme: dark) { .dark { display: block; } .light { display: none; } }
@media print { .dark { display: none; } .light { display: block; } }
.drawing { overflow-x: auto; }
.verdict { font-size: 1.1rem; }
.failed { color: #c4320a; font-weight: 600; }
`;

export async function comparisonPage(comparison: Comparison, failures: readonly Failure[]): Promise<string> {
  const charts = comparisonCharts(comparison);
  const figures: string[] = [];
  for (const chart of charts) figures.push(await figureHtml(chart));
  const title = `${comparison.base.dir} and ${comparison.candidate.dir} compared`;
  const sections = comparisonSections(comparison).map(
    ({ id, title: heading, blocks }) =>
      `<section id="${id}"><h2>${escapeHtml(heading)}</h2>${blocks.map(blockToHtml).join('\n')}</section>`,
  );
  return stillPage({
    title,
    intro: `<p class="verdict">${escapeHtml(verdictOf(comparison))}</p>`,
    style: STYLE,
    main: [failuresHtml(failures), ...figures, ...sections].join('\n'),
  });
}

function failuresHtml(failures: readonly Failure[]): string {
  const items = failures.map(
    ({ threshold, configuration, found }) =>
      `<li><span class="failed">${escapeHtml(threshold)}</span> ${escapeHtml(configuration)}: ${escapeHtml(found)}</li>`,
  );
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
}

async function figureHtml(chart: Chart): Promise<string> {
  const drawings: string[] = [];
  for (const theme of themes) {
    const { svg } = await renderSvg(stillSpec(chart, WIDE, themeConfig(theme, protocolScale([]))));
    // Names within two drawings of one page must not meet.
    const own = svg.replaceAll(/(id="|url\(#)/g, `$1${chart.name}-${theme.name}-`);
    drawings.push(
      `<div class="drawing ${theme.name}" tabindex="0" role="region" aria-label="${escapeHtml(chart.title)}">${own}</div>`,
    );
  }
  return `<figure id="${chart.name}">${drawings.join('')}<figcaption>${escapeHtml(chart.caption)}</figcaption></figure>`;
}
