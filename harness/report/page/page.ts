/** `report.html`: one file that needs no network, under a content policy that allows its own scripts and nothing else. */
import { createHash } from 'node:crypto';
import { NARROW, WIDE, type Chart } from '../charts/chart.ts';
import { openChoices, pageSpec } from '../charts/complete-spec.ts';
import type { Finding } from '../findings/finding.ts';
import { counted } from '../format.ts';
import type { ProtocolScale } from '../protocols.ts';
import { blockToHtml, escapeHtml, type Section } from '../text/document.ts';
import { themeConfig, themes } from '../theme.ts';
import { filtersHtml } from './filters-html.ts';
import { libraryScripts } from './libraries.ts';
import { packed } from './packed.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { tableHtml } from './table-html.ts';
import { tracesHtml } from './traces-html.ts';
import type { Report } from '../report.ts';

export function pageOf(report: Report): string {
  const { question, about, findings, charts, scale, sections, set } = report;
  const scripts = [...libraryScripts(), pageScript];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(set.name)}: ${escapeHtml(question)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escapeHtml(question)}</h1>
<p class="meta">${escapeHtml(about)}</p>
${remarkHtml(set.notes)}</header>
<main>
${findingsHtml(findings)}
${navigation(charts, sections, set.traces.length > 0)}
${filtersHtml(set.configurations, scale)}
${charts.map(figureHtml).join('\n')}
${tableHtml(set.configurations, set.traces)}
${tracesHtml(set.traces)}
${sections.map(sectionHtml).join('\n')}
</main>
<script type="application/json" id="charts">${chartsJson(charts, scale)}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

/** Scripts by their hashes; the libraries bring a style sheet, which has none. */
function contentPolicy(scripts: readonly string[]): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`);
  return `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
}

/** What a reader must know before the figures. */
function remarkHtml(notes: readonly string[]): string {
  const count = new Set(notes).size;
  if (count === 0) return '';
  return `<p class="remark" role="note">This result set is not whole: <a href="#exclusions">${counted(count, 'remark')}</a> on what is damaged, missing or does not fit together.</p>\n`;
}

function findingsHtml(findings: readonly Finding[]): string {
  if (findings.length === 0) return '<p>This result set compares nothing: every figure is in the table.</p>';
  const entries = findings.map(({ topic, text }) => `<dt>${escapeHtml(topic)}</dt><dd>${escapeHtml(text)}</dd>`);
  return `<dl class="findings" id="answer">${entries.join('\n')}</dl>
<p class="note">Brackets are 95 % intervals over seeds; where they overlap there is no evidence of a difference.</p>`;
}

function navigation(charts: readonly Chart[], sections: readonly Section[], traced: boolean): string {
  const links = [
    ...charts.map(({ name }) => [name, capital(name.replaceAll('-', ' '))] as const),
    ['table', 'All configurations'] as const,
    ...(traced ? [['traces', 'Single operations'] as const] : []),
    ...sections.map(({ id, title }) => [id, title] as const),
  ];
  const items = links.map(([id, title]) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join('')}</ul></nav>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function figureHtml(chart: Chart): string {
  const { name, title, caption } = chart;
  const choices = openChoices(chart).length === 0 ? ' hidden' : '';
  return `<figure id="${name}">
<h2>${escapeHtml(title)}</h2>
<form class="choices" id="choices-${name}" aria-label="Choices for ${escapeHtml(title)}"${choices}></form>
<div class="chart" id="chart-${name}"></div>
<figcaption>${escapeHtml(caption)} <small>Files: <code>charts/${name}.svg</code>, <code>.vl.json</code>; made again by <code>quorum-bench report . --chart ${name}</code>.</small></figcaption>
</figure>`;
}

function sectionHtml({ id, title, blocks }: Section): string {
  return `<section id="${id}"><h2>${escapeHtml(title)}</h2>\n${blocks.map(blockToHtml).join('\n')}</section>`;
}

function chartsJson(charts: readonly Chart[], scale: ProtocolScale): string {
  const json = JSON.stringify({
    configs: Object.fromEntries(themes.map((theme) => [theme.name, themeConfig(theme, scale)])),
    charts: charts.map((chart) => ({
      name: chart.name,
      data: packed(chart.data),
      choices: Object.fromEntries(openChoices(chart).map(({ field, values }) => [field, values])),
      wide: pageSpec(chart, WIDE),
      narrow: pageSpec(chart, NARROW),
    })),
  });
  return json.replaceAll('<', '\\u003c');
}
