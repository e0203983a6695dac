/** `quorum-bench fuzz`: random schedules under faults, all invariants on. Exit status 1 if one breaks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'workerpool';
import { Command, Option } from 'commander';
import { algorithmNamed, algorithms } from '../../algorithms/registry.ts';
import { complaintsOf, recordOf, type CampaignRecord, type Spent } from '../../harness/fuzz/campaign-record.ts';
import { fuzzPool, runCampaign, shortestOf, type Shortened } from '../../harness/fuzz/campaign.ts';
import type { FuzzReport } from '../../harness/fuzz/fuzz.ts';
import type { Campaign } from '../../harness/fuzz/nemesis.ts';
import { parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { progressLine, renderCampaign, scenarioFile } from '../fuzz-report.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { styleOf } from '../terminal/style.ts';
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

The published records, results/fuzz, are written by verify.

Exit status: 0 nothing broke (with --break: something did); 1 otherwise; 2 the input was wrong; 130 interrupted.`;

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
    .option('--out <dir>', 'where reports and scenarios of failures go', 'results/local/fuzz')
    .option('--json', 'print the reports as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: FuzzFlags) => {
      if (flags.connectivity) {
        terminal.out(`${connectivityReport(count(flags.seed, '--seed'), flags.out, styleOf(terminal))}\n`);
        return;
      }
      await fuzzAll(subjects(flags.algorithm), flags, terminal);
    });
}

async function fuzzAll(names: readonly string[], flags: FuzzFlags, terminal: Terminal): Promise<void> {
  const workers = count(flags.workers, '--workers');
  const threads = fuzzPool(workers);
  const ctrlC = interruption(terminal);
  const { signal } = ctrlC;
  const records: Record<string, CampaignRecord> = {};
  try {
    for (const name of names) {
      if (signal.aborted) break;
      const { report, spent } = await campaignOf(threads, workers, name, flags, signal, terminal);
      if (report.schedules === 0) break;
      const record = recordOf(name, campaign(flags), Number(flags.seed), report, spent);
      records[name] = record;
      const failures = await shortestOf(threads, name, campaign(flags), report.failures, signal);
      save(record, failures, flags);
      if (complaintsOf(record).length > 0) terminal.status = 1;
      if (!flags.json) terminal.out(renderCampaign(record, report, failures, flags.out, styleOf(terminal)));
    }
  } finally {
    ctrlC.end();
    await Promise.resolve(threads.terminate(signal.aborted));
  }
  if (flags.json) terminal.out(`${JSON.stringify(records)}\n`);
  if (signal.aborted) terminal.status = INTERRUPTED;
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
  threads: Pool,
  workers: number,
  algorithm: string,
  flags: FuzzFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<{ report: FuzzReport; spent: Spent }> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  let shownAt = startedAt;
  const report = await runCampaign(threads, workers, {
    algorithm,
    campaign: campaign(flags),
    firstSeed: count(flags.seed, '--seed'),
    schedules: flags.time === undefined ? count(flags.schedules ?? '10000', '--schedules') : Infinity,
    untilMs: flags.time === undefined ? Infinity : startedAt + parseTime(flags.time),
    signal,
    onProgress: (soFar) => {
      const now = performance.now();
      if (now - shownAt < 2000) return;
      shownAt = now;
      terminal.err(`${progressLine(algorithm, soFar, now - startedAt)}\n`);
    },
  });
  const cpu = process.cpuUsage(cpuBefore);
  return { report, spent: { wallMs: performance.now() - startedAt, cpuMs: (cpu.user + cpu.system) / 1000 } };
}

/** Writes the record, and the scenarios of failures. */
function save(record: CampaignRecord, failures: readonly Shortened[], { out }: FuzzFlags): void {
  mkdirSync(out, { recursive: true });
  const { algorithm, campaign: kind } = record;
  writeFileSync(join(out, `${algorithm}-${kind}.json`), `${JSON.stringify(record, null, 2)}\n`);
  if (kind === 'break') return;
  for (const failure of failures) {
    if (failure.text !== undefined) writeFileSync(scenarioFile(algorithm, failure, out), failure.text);
  }
}
