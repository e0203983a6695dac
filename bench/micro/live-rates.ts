/** Live throughput of three nodes in memory, measured in turns with whatever it is compared with. */
import Table from 'cli-table3';
import { DEFAULT_BOUNDS } from '../../harness/live/instrument-bounds.ts';
import { runLive } from '../../harness/live/run-live.ts';
import { withLiveDefaults } from '../../harness/trial/live-spec.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { transportCeiling } from './live-ceiling.ts';

export const CLIENTS = 64;
export const SLICE_MS = 5000;
const ROUNDS = 3;
const BATCH_DELAY_MS = 0.02;

/** Committed commands a second; NaN: the instrument says that it was disturbed. */
export type Contestant = readonly [name: string, run: () => number | Promise<number>];

/** The transport alone, and protocols on it with all checks. */
export const liveContestants: readonly Contestant[] = [
  ['the transport alone, answers', () => transportCeiling(CLIENTS, BATCH_DELAY_MS, SLICE_MS)],
  ['Multi-Paxos live, batches of 64', () => live('multi-paxos')],
  ['Raft live, batches of 64', () => live('raft')],
];

async function live(algorithm: string): Promise<number> {
  const spec = resolveSpec(
    withLiveDefaults({
      algorithm,
      nodes: 3,
      driver: 'threads',
      workload: { clients: CLIENTS },
      policy: { batch: CLIENTS, batchDelayMs: BATCH_DELAY_MS, window: 4 },
      phases: { warmupMs: 1000, durationMs: SLICE_MS },
    }),
  );
  // What others take of the machine they take from the peers of this run as well.
  const { outcome } = await runLive(spec, { bounds: { ...DEFAULT_BOUNDS, others: 1, steal: 1 } });
  if (outcome.verdict === 'ok') return Number(outcome.row['throughput_per_s']);
  if (outcome.verdict !== 'void') throw new Error(`${algorithm} is ${outcome.verdict}: ${outcome.reason}`);
  process.stderr.write(`${algorithm} is void: ${outcome.reason}\n`);
  return NaN;
}

/** Runs all in turns, several times, and prints what each did. */
export async function printRates(contestants: readonly Contestant[]): Promise<void> {
  const rates = contestants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, [, run]] of contestants.entries()) rates[i]!.push(await run());
  }
  const table = new Table({
    head: ['subject', 'median /s', 'all'],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const [i, [name]] of contestants.entries()) {
    const sound = rates[i]!.filter((rate) => !Number.isNaN(rate)).toSorted((a, b) => a - b);
    const text = (rate: number) => Math.round(rate).toLocaleString('en');
    const median = sound[Math.floor(sound.length / 2)];
    table.push([name, median === undefined ? 'void' : text(median), sound.map(text).join('  ')]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
