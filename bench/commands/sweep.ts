/** `quorum-bench sweep`: many trials into a result set. Exit status 1 if one of them broke a rule, 130 if interrupted. */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { planSweep, type Plan } from '../../harness/sweep/plan.ts';
import { SweepFailed } from '../../harness/sweep/sweep-failed.ts';
import { sweepJsonSchema, type Sweep } from '../../harness/sweep/sweep-spec.ts';
import { brokenLimits, parseLimit } from '../../harness/sweep/limits.ts';
import { untilOf, unreachedBy, type Until } from '../../harness/sweep/until.ts';
import type { Threshold } from '../../harness/compare/threshold.ts';
import { readResultSet } from '../../harness/report/result-set.ts';
import { runSweep, type SweepResult } from '../../harness/sweep/sweep.ts';
import { UserError } from '../../harness/user-error.ts';
import { addTrialFlags } from '../flags/trial-flags.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { sweepRequest, type SweepInputFlags } from '../sweep-input.ts';
import { sweepProgress } from '../sweep-progress.ts';
import { renderSweepTable } from '../sweep-table.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface SweepFlags extends SweepInputFlags {
  readonly out?: string;
  readonly workers: string;
  readonly resume?: true;
  readonly json?: true;
  readonly dryRun?: true;
  readonly threshold?: readonly string[];
  readonly schema?: true;
}

const FAILED = 1;
const MOST_WORKERS = 256;

const EXAMPLES = `
Lists are separated by commas and become axes; the last flag of the help varies fastest, the seed within it.

Examples:
  $ quorum-bench sweep
  $ quorum-bench sweep --quick
  $ quorum-bench sweep --nodes 3,5,7 --quorums majority,minimal --topology gcp7-2020
  $ quorum-bench sweep --algorithm raft,multi-paxos --clients 1,10,100 --seeds 5 --out results/local/load
  $ quorum-bench sweep mine.yaml --workers 4 --resume
  $ quorum-bench sweep --clients 10,100 --until 'p99 ±3%' --threshold 'p99 < 20ms'
  $ quorum-bench sweep --schema > sweep.schema.json

A sweep file: {name: mine, base: {nodes: 5}, axes: {algorithm: [raft, paxos], network.loss: [0, 0.01]}, seeds: 3}

Exit status: 0 done; 1 a check or a trial failed, or a --threshold does not hold; 2 the input was wrong; 130 interrupted, go on with --resume.`;

export function sweepCommand(terminal: Terminal): Command {
  const collect = (value: string, former: readonly string[] = []) => [...former, value];
  const command = new Command('sweep')
    .description('run many trials into a result set: a file, an experiment (see: list experiments), or flags')
    .argument('[sweep]', 'a sweep in YAML or JSON, - for standard input, or the name of an experiment');
  return addTrialFlags(command)
    .option('--seeds <count|list>', '3 for the seeds 1 to 3, or a list such as 7,8,9 (default: 3)')
    .option('--until <aim>', "more seeds until the figure of each configuration is known so well: 'p99 ±3%'")
    .option('--most-seeds <count>', 'with --until, at most so many (default: 50)')
    .option('--threshold <limit>', "exit with 1 unless, such as 'p99 < 20ms'; may be repeated", collect)
    .option('--quick', 'a small sweep for a first look')
    .option('--out <folder>', 'folder of the result set (default: results/local/NAME)')
    .addOption(new Option('--workers <count>', 'trials that run at once').default('2'))
    .option('--resume', 'go on with what is in the folder')
    .option('--dry-run', 'say what would run and what would be left out, and run nothing')
    .option('--json', 'print one JSON object about the result')
    .option('--schema', 'print the JSON Schema of sweep files, for editors')
    .addHelpText('after', EXAMPLES)
    .action(async (source: string | undefined, flags: SweepFlags) => {
      if (flags.schema) return terminal.out(`${JSON.stringify(sweepJsonSchema(), null, 2)}\n`);
      const thresholds = (flags.threshold ?? []).map(parseLimit);
      const { sweep, locate } = sweepRequest(source, flags);
      const plan = planSweep(sweep, locate);
      if (flags.dryRun) return terminal.out(dryRun(sweep, plan, flags));
      await sweepInto(sweep, plan, flags, thresholds, terminal);
    });
}

async function sweepInto(
  sweep: Sweep,
  plan: Plan,
  flags: SweepFlags,
  thresholds: readonly Threshold[],
  terminal: Terminal,
): Promise<void> {
  const dir = flags.out ?? join('results', 'local', sweep.name);
  const ctrlC = interruption(terminal, 'interrupted: the running trials are finished first (again to stop at once)');
  const progress = sweepProgress(terminal);
  try {
    const result = await runSweep(sweep, plan, {
      dir,
      workers: parseWorkers(flags.workers),
      resume: flags.resume === true,
      signal: ctrlC.signal,
      onProgress: (finished, planned) => progress.update(finished, planned),
    }).finally(() => progress.stop());
    // What draws is loaded only once there is something to draw.
    if (result.manifest.complete) {
      const { drawOperations } = await import('../draw-operations.ts');
      drawOperations(sweep, plan, dir, terminal);
    }
    const { writeReport } = await import('../../harness/report/report.ts');
    const report = await writeReport(dir);
    terminal.out(flags.json ? jsonOf(result, report.html) : textOf(result, plan, report.html, terminal));
    terminal.status = statusOf(result);
    const rule = untilOf(sweep);
    const isAsked = rule !== undefined || thresholds.length > 0;
    const configurations = isAsked ? readResultSet(dir).configurations : [];
    const unreached = rule === undefined ? [] : unreachedBy(configurations, rule);
    if (rule !== undefined) terminal.err(untilText(sweep.until!, configurations.length, unreached.length, rule));
    const broken = brokenLimits(configurations, thresholds);
    for (const sentence of broken) terminal.err(`quorum-bench: ${sentence}\n`);
    if (broken.length > 0 && terminal.status === 0) terminal.status = FAILED;
    if (!result.manifest.complete) terminal.err(howToGoOn(result, flags));
  } catch (error) {
    if (!(error instanceof SweepFailed)) throw error;
    terminal.err(`quorum-bench: ${error.message}\n`);
    terminal.status = FAILED;
  } finally {
    ctrlC.end();
  }
}

function untilText(aim: string, all: number, unreached: number, { mostSeeds }: Until): string {
  if (unreached === 0) return `${aim} is reached by all ${all} configurations\n`;
  return `${aim} is reached by ${all - unreached} of ${all} configurations; the others have no figure, or are wider at ${mostSeeds} seeds (--most-seeds)\n`;
}

function parseWorkers(text: string): number {
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw new UserError(
    `--workers is ${text}; give a whole number from 1 to ${MOST_WORKERS}, such as the number of cores`,
  );
}

function statusOf({ manifest, verdicts }: SweepResult): number {
  if (!manifest.complete) return INTERRUPTED;
  return verdicts.violation + verdicts.unknown + verdicts.void > 0 ? FAILED : 0;
}

function howToGoOn({ dir, manifest }: SweepResult, { out }: SweepFlags): string {
  const { finished, planned } = manifest.trials;
  const again = ['the same command with --resume', ...(out === undefined ? [] : [`--out ${out}`])].join(' and ');
  return `interrupted after ${finished} of ${planned} trials; ${dir} holds them; go on with ${again}\n`;
}

function jsonOf({ dir, manifest, nothingToDo, verdicts, summary }: SweepResult, report: string): string {
  const { name, complete, trials, configurations, excluded, sweep_hash } = manifest;
  return `${JSON.stringify({
    schema: 1,
    dir,
    report,
    name,
    complete,
    trials,
    configurations,
    excluded,
    sweep_hash,
    nothing_to_do: nothingToDo,
    verdicts: nothingToDo ? null : verdicts,
    summary: nothingToDo ? null : summary,
  })}\n`;
}

function textOf(
  { dir, manifest, nothingToDo, verdicts, summary }: SweepResult,
  plan: Plan,
  report: string,
  terminal: Terminal,
): string {
  const { trials, configurations, excluded } = manifest;
  if (nothingToDo) return `${dir} is complete: ${trials.finished} trials; nothing to do\nreport: ${report}\n`;
  const style = styleOf(terminal);
  const lines = summary.length === 0 ? [] : [renderSweepTable(summary, style), ''];
  lines.push(`${trials.finished} trials of ${configurations} configurations`);
  for (const verdict of ['violation', 'unknown', 'void'] as const) {
    const count = verdicts[verdict];
    if (count > 0) lines.push(style.bad(`${count} of them ${verdict}: no figures; see the reason in trials.csv`));
  }
  if (excluded > 0) lines.push(`${excluded} configurations left out, such as: ${plan.exclusions[0]!.reason}`);
  lines.push(`results: ${dir}`, `report: ${report}`);
  return `${lines.join('\n')}\n`;
}

function dryRun(sweep: Sweep, plan: Plan, { json }: SweepFlags): string {
  const { configurations, trials, exclusions } = plan;
  if (json) {
    return `${JSON.stringify({ schema: 1, name: sweep.name, configurations: configurations.length, trials: trials.length, exclusions })}\n`;
  }
  // Parts of one question have one name.
  const questions = new Map(sweep.panels.map(({ name, about }) => [name, about]));
  const lines = [...questions].map(([name, about]) => {
    const own = configurations.filter(({ panels }) => panels.includes(name));
    return `${name}: ${own.length} configurations. ${about}`.trimEnd();
  });
  lines.push(`${trials.length} trials of ${configurations.length} configurations`);
  for (const { panel, algorithm, configurations: count, reason } of exclusions) {
    lines.push(`left out of ${panel}, ${algorithm}, ${count} configurations: ${reason}`);
  }
  return `${lines.join('\n')}\n`;
}
