/** `quorum-bench compare`: two result sets into a verdict. Exit status 1 if a threshold is broken. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { readCheckedSet } from '../../harness/compare/checked-set.ts';
import { compareSets, comparedConfigurations, type Comparison } from '../../harness/compare/comparison.ts';
import { failures, type Failure } from '../../harness/compare/gate.ts';
import { comparisonJson } from '../../harness/compare/json.ts';
import { comparisonMarkdown } from '../../harness/compare/markdown.ts';
import { DEFAULT_METRICS, metricNamed, type Metric } from '../../harness/compare/metrics.ts';
import { namesOf } from '../../harness/compare/names.ts';
import { programText, provenanceDifferences } from '../../harness/compare/provenance.ts';
import { blindnessText, comparisonCells, HEAD, methodText } from '../../harness/compare/text.ts';
import { parseThreshold, type Threshold } from '../../harness/compare/threshold.ts';
import { verdictOf } from '../../harness/compare/verdict.ts';
import { ReportFailed } from '../../harness/report/report-failed.ts';
import { UserError } from '../../harness/user-error.ts';
import { OutputFile } from '../output-file.ts';
import { styleOf, type Style } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface CompareFlags {
  readonly metric?: readonly string[];
  readonly failIf?: readonly string[];
  readonly out?: string;
  readonly markdown?: true;
  readonly html?: string;
  readonly charts?: string;
  readonly json?: true;
  readonly all?: true;
}

const FAILED = 1;
/** Rows of the table on a terminal. */
const SHOWN = 20;

const EXAMPLES = `
Where both have the same seeds, they are compared in pairs, seed by seed; else as two samples. A change is evident where its
p-value, corrected for all comparisons by Holm's method, is at most 5 %.

Thresholds: 'p99 > +5%' (change; of shares in points), 'p99 > 20ms' (value of the candidate). A change fails if it is
beyond the limit and evident. A candidate that fails a check which the base passed fails as well.

Examples:
  $ quorum-bench compare results/default results/local/default
  $ quorum-bench compare base candidate --fail-if 'p99 > +5%' --fail-if 'throughput < -5%'
  $ quorum-bench compare base candidate --metric p99 --out results/local/compared
  $ quorum-bench compare base candidate --markdown > comment.md

Exit status: 0 done; 1 a threshold is broken or a check failed; 2 the input was wrong.`;

export function compareCommand(terminal: Terminal): Command {
  const collect = (value: string, former: readonly string[] = []) => [...former, value];
  return new Command('compare')
    .description('compare two result sets, configuration by configuration')
    .argument('<base>', 'folder of a result set')
    .argument('<candidate>', 'folder of another')
    .option('--metric <figure>', 'compare by this figure, such as p99 or a column; may be repeated', collect)
    .option('--fail-if <threshold>', "exit with 1 if, such as 'p99 > +5%'; may be repeated", collect)
    .option('--out <folder>', 'write report.html, report.md, charts and comparison.json')
    .option('--markdown', 'print Markdown, for a comment on a change')
    .option('--html <file>', 'write verdict, charts and tables as one page')
    .option('--charts <folder>', 'write the charts as SVG, with their Vega-Lite specifications')
    .option('--all', 'print all rows of the table, not only the worst')
    .option('--json', 'print {verdict, method, rows, …} as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (base: string, candidate: string, flags: CompareFlags) => {
      if (flags.json && flags.markdown) throw new UserError('--json and --markdown both print; take one of them');
      const thresholds = (flags.failIf ?? []).map((text) => parseThreshold(text, '--fail-if'));
      const comparison = compareSets(readCheckedSet(base), readCheckedSet(candidate), metricsOf(flags, thresholds));
      refuseNothing(comparison);
      const failed = failures(comparison, thresholds);
      await writeFiles(comparison, failed, flags, terminal);
      if (flags.json) terminal.out(comparisonJson(comparison, failed));
      else if (flags.markdown) terminal.out(comparisonMarkdown(comparison, failed, []));
      else terminal.out(textOf(comparison, failed, flags, styleOf(terminal)));
      if (failed.length > 0 || newlyBroken(comparison) > 0) terminal.status = FAILED;
    });
}

function metricsOf({ metric }: CompareFlags, thresholds: readonly Threshold[]): Metric[] {
  const named = metric === undefined ? DEFAULT_METRICS : metric.map(metricNamed);
  const all = [...named, ...thresholds.map((threshold) => threshold.metric)];
  return all.filter(({ column }, i) => all.findIndex((other) => other.column === column) === i);
}

/** @throws UserError */
function refuseNothing({ pairs, base, candidate }: Comparison): void {
  if (pairs.length > 0) return;
  throw new UserError(
    `${base.dir} and ${candidate.dir} have no configuration in common, even but for what is the same throughout each; compare two runs of one sweep`,
  );
}

/** How many configurations fail a check that they passed in the base. */
function newlyBroken({ broken }: Comparison): number {
  return broken.filter(({ base, candidate }) => base === 'ok' && candidate !== 'ok').length;
}

async function writeFiles(
  comparison: Comparison,
  failed: readonly Failure[],
  flags: CompareFlags,
  terminal: Terminal,
): Promise<void> {
  try {
    // vega is loaded only where there is something to draw.
    if (flags.out !== undefined) {
      const { writeComparison } = await import('../../harness/compare/write-comparison.ts');
      await writeComparison(comparison, failed, flags.out);
    }
    if (flags.html !== undefined) {
      const file = new OutputFile(flags.html);
      const { comparisonPage } = await import('../../harness/compare/page.ts');
      file.write(await comparisonPage(comparison, failed));
      file.close();
    }
    if (flags.charts !== undefined) {
      const { writeChart } = await import('../../harness/compare/write-charts.ts');
      const { comparisonCharts } = await import('../../harness/compare/charts.ts');
      mkdirSync(flags.charts, { recursive: true });
      for (const chart of comparisonCharts(comparison)) await writeChart(chart, join(flags.charts, chart.name));
    }
  } catch (error) {
    if (!(error instanceof ReportFailed)) throw error;
    terminal.err(`quorum-bench: ${error.message}\n`);
    terminal.status = FAILED;
  }
}

function textOf(comparison: Comparison, failed: readonly Failure[], { all }: CompareFlags, style: Style): string {
  const { rows, notes, base, candidate, changes, onlyBase, onlyCandidate, broken } = comparison;
  const names = namesOf(comparedConfigurations(comparison));
  const shown = all ? rows : rows.slice(0, SHOWN);
  const colour = { worse: style.bad, better: style.good, changed: style.doubtful, 'no evidence': style.dim };
  const cells = shown.map((row) =>
    comparisonCells(row, names).map((cell, i) => (i === 6 ? colour[row.finding](cell) : cell)),
  );
  const blindness = blindnessText(comparison);
  const lines = [
    style.bold(verdictOf(comparison)),
    methodText(comparison),
    ...(blindness === '' ? [] : [blindness]),
    '',
  ];
  if (rows.length > 0) lines.push(renderTable(HEAD, cells, style, [2, 3, 5]));
  if (shown.length < rows.length)
    lines.push(style.dim(`${rows.length - shown.length} more rows: --all, --html or --json`));
  const differs = provenanceDifferences(base, candidate).map(
    (each) => `${each.what}: ${each.base} | ${each.candidate}`,
  );
  const fields = changes.map((each) => `${each.path}: ${each.base} | ${each.candidate}`);
  if (differs.length + fields.length > 0)
    lines.push('', 'base and candidate differ in', ...[...differs, ...fields].map((line) => `  ${line}`));
  const program = programText(base, candidate);
  if (program !== '') lines.push(program);
  const further = [
    ...(onlyBase.length > 0 ? [`${onlyBase.length} configurations of the base are not in the candidate`] : []),
    ...(onlyCandidate.length > 0
      ? [`${onlyCandidate.length} configurations of the candidate are not in the base`]
      : []),
    ...broken.map((each) =>
      style.bad(
        `${names.get(each.pair.candidate.configuration) ?? each.pair.candidate.configuration.algorithm}: ${each.base} in the base, ${each.candidate} in the candidate: ${each.reason}`,
      ),
    ),
    ...notes,
  ];
  if (further.length > 0) lines.push('', ...further);
  if (failed.length > 0) {
    lines.push(
      '',
      ...failed.map(
        ({ threshold, configuration, found }) => `${style.bad('fails')} ${threshold}  ${configuration}: ${found}`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}
