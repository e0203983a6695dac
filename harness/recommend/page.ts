/** The page of a recommendation: text, tables and pictures in one file, which needs neither network nor scripts. */
import { FIGURE_STYLE, figureHtml, sectionHtml, stillPage } from '../report/page/still-page.ts';
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
  const body = isRecommendation(result)
    ? bodyOf(result, pictures)
    : blockToHtml({ kind: 'paragraph', text: result.why });
  return stillPage({
    title,
    intro: `<p class="meta">${escapeHtml(profileText(result.profile))}</p>`,
    style: FIGURE_STYLE,
    main: [body, sectionHtml('What this takes for granted', [{ kind: 'list', items: MODEL }])].join('\n'),
  });
}

function bodyOf(result: Recommendation, pictures: readonly Picture[]): string {
  const [candidates, against, regret, agreement] = pictures.map(({ chart, svg }) =>
    figureHtml(chart.name, chart.title, svg, chart.caption),
  );
  return [
    sectionHtml('Why', [{ kind: 'list', items: sentencesOf(result) }]),
    candidates,
    sectionHtml('Short list: predicted beside measured', [tableOf(shortListTable(result))]),
    against,
    sectionHtml('The price: commits, elections, and the time without a leader', [tableOf(priceTable(result))]),
    regret,
    sectionHtml('Regret, line by line', [tableOf(regretTable(result))]),
    agreement,
    sectionHtml('How it was run', [{ kind: 'paragraph', text: effortText(result) }]),
  ].join('\n');
}

function tableOf({ head, rows }: TextTable): Block {
  return table(head, rows);
}
