/** A comparison as Markdown, for a pull request or a wiki: verdict first, then charts, then the table, folded where it is long. */
import type { Chart } from '../report/charts/chart.ts';
import { blockToMarkdown, escapeMarkdown, type Section } from '../report/text/document.ts';
import type { Comparison } from './comparison.ts';
import type { Failure } from './gate.ts';
import { comparisonSections } from './text.ts';
import { verdictOf } from './verdict.ts';

/** Rows of a table that are read at a glance. */
const GLANCE = 20;

/** @param charts those that stand in `charts/` beside the text */
export function comparisonMarkdown(
  comparison: Comparison,
  failures: readonly Failure[],
  charts: readonly Chart[],
): string {
  const parts = [
    `# ${escapeMarkdown(`${comparison.base.dir} and ${comparison.candidate.dir} compared`)}`,
    `**${escapeMarkdown(verdictOf(comparison))}**`,
    failures.map(failureItem).join('\n'),
    ...charts.map(
      ({ name, title, caption }) =>
        `![${title.replaceAll(/[[\]]/g, '')}](charts/${name}.svg)\n\n${escapeMarkdown(caption)}`,
    ),
    ...comparisonSections(comparison).flatMap(sectionParts),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function failureItem({ threshold, configuration, found }: Failure): string {
  return `- fails \`${threshold}\`: ${escapeMarkdown(`${configuration}: ${found}`)}`;
}

function sectionParts({ title, blocks }: Section): string[] {
  return [
    `## ${title}`,
    ...blocks.map((block) => {
      const text = blockToMarkdown(block);
      if (block.kind !== 'table' || block.rows.length <= GLANCE) return text;
      return `<details>\n<summary>${block.rows.length} rows</summary>\n\n${text}\n\n</details>`;
    }),
  ];
}
