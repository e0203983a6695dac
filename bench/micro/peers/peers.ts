/** The suite's live Multi-Paxos and Raft beside the port of etcd's core, in turns in one run. See the README beside this. */
import Table from 'cli-table3';
import { DEFAULT_BOUNDS } from '../../../harness/live/instrument-bounds.ts';
import { runLive } from '../../../harness/live/run-live.ts';
import { withLiveDefaults } from '../../../harness/trial/live-spec.ts';
import { resolveSpec } from '../../../harness/trial/resolve.ts';
import { EtcdCore } from './etcd-core.ts';

const CLIENTS = 64;
const ROUNDS = 3;
const SLICE_MS = 5000;

/** Committed commands a second; NaN: the instrument says that it was disturbed. */
type Contestant = readonly [name: string, run: () => number | Promise<number>];

function etcdCore(batch: number, together: boolean): number {
  const cluster = new EtcdCore();
  for (const start = Date.now(); Date.now() - start < SLICE_MS / 5;) cluster.round(CLIENTS, batch, together);
  const start = process.hrtime.bigint();
  let commands = 0;
  let ns: number;
  do {
    cluster.round(CLIENTS, batch, together);
    commands += CLIENTS;
    ns = Number(process.hrtime.bigint() - start);
  } while (ns < SLICE_MS * 1e6);
  return commands / (ns / 1e9);
}

async function live(algorithm: string): Promise<number> {
  const spec = resolveSpec(
    withLiveDefaults({
      algorithm,
      nodes: 3,
      driver: 'threads',
      workload: { clients: CLIENTS },
      policy: { batch: CLIENTS, batchDelayMs: 0.05, window: 4 },
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

const contestants: readonly Contestant[] = [
  ['etcd core, an entry a message', () => etcdCore(1, false)],
  ['etcd core, 64 entries a message', () => etcdCore(1, true)],
  ['etcd core, 64 commands an entry', () => etcdCore(CLIENTS, true)],
  ['Multi-Paxos live, batches of 64', () => live('multi-paxos')],
  ['Raft live, batches of 64', () => live('raft')],
];

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
