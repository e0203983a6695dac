/** `quorum-bench report`: makes or remakes charts and reports of result sets. */
import { Command } from 'commander';
import { writeChart, writeReport, type ChartFiles, type ReportFiles } from '../../harness/report/report.ts';
import { ReportFailed } from '../../harness/report/report-failed.ts';
import type { Terminal } from '../terminal/terminal.ts';

const FAILED = 1;

interface Flags {
  readonly json?: true;
  readonly png?: true;
  readonly chart?: string;
}

const EXAMPLES = `
Examples:
  $ quorum-bench report results/local/default
  $ quorum-bench report results/local/load results/local/node-count
  $ quorum-bench report results/local/default --png
  $ quorum-bench report results/local/default --chart p99-by-nodes --png
  $ quorum-bench report results/local/default --json

What is damaged, missing or of another sweep is named on stderr and in the report, which is made of the rest.
Exit status: 0 done; 1 the report could not be written; 2 the input was wrong.`;

export function reportCommand(terminal: Terminal): Command {
  return new Command('report')
    .description('make charts, report.html and report.md of result sets')
    .argument('<folder...>', 'folders that quorum-bench sweep has written')
    .option('--png', 'each chart as PNG too, drawn without a browser')
    .option('--chart <name>', 'only the files of this chart, such as p99-by-nodes')
    .option('--json', 'print {html, markdown, charts, pngs, notes} for each folder, as a JSON list')
    .addHelpText('after', EXAMPLES)
    .action(async (folders: readonly string[], flags: Flags) => {
      try {
        const reports: (ReportFiles | ChartFiles)[] = [];
        for (const folder of folders) {
          const { png, chart } = flags;
          const report =
            chart === undefined ? await writeReport(folder, { png }) : await writeChart(folder, chart, { png });
          for (const note of report.notes) terminal.err(`quorum-bench: ${folder}: ${note}\n`);
          reports.push(report);
        }
        if (flags.json) return terminal.out(`${JSON.stringify(reports, null, 2)}\n`);
        for (const report of reports) {
          const pages = 'html' in report ? [report.html, report.markdown] : [];
          const files = [...pages, ...report.charts, ...report.pngs];
          terminal.out(files.map((file) => `${file}\n`).join(''));
        }
      } catch (error) {
        if (!(error instanceof ReportFailed)) throw error;
        terminal.err(`quorum-bench: ${error.message}\n`);
        terminal.status = FAILED;
      }
    });
}
