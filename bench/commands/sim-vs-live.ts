/** `quorum-bench sim-vs-live`: the same specs simulated and live, with residuals, as a folder to be published. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { writeChart } from '../../harness/compare/write-charts.ts';
import { calibrate } from '../../harness/live/calibrate.ts';
import { parseCostModel, type CostModel } from '../../harness/live/cost-model.ts';
import { DEFAULT_BOUNDS } from '../../harness/live/instrument-bounds.ts';
import { versusCharts } from '../../harness/live/versus/versus-charts.ts';
import { versusMarkdown } from '../../harness/live/versus/versus-text.ts';
import { versus, type Versus } from '../../harness/live/versus/versus.ts';
import { parseNumber, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { FULL_PLAN, QUICK_PLAN, versusCases } from '../experiments/sim-vs-live.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { readData, reasonOf } from '../read-input.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface VersusFlags {
  readonly costs?: string;
  readonly only?: string;
  readonly quick?: true;
  readonly disturbed?: true;
  readonly note: string;
  readonly maxOthers: number;
  readonly maxLate: number;
  readonly out: string;
}

const FAILED = 1;

const EXAMPLES = `
Take a machine that does nothing else: a run that was disturbed has no figures. All of it takes ten minutes.

Examples:
  $ quorum-bench sim-vs-live --quick
  $ quorum-bench sim-vs-live --costs costs.json --out results/sim-vs-live
  $ quorum-bench sim-vs-live --only raft

Exit status: 0 done; 1 no run had figures; 2 the input was wrong; 130 interrupted.`;

export function simVsLiveCommand(terminal: Terminal): Command {
  return new Command('sim-vs-live')
    .description('run the same specs simulated and in real time, and show how far apart they are')
    .option('--costs <file>', 'of this machine, as calibrate wrote it; left out, it is measured first')
    .option('--only <text>', 'runs whose name holds this, such as raft, spread, dense, fail-over')
    .option('--quick', 'few and short runs')
    .option('--disturbed', 'show the figures of disturbed runs too, and what disturbed them')
    .option('--max-others <share>', 'no figures if others take more of the machine', parseNumber, DEFAULT_BOUNDS.others)
    .addOption(
      new Option('--max-late <time>', 'no figures if a thread is later than this at p99')
        .argParser(parseTime)
        .default(DEFAULT_BOUNDS.lateMs, '10ms'),
    )
    .option('--note <text>', 'how it was measured, to stand before the results', '')
    .option('--out <dir>', 'README.md, result.json and charts go there', 'results/local/sim-vs-live')
    .addHelpText('after', EXAMPLES)
    .action((flags: VersusFlags) => run(flags, terminal));
}

async function run(flags: VersusFlags, terminal: Terminal): Promise<void> {
  const cases = versusCases(flags.quick ? QUICK_PLAN : FULL_PLAN).filter(({ name }) => name.includes(flags.only ?? ''));
  if (cases.length === 0) throw new UserError(`no run is named like '${flags.only}'; take raft, spread or fail-over`);
  makeFolder(flags.out);
  const start = performance.now();
  const ctrlC = interruption(terminal);
  const bounds = { ...DEFAULT_BOUNDS, others: flags.maxOthers, lateMs: flags.maxLate };
  const results: Versus[] = [];
  try {
    const model = await modelOf(flags, terminal);
    for (const one of cases) {
      if (ctrlC.signal.aborted) break;
      const result = await versus(one, { model, bounds, disturbed: flags.disturbed === true, signal: ctrlC.signal });
      results.push(result);
      terminal.err(`${results.length}/${cases.length} ${one.name}: ${sentenceOf(result)}\n`);
    }
    const text = versusMarkdown(results, model, (performance.now() - start) / 1000, flags.note);
    await write(flags.out, results, model, text);
    terminal.out(`${text}\nwritten to ${flags.out}\n`);
  } finally {
    ctrlC.end();
  }
  if (ctrlC.signal.aborted) terminal.status = INTERRUPTED;
  else if (results.every(({ reason }) => reason !== '')) terminal.status = FAILED;
}

async function modelOf({ costs }: VersusFlags, terminal: Terminal): Promise<CostModel> {
  if (costs !== undefined) return parseCostModel(readData(costs), costs);
  return calibrate({ folder: '.', onStep: (text) => terminal.err(`${text} …\n`) });
}

function sentenceOf({ reason, figures, distance }: Versus): string {
  if (reason !== '') return reason;
  if (distance !== null) return `distance ${distance.toFixed(3)}`;
  return figures
    .map(({ figure, residual }) => `${figure} ${residual === null ? '–' : `${(residual * 100).toFixed(0)} %`}`)
    .join(', ');
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot make the folder ${dir}: ${reasonOf(error)}; give --out another one`);
  }
}

async function write(dir: string, results: readonly Versus[], model: CostModel, text: string): Promise<void> {
  for (const chart of versusCharts(results)) await writeChart(chart, join(dir, chart.name));
  writeFileSync(join(dir, 'result.json'), `${JSON.stringify({ schema: 1, model, results }, null, 1)}\n`);
  writeFileSync(join(dir, 'README.md'), text);
}
