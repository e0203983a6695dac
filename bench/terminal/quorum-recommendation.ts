/** A recommendation as people read it: the choice, why, the short list, the regret. */
import { effortText } from '../../harness/recommend/assumptions.ts';
import { labelOf } from '../../harness/recommend/rank.ts';
import type { Recommendation } from '../../harness/recommend/recommend.ts';
import { sentencesOf } from '../../harness/recommend/sentences.ts';
import { priceTable, regretTable, shortListTable, type TextTable } from '../../harness/recommend/tables.ts';
import type { Style } from './style.ts';
import { renderTable } from './table.ts';

export function renderRecommendation(result: Recommendation, style: Style): string {
  return [
    `${style.dim('choice')}  ${style.bold(labelOf(result.choice.candidate))}`,
    sentencesOf(result)
      .map((sentence) => `- ${sentence}`)
      .join('\n'),
    titled('Short list: predicted beside measured', shortListTable(result), style),
    titled('The price', priceTable(result), style),
    titled('Regret: if an assumption was off by so much (by analysis)', regretTable(result), style),
    effortText(result),
  ].join('\n\n');
}

/** Cells that begin like a number stand to the right. */
function titled(title: string, { head, rows }: TextTable, style: Style): string {
  const numbers = head.map((_, i) => i).filter((i) => i > 2 && i < head.length - 1 && isNumber(rows[0]?.[i]));
  return `${style.bold(title)}\n${renderTable(head, rows, style, numbers)}`;
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^[\d–]/.test(cell);
}
