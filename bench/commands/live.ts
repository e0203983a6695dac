/** `quorum-bench live`: one trial in real time, a thread per replica. Exit status 1 if it broke a rule, or is void. */
import { Command, Option } from 'commander';
import { DEFAULT_BOUNDS, type Bounds } from '../../harness/live/instrument.ts';
import { liveOutcome } from '../../harness/live/live-outcome.ts';
import { runLive, type LiveResult } from '../../harness/live/live-trial.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { parseNumber, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { INTERRUPTED } from '../interruption.ts';
import { nameOf } from '../flags/flag.ts';
import { trialFlags, trialInput, type FlagTexts } from '../flags/trial-flags.ts';
import { formatMs, formatShare } from '../terminal/format.ts';
import { styleOf } from '../terminal/style.ts';
import { renderSummary } from '../terminal/summary.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface LiveFlags extends FlagTexts {
  readonly maxOthers: number;
  readonly maxLag: number;
  readonly json?: true;
}

/** Delays, costs and faults are those of this machine: no flag injects any. */
const FLAGS =
  'algorithm nodes quorums thrifty clients think reads keys key-distribution payload client-timeout retry-pause deadline ' +
  'batch batch-delay window leader election-timeout heartbeat warmup duration ops seed';

/** Nothing is added to what the machine itself takes. */
const NOTHING_ADDED = {
  network: { delay: { type: 'constant', value: 0 }, bandwidthBitPerS: null },
  costs: { cpuInMs: 0, cpuOutMs: 0, applyMs: 0, fsync: { type: 'constant', value: 0 } },
};

const EXAMPLES = `
Stable storage is memory in this version, and no replica is crashed.

Examples:
  $ quorum-bench live --algorithm raft --nodes 3 --clients 64 --duration 5s
  $ quorum-bench live --algorithm multi-paxos --nodes 3 --clients 64 --batch 64 --window 2

Exit status: 0 done; 1 a check failed or the machine was too busy; 2 the input was wrong; 130 interrupted.`;

export function liveCommand(terminal: Terminal): Command {
  const command = new Command('live').description('run one trial in real time, one thread per replica, and check it');
  const names = FLAGS.split(' ');
  const collect = (text: string | undefined, before: unknown) => [...((before as string[]) ?? []), text ?? 'true'];
  for (const flag of trialFlags.filter((candidate) => names.includes(nameOf(candidate)))) {
    const standsFor = flag.byDefault === undefined ? '' : ` (default: ${flag.byDefault})`;
    command.addOption(new Option(flag.usage, `${flag.about}${standsFor}`).argParser(collect));
  }
  return command
    .option('--spec <file>', 'start from a spec in YAML or JSON; - for standard input')
    .option('--max-others <share>', 'void if others take more of the machine', parseNumber, DEFAULT_BOUNDS.others)
    .option('--max-lag <time>', 'void if an event loop is later at p99 (default: 10ms)', parseTime)
    .option('--json', 'print the outcome as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action((flags: LiveFlags) => live(flags, terminal));
}

async function live(flags: LiveFlags, terminal: Terminal): Promise<void> {
  const input = trialInput(flags);
  if (!('algorithm' in input)) {
    throw new UserError('no algorithm; name one with --algorithm, such as raft (see quorum-bench list algorithms)');
  }
  const spec = liveSpec(input);
  const bounds: Bounds = { ...DEFAULT_BOUNDS, others: flags.maxOthers, lagMs: flags.maxLag ?? DEFAULT_BOUNDS.lagMs };
  const abort = new AbortController();
  const onInterrupt = () => abort.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const result = await runLive(spec, bounds, abort.signal);
    const outcome = liveOutcome(spec, result);
    const instrument = { replicas: result.replicas, clients: result.clients, others: result.others ?? null };
    if (flags.json) terminal.out(JSON.stringify({ ...outcome, replay: again(outcome.replay), instrument }) + '\n');
    else terminal.out(`${again(renderSummary(outcome, styleOf(terminal)))}\n${instrumentText(result)}\n`);
    if (outcome.verdict !== 'ok') terminal.status = 1;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    terminal.err('interrupted: all threads have ended; run it again\n');
    terminal.status = INTERRUPTED;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** A spec that asks for what a live run does not add is refused, lest it seem to have been added. */
function liveSpec(input: object): TrialSpec {
  for (const [name, nothing] of Object.entries(NOTHING_ADDED)) {
    const given: unknown = Reflect.get(input, name);
    if (given !== undefined && JSON.stringify(given) !== JSON.stringify(nothing)) {
      throw new UserError(`${name} is given, but a live run has what this machine has; leave ${name} out`);
    }
  }
  if ('faults' in input)
    throw new UserError('faults are given, but live runs inject none in this version; leave them out');
  return { ...resolveSpec({ ...input, ...NOTHING_ADDED, driver: 'sim' }), driver: 'threads' };
}

function again(text: string): string {
  return text.replaceAll('quorum-bench run --spec -', 'quorum-bench live --spec -');
}

function instrumentText({ replicas, clients, others }: LiveResult): string {
  const lines = [...replicas, clients].map(
    ({ name, lagP99Ms, lagMaxMs, gcMaxMs, busy }) =>
      `${name}: busy ${formatShare(busy)}, late ${formatMs(lagP99Ms)} at p99 (at most ${formatMs(lagMaxMs)}), longest collection ${formatMs(gcMaxMs)}`,
  );
  return [...lines, `others on this machine: ${formatShare(others ?? null)}`].join('\n');
}
