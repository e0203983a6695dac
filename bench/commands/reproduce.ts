/** `quorum-bench reproduce`: published experiments, done again and set beside what is published. Exit status 1 if a gate fails. */
import { Command } from 'commander';
import { CheckFailed } from '../../harness/reproduce/check-failed.ts';
import { ThreadedLab, type Lab } from '../../harness/reproduce/lab.ts';
import type { PublishedExperiment, Reproduction } from '../../harness/reproduce/published-experiment.ts';
import { reproduce, writeReproduction } from '../../harness/reproduce/reproduce.ts';
import { gateTable, jsonOf, verdictText } from '../../harness/reproduce/text.ts';
import { ReportFailed } from '../../harness/report/report-failed.ts';
import { closestTo } from '../../harness/trial/did-you-mean.ts';
import { UserError } from '../../harness/user-error.ts';
import { publishedExperiments } from '../experiments/published-experiments.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { durationText } from '../terminal/duration-text.ts';
import { styleOf, type Style } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface ReproduceFlags {
  readonly all?: true;
  readonly seed: string;
  readonly workers: string;
  readonly out: string;
  readonly json?: true;
}

const FAILED = 1;
const MOST_WORKERS = 256;
const MOST_SEED = 0xffffffff;

const EXAMPLES = `
Each experiment says where it is published, down to figure and table, what was done there and here, and how far measured and
published may be apart. README.md, result.json and the chart go to the folder of its name.

Examples:
  $ quorum-bench list reproductions
  $ quorum-bench reproduce raft-elections
  $ quorum-bench reproduce --all --seed 7 --out results/local/reproductions

Exit status: 0 all gates hold; 1 one does not, or a run broke a rule; 2 the input was wrong; 130 interrupted.`;

/** @param experiments that there are: tests have their own */
export function reproduceCommand(
  terminal: Terminal,
  experiments: readonly PublishedExperiment[] = publishedExperiments,
): Command {
  return new Command('reproduce')
    .description('do published experiments again, measured beside published')
    .argument('[names...]', 'names of experiments, see: list reproductions')
    .option('--all', 'all of them')
    .option('--seed <number>', 'of all randomness', '1')
    .option('--workers <count>', 'threads', '2')
    .option('--out <dir>', 'where they go, a folder for each', 'results/reproductions')
    .option('--json', 'print a JSON list with all figures and gates')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: ReproduceFlags) => {
      const chosen = chosenOf(names, flags, experiments);
      const seed = wholeNumber('--seed', flags.seed, 0, MOST_SEED);
      const workers = wholeNumber('--workers', flags.workers, 1, MOST_WORKERS);
      const ctrlC = interruption(terminal);
      const lab = new ThreadedLab({ seed, workers, signal: ctrlC.signal });
      const done: Reproduction[] = [];
      try {
        for (const experiment of chosen) done.push(await one(lab, experiment, flags, terminal));
      } catch (error) {
        fail(error, ctrlC.signal, terminal);
      } finally {
        ctrlC.end();
        await lab.close();
      }
      if (flags.json) terminal.out(`${JSON.stringify(done.map(jsonOf))}\n`);
      else if (chosen.length > 1) terminal.out(summaryOf(done, styleOf(terminal)));
      if (terminal.status === 0 && done.some(({ pass }) => !pass)) terminal.status = FAILED;
    });
}

async function one(
  lab: Lab,
  experiment: PublishedExperiment,
  { out, json }: ReproduceFlags,
  terminal: Terminal,
): Promise<Reproduction> {
  const startedAt = performance.now();
  terminal.err(`${experiment.name} …\n`);
  const reproduction = await reproduce(lab, experiment);
  const folder = await writeReproduction(reproduction, out);
  terminal.err(`${experiment.name}: ${durationText(performance.now() - startedAt)}\n`);
  if (!json) terminal.out(textOf(reproduction, folder, styleOf(terminal)));
  return reproduction;
}

function textOf(reproduction: Reproduction, folder: string, style: Style): string {
  const { experiment, findings, pass } = reproduction;
  const colour = { pass: style.good, fail: style.bad, reported: style.dim };
  const { head, rows, numbers, failing } = gateTable(findings.gates);
  const coloured = rows.map((cells, i) => [...cells.slice(0, -1), colour[findings.gates[i]!.verdict](cells.at(-1)!)]);
  const parts = [
    `${style.bold(experiment.name)}  ${experiment.question}\n${style.dim('published in')} ${experiment.source}`,
    renderTable(head, coloured, style, numbers),
    ...failing.map((sentence, i) => `${style.doubtful(`residual (${i + 1})`)} ${sentence}`),
    ...(experiment.errata ?? []).map((sentence) => `${style.doubtful('erratum')} ${sentence}`),
    ...(findings.notes ?? []).map((sentence) => `${style.dim('note')} ${sentence}`),
    `${(pass ? style.good : style.bad)(verdictText(reproduction))}\n${style.dim('chart, table and text:')} ${folder}`,
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function summaryOf(done: readonly Reproduction[], style: Style): string {
  const rows = done.map((each) => [each.experiment.name, (each.pass ? style.good : style.bad)(verdictText(each))]);
  const passing = done.filter(({ pass }) => pass).length;
  return `${renderTable(['experiment', 'verdict'], rows, style)}\n\n${passing} of ${done.length} experiments pass\n`;
}

/** What ends a run and is nobody's mistake: an interruption, a broken rule, a full disk. Others are thrown on. */
function fail(error: unknown, signal: AbortSignal, terminal: Terminal): void {
  if (signal.aborted) {
    terminal.status = INTERRUPTED;
    return;
  }
  if (!(error instanceof CheckFailed) && !(error instanceof ReportFailed)) throw error;
  terminal.err(`quorum-bench: ${error.message}\n`);
  terminal.status = FAILED;
}

/** @throws UserError */
function chosenOf(
  names: readonly string[],
  { all }: ReproduceFlags,
  experiments: readonly PublishedExperiment[],
): readonly PublishedExperiment[] {
  const known = experiments.map(({ name }) => name);
  if (all) {
    if (names.length > 0) throw new UserError(`--all and ${names.join(', ')} are given; leave out one of them`);
    return experiments;
  }
  if (names.length === 0) {
    throw new UserError(`no experiment is named; take --all, or some of ${known.join(', ')}`);
  }
  return [...new Set(names)].map((name) => {
    const found = experiments.find((experiment) => experiment.name === name);
    if (found !== undefined) return found;
    const closest = closestTo(name, known);
    const remedy = closest === undefined ? `take one of ${known.join(', ')}` : `did you mean ${closest}?`;
    throw new UserError(`'${name}' is no published experiment; ${remedy}`);
  });
}

/** @throws UserError */
function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from ${least} to ${most}`);
}
