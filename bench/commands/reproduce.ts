/** `quorum-bench reproduce`: published experiments, done again and set beside what is published. Exit status 1 if a gate fails. */
import { Command } from 'commander';
import { CheckFailed } from '../../harness/reproduce/check-failed.ts';
import { ThreadedLab } from '../../harness/reproduce/lab.ts';
import { RealTimeLab } from '../../harness/reproduce/live-lab.ts';
import type { Driver, PublishedExperiment, Reproduction } from '../../harness/reproduce/published-experiment.ts';
import { reproduce, reproduceLive, writeReproduction } from '../../harness/reproduce/reproduce.ts';
import { gateTable, jsonOf, verdictText, wallClockText } from '../../harness/reproduce/text.ts';
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
  readonly driver: string;
  readonly workers?: string;
  readonly out?: string;
  readonly json?: true;
}

const FAILED = 1;
const MOST_WORKERS = 256;
const DEFAULT_WORKERS = '2';
/** What is measured in real time is of one machine, and does not replace what is the same everywhere. */
const FOLDERS: Readonly<Record<Driver, string>> = {
  sim: 'results/reproductions',
  threads: 'results/local/live-reproductions',
};
const MOST_SEED = 0xffffffff;

const EXAMPLES = `
Each experiment says where it is published, down to figure and table, what was done there and here, and how far measured and
published may be apart. README.md, result.json and the chart go to the folder of its name.

With --driver threads the trials of an experiment run in real time, one at a time, on a machine that should do nothing else:
those experiments of which that makes sense, and as much of each as can be had within minutes. What is left out is said. Trials
that a disturbance made void have no figures; gates are judged on the others, and labelled as live.

Examples:
  $ quorum-bench list reproductions
  $ quorum-bench reproduce raft-elections
  $ quorum-bench reproduce --all --seed 7 --out results/local/reproductions
  $ quorum-bench reproduce five-sites --driver threads

Exit status: 0 all gates hold; 1 one does not, a figure is void, or a run broke a rule; 2 the input was wrong; 130 interrupted.`;

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
    .option('--driver <sim|threads>', 'simulated, or in real time where that makes sense', 'sim')
    .option('--workers <count>', `simulating threads (default: ${DEFAULT_WORKERS})`)
    .option('--out <dir>', `where they go, a folder for each (default: ${FOLDERS.sim}; live: ${FOLDERS.threads})`)
    .option('--json', 'print a JSON list with all figures and gates')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: ReproduceFlags) => {
      const driver = driverOf(flags.driver);
      const chosen = chosenOf(names, flags, experiments);
      const feasible = driver === 'sim' ? chosen : liveOf(chosen, flags, experiments, terminal);
      const seed = wholeNumber('--seed', flags.seed, 0, MOST_SEED);
      const workers = workersOf(flags.workers, driver);
      const ctrlC = interruption(terminal);
      const { signal } = ctrlC;
      const lab = new ThreadedLab({ seed, workers, signal });
      const live = new RealTimeLab({ seed, signal, onProgress: (n, of) => terminal.err(`live trial ${n} of ${of}\n`) });
      const done: Reproduction[] = [];
      try {
        for (const experiment of feasible) {
          terminal.err(`${experiment.name} …\n`);
          const reproduction = await (driver === 'sim' ? reproduce(lab, experiment) : reproduceLive(live, experiment));
          done.push(reproduction);
          await show(reproduction, flags, terminal);
        }
      } catch (error) {
        fail(error, ctrlC.signal, terminal);
      } finally {
        ctrlC.end();
        await lab.close();
      }
      if (flags.json) terminal.out(`${JSON.stringify(done.map(jsonOf))}\n`);
      else if (feasible.length > 1) terminal.out(summaryOf(done, styleOf(terminal)));
      if (terminal.status === 0 && done.some(({ pass }) => !pass)) terminal.status = FAILED;
    });
}

async function show(reproduction: Reproduction, { out, json }: ReproduceFlags, terminal: Terminal): Promise<void> {
  const folder = await writeReproduction(reproduction, out ?? FOLDERS[reproduction.driver]);
  terminal.err(`${reproduction.experiment.name}: ${durationText(reproduction.run.wall_ms)}\n`);
  if (!json) terminal.out(textOf(reproduction, folder, styleOf(terminal)));
}

function textOf(reproduction: Reproduction, folder: string, style: Style): string {
  const { experiment, driver, findings, pass } = reproduction;
  const colour = { pass: style.good, fail: style.bad, reported: style.dim, void: style.doubtful };
  const { head, rows, numbers, failing } = gateTable(findings.gates, driver);
  const live = driver === 'threads' && typeof experiment.live === 'object' ? experiment.live.setup : [];
  const coloured = rows.map((cells, i) => [...cells.slice(0, -1), colour[findings.gates[i]!.verdict](cells.at(-1)!)]);
  const parts = [
    `${style.bold(experiment.name)}  ${experiment.question}\n${style.dim('published in')} ${experiment.source}`,
    ...live.map((sentence) => `${style.dim('live')} ${sentence}`),
    renderTable(head, coloured, style, numbers),
    ...failing.map((sentence, i) => `${style.doubtful(`residual (${i + 1})`)} ${sentence}`),
    ...(experiment.errata ?? []).map((sentence) => `${style.doubtful('erratum')} ${sentence}`),
    ...(findings.notes ?? []).map((sentence) => `${style.dim('note')} ${sentence}`),
    `${(pass ? style.good : style.bad)(verdictText(reproduction))}\n${style.dim('wall-clock:')} ${wallClockText(reproduction)}\n${style.dim('chart, table and text:')} ${folder}`,
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function summaryOf(done: readonly Reproduction[], style: Style): string {
  const rows = done.map((each) => [
    each.experiment.name,
    (each.pass ? style.good : style.bad)(verdictText(each)),
    wallClockText(each),
  ]);
  const passing = done.filter(({ pass }) => pass).length;
  const wallMs = done.reduce((sum, { run }) => sum + run.wall_ms, 0);
  const table = renderTable(['experiment', 'verdict', 'wall-clock'], rows, style);
  return `${table}\n\n${passing} of ${done.length} experiments pass, in ${durationText(wallMs)}\n`;
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
function driverOf(text: string): Driver {
  if (text === 'sim' || text === 'threads') return text;
  throw new UserError(`--driver is ${text}; take sim, or threads for real time`);
}

/**
 * Those that make sense in real time; of --all the others are left out, with the reason.
 * @throws UserError for one that is named and makes none
 */
function liveOf(
  chosen: readonly PublishedExperiment[],
  { all }: ReproduceFlags,
  experiments: readonly PublishedExperiment[],
  terminal: Terminal,
): readonly PublishedExperiment[] {
  const able = experiments.filter(({ live }) => typeof live === 'object').map(({ name }) => name);
  return chosen.filter(({ name, live }) => {
    if (typeof live === 'object') return true;
    if (!all) {
      const remedy = able.length === 0 ? 'leave out --driver' : `leave out --driver, or take ${able.join(' or ')}`;
      throw new UserError(`${name} makes no sense with --driver threads: ${live}; ${remedy}`);
    }
    terminal.err(`${name} is left out, as it makes no sense in real time: ${live}\n`);
    return false;
  });
}

/** @throws UserError */
function workersOf(text: string | undefined, driver: Driver): number {
  if (text !== undefined && driver === 'threads') {
    throw new UserError(`--workers is ${text}, but live trials run one at a time; leave it out`);
  }
  return wholeNumber('--workers', text ?? DEFAULT_WORKERS, 1, MOST_WORKERS);
}

/** @throws UserError */
function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from ${least} to ${most}`);
}
