/** An experiment that has been done, in words: cells of a table, Markdown, JSON. */
import { escapeMarkdown, markdownTable } from '../report/text/document.ts';
import type { Figure, Gate } from './gates.ts';
import type { Reproduction } from './published-experiment.ts';

export const GATE_HEAD = ['figure', 'measured', 'published', 'difference', 'gate', ''];
/** Columns of numbers. */
export const GATE_NUMBERS = [1, 2, 3];

const VERDICTS: Readonly<Record<Gate['verdict'], string>> = { pass: 'pass', fail: 'FAIL', reported: '' };

/** In the order of {@link GATE_HEAD}; the last is the verdict. */
export function gateCells({ figure, measured, published, tolerance, verdict }: Gate): string[] {
  return [
    figure,
    figureText(measured),
    published === null ? '' : figureText(published),
    differenceText(measured, published),
    tolerance,
    VERDICTS[verdict],
  ];
}

function figureText(figure: Figure): string {
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no';
  return typeof figure === 'string' ? figure : numberText(figure);
}

/** Four digits that count, as publications have three or four. */
function numberText(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6), useGrouping: false });
}

function differenceText(measured: Figure, published: Figure | null): string {
  if (typeof measured !== 'number' || typeof published !== 'number' || published === 0) return '';
  const percent = (measured / published - 1) * 100;
  const sign = percent > 0 ? '+' : '';
  return `${sign}${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}

/** `passes: 34 of 34 gates`, `FAILS: 2 of 34 gates do not hold`. */
export function verdictText({ findings, pass }: Reproduction): string {
  const gated = findings.gates.filter(({ verdict }) => verdict !== 'reported');
  const failing = gated.filter(({ verdict }) => verdict === 'fail').length;
  return pass
    ? `passes: ${gated.length} of ${gated.length} gates hold`
    : `FAILS: ${failing} of ${gated.length} gates do not hold`;
}

export function markdownOf(reproduction: Reproduction): string {
  const { experiment, seed, findings } = reproduction;
  const list = (sentences: readonly string[]) => sentences.map((each) => `- ${escapeMarkdown(each)}`).join('\n');
  const parts = [
    `# ${escapeMarkdown(experiment.question)}`,
    `**${verdictText(reproduction)}**`,
    `Published in: ${escapeMarkdown(experiment.source)}`,
    ...findings.charts.flatMap(({ name, title, caption }) => [
      `![${title.replaceAll(/[[\]]/g, '')}](${name}.svg)`,
      escapeMarkdown(caption),
    ]),
    '## Set-up',
    list(experiment.setup),
    `Expected: ${escapeMarkdown(experiment.expected)}`,
    '## Measured beside published',
    markdownTable(GATE_HEAD, findings.gates.map(gateCells)),
    ...section('Errata', experiment.errata ?? []),
    ...section('Notes', findings.notes ?? []),
    `Again: \`quorum-bench reproduce ${experiment.name} --seed ${seed}\``,
  ];
  return `${parts.join('\n\n')}\n`;

  function section(title: string, sentences: readonly string[]): string[] {
    return sentences.length === 0 ? [] : [`## ${title}`, list(sentences)];
  }
}

/** As printed by `--json` and kept in `result.json`. */
export function jsonOf({ experiment, seed, findings, pass }: Reproduction): object {
  const { name, question, source, setup, expected, errata = [] } = experiment;
  const { gates, notes = [], charts } = findings;
  return {
    schema: 1,
    name,
    question,
    source,
    setup,
    expected,
    errata,
    seed,
    pass,
    gates,
    notes,
    charts: charts.map((chart) => ({ name: chart.name, title: chart.title, caption: chart.caption })),
  };
}
