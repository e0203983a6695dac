/** The page of a recommendation: text, tables and pictures in one file, which needs neither network nor scripts. */
import { pageStyle } from '../report/page/page-style.ts';
import { blockToHtml, escapeHtml, table, type Block } from '../report/text/document.ts';
import type { Chart } from '../report/charts/chart.ts';
import { effortText, MODEL, profileText } from './assumptions.ts';
import { labelOf } from './rank.ts';
import { isRecommendation, type NoRecommendation, type Recommendation } from './recommend.ts';
import { sentencesOf } from './sentences.ts';
import { priceTable, regretTable, shortListTable, type TextTable } from './tables.ts';

export interface Picture {
  readonly chart: Chart;
  readonly svg: string;
}

export function recommendationPage(result: Recommendation | NoRecommendation, pictures: readonly Picture[]): string {
  const title = isRecommendation(result) ? labelOf(result.choice.candidate) : 'No recommendation';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}
.chart svg { background: white; border-radius: 6px; }</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1>
<p class="meta">${escapeHtml(profileText(result.profile))}</p></header>
<main>
${isRecommendation(result) ? bodyOf(result, pictures) : blockToHtml({ kind: 'paragraph', text: result.why })}
${section('What this takes for granted', [{ kind: 'list', items: MODEL }])}
</main>
</body>
</html>
`;
}

function bodyOf(result: Recommendation, pictures: readonly Picture[]): string {
  const [candidates, against, regret, agreement] = pictures.map(figure);
  return [
    section('Why', [{ kind: 'list', items: sentencesOf(result) }]),
    candidates,
    section('Short list: predicted beside measured', [tableOf(shortListTable(result))]),
    against,
    section('The price: commits, elections, and the time without a leader', [tableOf(priceTable(result))]),
    regret,
    section('Regret, line by line', [tableOf(regretTable(result))]),
    agreement,
    section('How it was run', [{ kind: 'paragraph', text: effortText(result) }]),
  ].join('\n');
}

function section(title: string, blocks: readonly Block[]): string {
  return `<section><h2>${escapeHtml(title)}</h2>\n${blocks.map(blockToHtml).join('\n')}</section>`;
}

function tableOf({ head, rows }: TextTable): Block {
  return table(head, rows);
}

function figure({ chart, svg }: Picture): string {
  return `<figure id="${chart.name}"><div class="chart">${svg}</div>
<figcaption>${escapeHtml(chart.caption)}</figcaption></figure>`;
}
