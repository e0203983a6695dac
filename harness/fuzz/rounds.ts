/**
 * A long campaign of several protocols, in rounds: each in turn runs some more schedules, so that whenever it is stopped all
 * have been put through about the same. Finished parts are in a journal and are not run again.
 */
import type { Pool } from 'workerpool';
import type { Spent } from './campaign-record.ts';
import { runCampaign } from './campaign.ts';
import { addReport, emptyReport, type FuzzReport } from './fuzz.ts';
import type { Campaign } from './nemesis.ts';
import type { PartsJournal } from './parts-journal.ts';

export interface RoundsOptions {
  readonly campaign: Campaign;
  /** Per protocol. */
  readonly schedules: number;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly journal: PartsJournal;
  /** After each part that was run: how many schedules are done, and how many of them in this run, of all protocols. */
  readonly onPart: (algorithm: string, done: number, ran: number) => void;
  /** After a round of a protocol: all that it has been put through so far, and the time that took. */
  readonly onRound: (algorithm: string, soFar: FuzzReport, spent: Spent) => void;
}

/** What a thread runs at a time, and a line of the journal. */
const PER_PART = 2500;
const PER_ROUND = 50_000;

interface Part extends Spent {
  readonly report: FuzzReport;
}

/** What one protocol has been put through. */
interface Total {
  readonly report: FuzzReport;
  wallMs: number;
  cpuMs: number;
}

export async function campaignInRounds(
  threads: Pool,
  algorithms: readonly string[],
  options: RoundsOptions,
): Promise<void> {
  const totals = new Map(
    algorithms.map((name): [string, Total] => [name, { report: emptyReport(), wallMs: 0, cpuMs: 0 }]),
  );
  let ran = 0;
  const onPart = (algorithm: string, count: number): void => {
    ran += count;
    const done = [...totals.values()].reduce((sum, { report }) => sum + report.schedules, 0);
    options.onPart(algorithm, done, ran);
  };
  for (let first = 1; first <= options.schedules; first += PER_ROUND) {
    for (const [algorithm, total] of totals) {
      if (options.signal.aborted) return;
      await runRound(threads, algorithm, first, total, options, onPart);
      if (total.report.schedules > 0) options.onRound(algorithm, total.report, total);
    }
  }
}

async function runRound(
  threads: Pool,
  algorithm: string,
  first: number,
  total: Total,
  { campaign, schedules, workers, signal, journal }: RoundsOptions,
  onPart: (algorithm: string, schedules: number) => void,
): Promise<void> {
  const take = ({ report, wallMs, cpuMs }: Part): void => {
    addReport(total.report, report);
    total.wallMs += wallMs;
    total.cpuMs += cpuMs;
  };
  const keyOf = (seed: number, count: number): string => `${campaign}/${algorithm}/${seed}+${count}`;
  const spent = stopwatch();
  await runCampaign(threads, workers, {
    algorithm,
    campaign,
    firstSeed: first,
    schedules: Math.min(PER_ROUND, schedules + 1 - first),
    untilMs: Infinity,
    perTask: PER_PART,
    signal,
    known: (seed, count) => {
      const part = journal.get(keyOf(seed, count)) as Part | undefined;
      if (part !== undefined) take(part);
      return part !== undefined;
    },
    onPart: (seed, report) => {
      const part: Part = { report, ...spent() };
      journal.append(keyOf(seed, report.schedules), part);
      take(part);
      onPart(algorithm, report.schedules);
    },
  });
}

/** Time since it was last asked, so that the times of parts add up to the time of all. */
function stopwatch(): () => Spent {
  let wall = performance.now();
  let cpu = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(cpu);
    const spent = { wallMs: performance.now() - wall, cpuMs: (used.user + used.system) / 1000 };
    wall += spent.wallMs;
    cpu = process.cpuUsage();
    return spent;
  };
}
