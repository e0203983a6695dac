/** `quorum-bench fuzz`: random schedules under faults, all invariants on. Exit status 1 if one breaks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { algorithmNamed, algorithms } from '../../algorithms/registry.ts';
import { fuzzPool, runCampaign, shortestOf, type Shortened } from '../../harness/fuzz/campaign.ts';
import type { FuzzReport } from '../../harness/fuzz/fuzz.ts';
import type { Campaign } from '../../harness/fuzz/nemesis.ts';
import { SOMETIMES } from '../../harness/fuzz/schedule.ts';
import { drawScenario, parseScenario } from '../../harness/fuzz/scenario.ts';
import { fuzzedSources, STAMP_FILE, updateStamp } from '../../harness/fuzz/stamp.ts';
import { faultKinds } from '../../harness/faults/catalogue.ts';
import { parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { formatNumber } from '../terminal/format.ts';
import { styleOf } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { connectivityReport } from './connectivity.ts';

interface FuzzFlags {
  readonly algorithm: string;
  readonly schedules?: string;
  readonly time?: string;
  readonly workers: string;
  readonly seed: string;
  readonly break?: true;
  readonly connectivity?: true;
  readonly out: string;
  readonly json?: true;
}

const EXAMPLES = `
A schedule is 400 to 600 events of a cluster of 3 to 7 nodes under faults drawn from its seed; then everything heals, and
the cluster must become whole. A failure is shrunk to a scenario, a text file that replay plays and draws.

Examples:
  $ quorum-bench fuzz --algorithm raft --schedules 20000
  $ quorum-bench fuzz --time 10m --workers 2
  $ quorum-bench fuzz --algorithm multi-paxos --break --schedules 2000   (faults that break an assumption: must alarm)

Exit status: 0 nothing broke (with --break: something did); 1 otherwise; 2 the input was wrong.`;

export function fuzzCommand(terminal: Terminal): Command {
  return new Command('fuzz')
    .description('run random schedules under faults and check every invariant')
    .option('--algorithm <name>', 'see: quorum-bench list algorithms; all of them if left out', 'all')
    .option('--schedules <count>', 'how many, per algorithm (10000)')
    .addOption(new Option('--time <duration>', 'for how long, per algorithm, such as 10m').conflicts('schedules'))
    .option('--workers <count>', 'threads', '2')
    .option('--seed <number>', 'of the first schedule; the others follow it', '1')
    .option('--break', 'faults that break an assumption of the protocols')
    .option('--connectivity', 'the table of partial connectivity instead')
    .option('--out <dir>', 'where reports and scenarios of failures go', 'results/fuzz')
    .option('--json', 'print the reports as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: FuzzFlags) => {
      if (flags.connectivity) {
        terminal.out(`${connectivityReport(count(flags.seed, '--seed'), flags.out, styleOf(terminal))}\n`);
        return;
      }
      const names = subjects(flags.algorithm);
      const workers = count(flags.workers, '--workers');
      const threads = fuzzPool(workers);
      const reports: Record<string, unknown> = {};
      try {
        for (const name of names) {
          const { report, wallMs } = await campaignOf(threads, workers, name, flags, terminal);
          const failures = await shortestOf(threads, name, campaign(flags), report.failures);
          const isWell = flags.break ? report.failures.length > 0 : report.failures.length === 0;
          if (!isWell) terminal.status = 1;
          reports[name] = save(name, report, failures, wallMs, flags);
          if (!flags.json) terminal.out(render(name, report, failures, wallMs, workers, flags, terminal));
        }
      } finally {
        await Promise.resolve(threads.terminate());
      }
      if (flags.json) terminal.out(`${JSON.stringify(reports)}\n`);
    });
}

function campaign(flags: FuzzFlags): Campaign {
  return flags.break ? 'break' : 'bear';
}

function subjects(name: string): string[] {
  if (name === 'all') return algorithms.map((algorithm) => algorithm.name);
  if (algorithmNamed(name) !== undefined) return [name];
  throw new UserError(
    `--algorithm is ${name}, which is not known; take one of ${algorithms.map((algorithm) => algorithm.name).join(', ')}`,
  );
}

function count(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from 1 on`);
}

async function campaignOf(
  threads: ReturnType<typeof fuzzPool>,
  workers: number,
  algorithm: string,
  flags: FuzzFlags,
  terminal: Terminal,
): Promise<{ report: FuzzReport; wallMs: number }> {
  const startedAt = performance.now();
  let shownAt = startedAt;
  const timed = flags.time === undefined ? Infinity : startedAt + parseTime(flags.time);
  const report = await runCampaign(threads, workers, {
    algorithm,
    campaign: campaign(flags),
    firstSeed: count(flags.seed, '--seed'),
    schedules: flags.time === undefined ? count(flags.schedules ?? '10000', '--schedules') : Infinity,
    untilMs: timed,
    stopped: () => false,
    onProgress: (soFar) => {
      const now = performance.now();
      if (now - shownAt < 2000) return;
      shownAt = now;
      terminal.err(`${progress(algorithm, soFar, now - startedAt)}\n`);
    },
  });
  return { report, wallMs: performance.now() - startedAt };
}

function progress(algorithm: string, report: FuzzReport, wallMs: number): string {
  const struck = Object.values(report.faults).reduce((sum, { mattered }) => sum + mattered, 0);
  const reached = SOMETIMES.filter((state) => (report.reached[state] ?? 0) > 0).length;
  return `${algorithm}  ${formatNumber(report.schedules)} schedules, ${formatNumber(Math.round((report.schedules / wallMs) * 1000))}/s; ${formatNumber(struck)} faults mattered; ${reached} of ${SOMETIMES.length} states of interest; ${report.failures.length} alarms`;
}

/** Writes the report and the scenarios, and the stamp. Returns the report as it was written. */
function save(
  algorithm: string,
  report: FuzzReport,
  failures: readonly Shortened[],
  wallMs: number,
  flags: FuzzFlags,
): Record<string, unknown> {
  mkdirSync(flags.out, { recursive: true });
  const stored = {
    algorithm,
    campaign: campaign(flags),
    first_seed: Number(flags.seed),
    schedules: report.schedules,
    events: report.events,
    wall_s: Math.round(wallMs) / 1000,
    workers: Number(flags.workers),
    schedules_per_s: Math.round((report.schedules / wallMs) * 1000),
    alarms: report.failures.length,
    alarms_by_invariant: byInvariant(report),
    first_failing_seeds: report.failures
      .slice(0, 10)
      .map(({ seed, message }) => ({ seed, message: message.split('\n')[0] })),
    faults: report.faults,
    reached: report.reached,
    sources_sha256: fuzzedSources(),
  };
  writeFileSync(join(flags.out, `${algorithm}-${campaign(flags)}.json`), `${JSON.stringify(stored, null, 2)}\n`);
  if (!flags.break) failures.forEach((failure) => saveScenario(algorithm, failure, flags));
  const fields = flags.break
    ? { broken_schedules: report.schedules, broken_alarms: report.failures.length }
    : { schedules: report.schedules, alarms: report.failures.length };
  updateStamp(join(flags.out, '..', STAMP_FILE), algorithm, fields);
  return stored;
}

function scenarioFile(algorithm: string, { failure }: Shortened, out: string): string {
  return join(out, `${algorithm}-${failure.invariant}-${failure.seed}.scenario`);
}

function saveScenario(algorithm: string, failure: Shortened, flags: FuzzFlags): void {
  if (failure.text !== undefined) writeFileSync(scenarioFile(algorithm, failure, flags.out), failure.text);
}

function byInvariant(report: FuzzReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { invariant } of report.failures) counts[invariant ?? ''] = (counts[invariant ?? ''] ?? 0) + 1;
  return counts;
}

function render(
  algorithm: string,
  report: FuzzReport,
  failures: readonly Shortened[],
  wallMs: number,
  workers: number,
  flags: FuzzFlags,
  terminal: Terminal,
): string {
  const style = styleOf(terminal);
  const rate = Math.round((report.schedules / wallMs) * 1000);
  const verdict = report.failures.length === 0 ? 'no alarm' : `${report.failures.length} alarms`;
  const isWell = flags.break ? report.failures.length > 0 : report.failures.length === 0;
  const head = `${style.bold(algorithm)}  ${(isWell ? style.good : style.bad)(verdict)} in ${formatNumber(report.schedules)} schedules of ${Math.round(report.events / report.schedules)} events (${formatNumber(rate)}/s on ${workers} threads)`;
  const faults = faultKinds
    .filter(({ kind }) => report.faults[kind] !== undefined)
    .map((kind) => {
      const { struck, mattered } = report.faults[kind.kind]!;
      return [kind.kind, kind.class, formatNumber(struck), formatNumber(mattered)];
    });
  const reached = SOMETIMES.map((state) => `${state} ${formatNumber(report.reached[state] ?? 0)}`).join(', ');
  const parts = [
    head,
    renderTable(['fault', 'class', 'struck', 'mattered'], faults, style, [2, 3]),
    `${style.dim('schedules that reached')}  ${reached}`,
    ...failures.map((failure) => renderFailure(algorithm, failure, flags)),
  ];
  return `${parts.join('\n')}\n\n`;
}

function renderFailure(algorithm: string, shortened: Shortened, flags: FuzzFlags): string {
  const { failure, text, steps } = shortened;
  const head = `\n${failure.message.split('\n')[0]}\nseed ${failure.seed}: quorum-bench fuzz --algorithm ${algorithm} --schedules 1 --seed ${failure.seed}${flags.break ? ' --break' : ''}`;
  if (text === undefined || flags.break) return head;
  const file = scenarioFile(algorithm, shortened, flags.out);
  return `${head}\n${steps} steps: quorum-bench replay ${file}\n\n${drawScenario(parseScenario(text, file))}`;
}
