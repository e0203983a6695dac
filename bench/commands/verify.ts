/**
 * `quorum-bench verify`: puts the protocols through all that the suite has, and writes the record of it: partial
 * connectivity, faults that break assumptions, seeded bugs, and a great many schedules. It can be killed and goes on.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { algorithms } from '../../algorithms/registry.ts';
import { complaintsOf, recordOf, type CampaignRecord } from '../../harness/fuzz/campaign-record.ts';
import { fuzzPool } from '../../harness/fuzz/campaign.ts';
import type { Campaign } from '../../harness/fuzz/nemesis.ts';
import type { ConnectivityRow } from '../../harness/fuzz/partial-connectivity.ts';
import { PartsJournal } from '../../harness/fuzz/parts-journal.ts';
import { campaignInRounds } from '../../harness/fuzz/rounds.ts';
import { readStamp, STAMP_FILE, stampWith, writeStamp, type StampChange } from '../../harness/fuzz/stamp.ts';
import { activeInvariants, verifiedSources } from '../../harness/fuzz/verified-sources.ts';
import { mutants } from '../../harness/mutants/catalogue.ts';
import { catalogueHash, fingerprints } from '../../harness/mutants/fingerprint.ts';
import { huntAll } from '../../harness/mutants/hunt.ts';
import { killCounts, killSummary, outcomeOf, writeKillTable } from '../../harness/mutants/kill-table.ts';
import { isAsItShould, type MutantResult } from '../../harness/mutants/try-mutant.ts';
import { UserError } from '../../harness/user-error.ts';
import { INTERRUPTED, interruption } from '../interruption.ts';
import { formatNumber } from '../terminal/format.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { durationText } from '../terminal/duration-text.ts';
import { connectivityReport } from './connectivity.ts';

interface VerifyFlags {
  readonly schedules: string;
  readonly broken: string;
  readonly trials: string;
  readonly workers: string;
  readonly out: string;
}

/** What the stages have in common. */
interface Verification {
  readonly out: string;
  readonly schedules: number;
  readonly broken: number;
  readonly trials: number;
  readonly workers: number;
  readonly sources: string;
  readonly journal: PartsJournal;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

const EXAMPLES = `
Writes fuzz/, mutants/ and verification.json, the stamp that result sets carry, into the folder of results. What has been
done is kept in verification.partial.jsonl until all is done: the same command goes on where it was killed, if the sources
are still the same, and more schedules later repeat none of those before.

Examples:
  $ quorum-bench verify
  $ quorum-bench verify --schedules 20000 --trials 3    (some minutes)

Exit status: 0 all is as it should be; 1 something is not; 2 the input was wrong; 130 interrupted.`;

export function verifyCommand(terminal: Terminal): Command {
  return new Command('verify')
    .description('fuzz every protocol, hunt every seeded bug, and write the record that results carry')
    .option('--schedules <count>', 'per protocol, under faults that must be borne', '1000000')
    .option('--broken <count>', 'per protocol, under faults that break an assumption', '20000')
    .option('--trials <count>', 'independent trials for each seeded bug', '9')
    .option('--workers <count>', 'threads', '2')
    .option('--out <dir>', 'folder of results', 'results/local/verification')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: VerifyFlags) => {
      const ctrlC = interruption(terminal);
      const sources = verifiedSources();
      const verification: Verification = {
        out: flags.out,
        schedules: wholeNumber(flags.schedules, '--schedules'),
        broken: wholeNumber(flags.broken, '--broken'),
        trials: wholeNumber(flags.trials, '--trials'),
        workers: wholeNumber(flags.workers, '--workers'),
        sources,
        journal: new PartsJournal(join(flags.out, 'verification.partial.jsonl'), sources),
        signal: ctrlC.signal,
        terminal,
      };
      try {
        await verifyAll(verification);
      } finally {
        ctrlC.end();
      }
    });
}

async function verifyAll(verification: Verification): Promise<void> {
  const { journal, signal, terminal, out } = verification;
  if (journal.size > 0) terminal.err(`going on with ${formatNumber(journal.size)} finished parts of ${journal.path}\n`);
  connectivity(verification);
  const complaints = [
    ...(await campaigns('break', verification)),
    ...(await bugs(verification)),
    ...(await campaigns('bear', verification)),
  ];
  for (const complaint of complaints) terminal.out(`${styleOf(terminal).bad(complaint)}\n`);
  if (signal.aborted) {
    terminal.out(`interrupted; ${out} holds what is done, and the same command goes on\n`);
    terminal.status = INTERRUPTED;
    return;
  }
  journal.remove();
  terminal.out(`${complaints.length === 0 ? 'all is as it should be' : 'not verified'}: ${join(out, STAMP_FILE)}\n`);
  if (complaints.length > 0) terminal.status = 1;
}

function connectivity(verification: Verification): void {
  const folder = join(verification.out, 'fuzz');
  verification.terminal.err('partial connectivity\n');
  connectivityReport(1, folder, styleOf(verification.terminal));
  const rows = JSON.parse(readFileSync(join(folder, 'partial-connectivity.json'), 'utf8')) as ConnectivityRow[];
  stamp(verification, { partial_connectivity: rows });
}

/** All seeded bugs. @returns complaints */
async function bugs(verification: Verification): Promise<string[]> {
  const { journal, trials, workers, signal, terminal, out } = verification;
  const keys = [...fingerprints()].map(
    ([{ algorithm, id }, fingerprint]) => `mutant/${algorithm}/${id}/${trials}/${fingerprint}`,
  );
  const missing = [...mutants.keys()].filter((index) => journal.get(keys[index]!) === undefined);
  const startedAt = performance.now();
  let tried = 0;
  await huntAll(missing, {
    workers,
    trials,
    signal,
    onResult: (result) => {
      const at = mutants.findIndex(({ algorithm, id }) => algorithm === result.algorithm && id === result.id);
      journal.append(keys[at]!, result);
      tried++;
      const left = durationText(((performance.now() - startedAt) / tried) * (missing.length - tried));
      const done = mutants.length - missing.length + tried;
      const { algorithm, id } = result;
      terminal.err(`${algorithm} ${id} ${outcomeOf(result)}; ${done} of ${mutants.length} mutants, ${left} left\n`);
    },
  });
  if (signal.aborted) return [];
  const found = keys.map((key) => journal.get(key) as MutantResult);
  writeKillTable(found, trials, join(out, 'mutants'), 'mutants');
  stamp(verification, { mutants_sha256: catalogueHash() });
  for (const { name } of algorithms) {
    stamp(verification, { algorithms: { [name]: killCounts(found.filter(({ algorithm }) => algorithm === name)) } });
  }
  terminal.out(`${killSummary(found)}\n`);
  return found
    .filter((result) => !isAsItShould(result))
    .map((result) => `${result.algorithm} ${result.id}: ${outcomeOf(result)}`);
}

/** Schedules of all protocols in turn, round after round, the record written after each. @returns complaints */
async function campaigns(campaign: Campaign, verification: Verification): Promise<string[]> {
  const { journal, workers, signal, terminal, out } = verification;
  const schedules = campaign === 'bear' ? verification.schedules : verification.broken;
  const threads = fuzzPool(workers);
  const complaints = new Map<string, string[]>();
  const names = algorithms.map(({ name }) => name);
  try {
    await campaignInRounds(threads, names, {
      campaign,
      schedules,
      workers,
      signal,
      journal,
      onPart: progressOf(campaign, names.length * schedules, terminal),
      onRound: (name, report, spent) => {
        const record = recordOf(name, campaign, 1, report, spent);
        writeRecord(record, join(out, 'fuzz'));
        complaints.set(name, complaintsOf(record));
        stampCampaign(record, verification);
      },
    });
  } finally {
    await Promise.resolve(threads.terminate(signal.aborted));
  }
  return [...complaints].flatMap(([name, sentences]) => sentences.map((sentence) => `${name}: ${sentence}`));
}

const PROGRESS_MS = 5000;

function progressOf(
  campaign: Campaign,
  total: number,
  terminal: Terminal,
): (name: string, done: number, ran: number) => void {
  const startedAt = performance.now();
  let shownAt = startedAt;
  return (name, done, ran) => {
    const now = performance.now();
    if (now - shownAt < PROGRESS_MS) return;
    shownAt = now;
    const perMs = ran / (now - startedAt);
    const left = durationText((total - done) / perMs);
    const kind = campaign === 'bear' ? 'faults to be borne' : 'broken assumptions';
    terminal.err(
      `${kind}: ${formatNumber(done)} of ${formatNumber(total)} schedules, now ${name}, ${formatNumber(Math.round(perMs * 1000))}/s, ${left} left\n`,
    );
  };
}

function stampCampaign({ algorithm, campaign, schedules, alarms }: CampaignRecord, verification: Verification): void {
  const counts = campaign === 'bear' ? { schedules, alarms } : { broken_schedules: schedules, broken_alarms: alarms };
  stamp(verification, { algorithms: { [algorithm]: { ...counts, invariants: activeInvariants(algorithm) } } });
}

function writeRecord(record: CampaignRecord, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${record.algorithm}-${record.campaign}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

function stamp({ out, sources }: Verification, change: StampChange): void {
  const file = join(out, STAMP_FILE);
  writeStamp(file, stampWith(readStamp(file), sources, change));
}

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UserError(`${flag} is ${text}; give a whole number from 1 on`);
}
