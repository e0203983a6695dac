/** `quorum-bench report`: makes or remakes charts and reports of result sets. */
import { Command } from 'commander';
import { writeReport } from '../../harness/report/report.ts';
import { ReportFailed } from '../../harness/report/report-failed.ts';
import type { Terminal } from '../terminal/terminal.ts';

const FAILED = 1;

const EXAMPLES = `
Examples:
  $ quorum-bench report results/local/default
  $ quorum-bench report results/local/load results/local/node-count
  $ quorum-bench report results/local/default --json

What is damaged, missing or of another sweep is named on stderr and in the report, which is made of the rest.
Exit status: 0 done; 1 the report could not be written; 2 the input was wrong.`;

export function reportCommand(terminal: Terminal): Command {
  return new Command('report')
    .description('make charts, report.html and report.md of result sets')
    .argument('<folder...>', 'folders that quorum-bench sweep has written')
    .option('--json', 'print {html, markdown, charts, notes} for each folder, as a JSON list')
    .addHelpText('after', EXAMPLES)
    .action(async (folders: readonly string[], flags: { readonly json?: true }) => {
      try {
        const reports = [];
        for (const folder of folders) {
          const report = await writeReport(folder);
          for (const note of report.notes) terminal.err(`quorum-bench: ${folder}: ${note}\n`);
          reports.push(report);
        }
        if (flags.json) return terminal.out(`${JSON.stringify(reports, null, 2)}\n`);
        for (const { html, markdown, charts } of reports) {
          terminal.out(`${html}\n${markdown}\n${charts.map((chart) => `${chart}\n`).join('')}`);
        }
      } catch (error) {
        if (!(error instanceof ReportFailed)) throw error;
        terminal.err(`quorum-bench: ${error.message}\n`);
        terminal.status = FAILED;
      }
    });
}
