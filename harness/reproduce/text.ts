/** An experiment that has been done, in words: cells of a table, Markdown, JSON. */
import { counted } from '../report/format.ts';
import { blockToMarkdown, escapeMarkdown, markdownTable } from '../report/text/document.ts';
import type { Figure, Gate } from './gates.ts';
import { isBeyondChance, residualOf } from './prediction.ts';
import type { Driver, Reproduction } from './published-experiment.ts';

export interface GateTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers. The last column is the verdict. */
  readonly numbers: readonly number[];
  /** By number, as the column of residuals refers to them: what fails where a residual is beyond chance. */
  readonly failing: readonly string[];
}

const VERDICTS: Readonly<Record<Gate['verdict'], string>> = { pass: 'pass', fail: 'FAIL', reported: '', void: 'void' };

/** With columns for predictions where there are any. */
/** @param driver live figures are labelled as such */
export function gateTable(gates: readonly Gate[], driver: Driver = 'sim'): GateTable {
  const failing = [...new Set(gates.filter(isBeyondChance).map(assumptionOf))];
  const predicts = gates.some(({ predicted }) => predicted !== undefined);
  const predictions = predicts ? ['predicted', 'residual'] : [];
  return {
    head: [
      'figure',
      driver === 'sim' ? 'measured' : 'measured live',
      'published',
      'difference',
      ...predictions,
      'gate',
      '',
    ],
    rows: gates.map((gate) => [
      gate.figure,
      figureText(gate.measured),
      gate.published === null ? '' : figureText(gate.published),
      differenceText(gate.measured, gate.published),
      ...(predicts ? predictionCells(gate, failing) : []),
      gate.tolerance,
      VERDICTS[gate.verdict],
    ]),
    numbers: predicts ? [1, 2, 3, 4, 5] : [1, 2, 3],
    failing,
  };
}

function assumptionOf({ predicted }: Gate): string {
  return `${predicted!.model}: ${predicted!.assumption}`;
}

/** `+1.24 ± 0.11 (1)`: the residual, half of the 95 % interval of what was measured, and the assumption that fails. */
function predictionCells(gate: Gate, failing: readonly string[]): string[] {
  const { predicted } = gate;
  if (predicted === undefined) return ['', ''];
  const { value, samplingError } = predicted;
  const residual = residualOf(gate);
  if (residual === undefined) return [figureText(value), ''];
  const sign = residual > 0 ? '+' : '';
  const chance = samplingError === 0 ? '' : ` ± ${numberText(samplingError, 2)}`;
  const number = isBeyondChance(gate) ? ` (${failing.indexOf(assumptionOf(gate)) + 1})` : '';
  return [figureText(value), `${sign}${numberText(residual, 3)}${chance}${number}`];
}

function figureText(figure: Figure): string {
  if (typeof figure === 'boolean') return figure ? 'yes' : 'no';
  return typeof figure === 'string' ? figure : numberText(figure);
}

/** @param counting digits that count; publications have three or four */
function numberText(value: number, counting = 4): string {
  if (value === 0) return '0';
  const digits = Math.max(0, counting - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6), useGrouping: false });
}

function differenceText(measured: Figure, published: Figure | null): string {
  if (typeof measured !== 'number' || typeof published !== 'number' || published === 0) return '';
  const percent = (measured / published - 1) * 100;
  const sign = percent > 0 ? '+' : '';
  return `${sign}${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}

/** Below a table with predictions. */
export const PREDICTED =
  'Residual: measured less predicted, and after ± half of the 95 % interval of what was measured. A number in brackets: it is beyond that, and the list says which assumption of the model fails.';

/** `passes: 34 of 34 gates hold`; `live: FAILS: 2 of 34 gates do not hold, 3 are void`. */
export function verdictText({ driver, findings, pass }: Reproduction): string {
  const count = (wanted: Gate['verdict']) => findings.gates.filter(({ verdict }) => verdict === wanted).length;
  const [holding, failing, voids] = [count('pass'), count('fail'), count('void')];
  const all = holding + failing + voids;
  const live = driver === 'sim' ? '' : 'live: ';
  if (pass) return `${live}passes: ${holding} of ${all} gates hold`;
  if (failing === 0) return `${live}void: ${voids} of ${all} figures could not be taken, ${holding} gates hold`;
  return `${live}FAILS: ${failing} of ${all} gates do not hold${voids === 0 ? '' : `, ${voids} figures are void`}`;
}

/** `Took 41 s with 2 threads`: wall-clock. */
export function wallClockText({ driver, run }: Reproduction): string {
  const seconds = (run.wall_ms / 1000).toFixed(run.wall_ms < 10_000 ? 1 : 0);
  return driver === 'sim' ? `${seconds} s with ${counted(run.workers, 'thread')}` : `${seconds} s in real time`;
}

function runText(reproduction: Reproduction): string {
  const { host, node } = reproduction.run;
  return `took ${wallClockText(reproduction)}, on ${host.cpus} x ${host.cpu}, Node ${node}`;
}

export function markdownOf(reproduction: Reproduction): string {
  const { experiment, driver, seed, findings } = reproduction;
  const table = gateTable(findings.gates, driver);
  const { live } = experiment;
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
    ...section('In real time', driver === 'threads' && typeof live === 'object' ? live.setup : []),
    `Expected: ${escapeMarkdown(experiment.expected)}`,
    '## Measured beside published',
    markdownTable(table.head, table.rows),
    ...(table.head.includes('residual') ? [PREDICTED] : []),
    ...section(
      'Where the models fail',
      table.failing.map((sentence, i) => `(${i + 1}) ${sentence}`),
    ),
    ...section('Errata', experiment.errata ?? []),
    ...section('Notes', findings.notes ?? []),
    `Again: \`quorum-bench reproduce ${experiment.name}${driver === 'sim' ? '' : ` --driver ${driver}`} --seed ${seed}\``,
    blockToMarkdown({ kind: 'run', text: runText(reproduction) }),
  ];
  return `${parts.join('\n\n')}\n`;

  function section(title: string, sentences: readonly string[]): string[] {
    return sentences.length === 0 ? [] : [`## ${title}`, list(sentences)];
  }
}

/** As printed by `--json` and kept in `result.json`. */
export function jsonOf({ experiment, driver, seed, findings, pass }: Reproduction): object {
  const { name, question, source, setup, expected, errata = [], live } = experiment;
  const { gates, notes = [], charts } = findings;
  return {
    schema: 1,
    name,
    question,
    source,
    setup,
    expected,
    errata,
    driver,
    ...(driver === 'threads' && typeof live === 'object' && { live: live.setup }),
    seed,
    pass,
    gates,
    notes,
    charts: charts.map((chart) => ({ name: chart.name, title: chart.title, caption: chart.caption })),
  };
}
