/** `report.md`: the same report for a pull request or a wiki, with the charts as SVG beside it. */
import type { Configuration } from './configuration.ts';
import type { Panel } from './result-set.ts';
import { columnsFor } from './text/configuration-table.ts';
import { blockToMarkdown, escapeMarkdown, markdownTable, type Section } from './text/document.ts';
import type { Report } from './report.ts';
import type { DrawnOperation } from './traces.ts';

export function markdownOf({ question, about, findings, charts, sections, set }: Report): string {
  const parts = [
    `# ${escapeMarkdown(question)}`,
    escapeMarkdown(about),
    set.notes.length === 0 ? '' : '> This result set is not whole: see *Left out* below.',
    findings.map(({ topic, text }) => `- **${escapeMarkdown(topic)}.** ${escapeMarkdown(text)}`).join('\n'),
    'Brackets are 95 % intervals over seeds; where they overlap there is no evidence of a difference. `report.html` has the same charts to play with, and a table that sorts.',
    ...charts.flatMap(({ name, title, caption }) => [
      `## ${escapeMarkdown(title)}`,
      `![${title.replaceAll(/[[\]]/g, '')}](charts/${name}.svg)`,
      escapeMarkdown(caption),
    ]),
    '## All configurations, with 95 % intervals over seeds',
    ...set.panels.map(panelTable),
    ...tracesPart(set.traces),
    ...sections.flatMap(sectionParts),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function tracesPart(traces: readonly DrawnOperation[]): string[] {
  if (traces.length === 0) return [];
  const pictures = traces.flatMap(({ trialId, request, path }) => {
    return [
      `    quorum-bench trace . ${trialId} --request ${request}`,
      `![Operation ${request} of trial ${trialId}](${path})`,
    ];
  });
  return ['## Single operations, message by message', ...pictures];
}

/** Folded: on a code host, hundreds of rows would bury the text below. */
function panelTable({ name, about, configurations }: Panel): string {
  const summary = `${name}: ${about} (${configurations.length})`;
  return `<details>\n<summary>${summary}</summary>\n\n${configurationTable(configurations)}\n\n</details>`;
}

function configurationTable(configurations: readonly Configuration[]): string {
  const columns = columnsFor(configurations).filter(({ title }) => title !== 'panels');
  const rows = configurations.map((each) => [...columns.map((column) => column.text(each)), each.trialIds[0] ?? '']);
  return markdownTable([...columns.map(({ title }) => title), 'first trial'], rows);
}

function sectionParts({ title, blocks }: Section): string[] {
  return [`## ${title}`, ...blocks.map(blockToMarkdown)];
}
