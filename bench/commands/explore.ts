/** `quorum-bench explore`: every schedule of a small cluster, and the shortest one that breaks an invariant. */
import { Command, Option } from 'commander';
import { explore, type ExploreBounds, type ExploreResult } from '../../harness/explore/explorer.ts';
import { laneDiagram } from '../../harness/explore/lane-diagram.ts';
import type { Model } from '../../harness/explore/model.ts';
import { PUBLISHED_MODELS, publishedModel, replicasOf } from '../../harness/explore/subject.ts';
import { UserError } from '../../harness/user-error.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface ExploreFlags {
  readonly algorithm: string;
  readonly model?: string;
  readonly nodes: string;
  readonly quorums: string;
  readonly values: string;
  readonly ballots?: string;
  readonly requests: string;
  readonly timeouts: string;
  readonly restarts: string;
  readonly disk: 'instant' | 'free';
  readonly active?: string;
  readonly timers?: string;
  readonly lose?: string;
  readonly depth?: string;
  readonly states: string;
  readonly memory: string;
  readonly unsafeQuorums?: true;
  readonly json?: true;
}

const EXAMPLES = `
Any message may be delivered late, often or never; a timer that is set may fire at any time; a node may restart with what
is on its disk. The exploration ends when all reachable states are seen, when an invariant breaks, or at a bound.

Published models, whose state counts are known:
${Object.entries(PUBLISHED_MODELS)
  .map(([name, { about }]) => `  ${name.padEnd(21)}${about}`)
  .join('\n')}

Examples:
  $ quorum-bench explore --algorithm flexible-paxos --nodes 4 --quorums 2/3 --active 0:1
  $ quorum-bench explore --algorithm raft --nodes 4 --quorums 2/3 --unsafe-quorums
  $ quorum-bench explore --algorithm paxos --restarts 1 --timeouts 0 --disk free
  $ quorum-bench explore --model paxos-specification --nodes 3 --quorums 2/2 --ballots 3

Exit status: 0 explored, to its end or to a bound; 1 an invariant broke; 2 the input was wrong.`;

/** Bounds of our own algorithms, which published models know nothing of. */
const OF_ALGORITHMS = [
  'algorithm',
  'requests',
  'timeouts',
  'restarts',
  'disk',
  'active',
  'timers',
  'lose',
  'unsafeQuorums',
] as const satisfies readonly (keyof ExploreFlags)[];
/** What a published model may take. */
const OF_MODELS = ['nodes', 'quorums', 'values', 'ballots'] as const;

export function exploreCommand(terminal: Terminal): Command {
  return new Command('explore')
    .description('explore all schedules of a small cluster, or of a published model')
    .option('--algorithm <name>', 'see: quorum-bench list algorithms', 'paxos')
    .addOption(new Option('--model <name>', 'a published model instead of an algorithm').conflicts([...OF_ALGORITHMS]))
    .option('--nodes <count>', 'number of nodes', '3')
    .option('--quorums <spec>', 'see: quorum-bench list quorums', 'majority')
    .option('--values <count>', 'different values that clients ask for', '2')
    .option('--ballots <count>', 'ballots of a model (2); of an algorithm its highest ballot or term (any)')
    .option('--requests <count>', 'values that clients ask any one node for', '1')
    .option('--timeouts <count>', 'timers that fire, in all', '2')
    .option('--restarts <count>', 'crashes with recovery, in all', '0')
    .addOption(
      new Option('--disk <when>', 'when writes become durable').choices(['instant', 'free']).default('instant'),
    )
    .option('--active <id:id>', 'nodes that clients ask and whose timers fire (all)')
    .option('--timers <name:name>', 'timers that fire (all)')
    .option('--lose <type:type>', 'types of messages that are always lost (none): a narrower exploration')
    .option('--depth <levels>', 'explore so many levels')
    .option('--states <count>', 'stop at so many distinct states', '5000000')
    .option('--memory <MiB>', 'stop at so much memory for states', '1024')
    .option('--unsafe-quorums', 'explore quorums that the algorithm must not run with')
    .option('--json', 'print one object')
    .addHelpText('after', EXAMPLES)
    .action((flags: ExploreFlags, command: Command) => {
      const model = modelOf(flags, (name) => command.getOptionValueSource(name) === 'cli');
      const start = performance.now();
      const result = explore(model, boundsOf(flags), { onLevel: levels(terminal) });
      const seconds = (performance.now() - start) / 1000;
      terminal.out(flags.json ? json(flags, result, seconds) : text(terminal, model, result, seconds));
      if (result.end === 'violation') terminal.status = 1;
    });
}

function modelOf(flags: ExploreFlags, isGiven: (name: string) => boolean): Model {
  const subject = {
    nodes: whole('nodes', flags.nodes, 1, 31),
    quorums: flags.quorums,
    values: whole('values', flags.values, 1, 16),
    ballots: flags.ballots === undefined ? undefined : whole('ballots', flags.ballots, 1, 1_000_000),
    unsafeQuorums: flags.unsafeQuorums ?? false,
  };
  if (flags.model !== undefined) return publishedModel(flags.model, subject, OF_MODELS.filter(isGiven));
  return replicasOf({
    ...subject,
    algorithm: flags.algorithm,
    requests: whole('requests', flags.requests, 0, 16),
    timeouts: whole('timeouts', flags.timeouts, 0, 1_000),
    restarts: whole('restarts', flags.restarts, 0, 1_000),
    disk: flags.disk,
    active: flags.active?.split(':').map((id) => whole('active', id, 0, 30)),
    timers: flags.timers?.split(':'),
    lost: flags.lose?.split(':') ?? [],
  });
}

function boundsOf({ depth, states, memory }: ExploreFlags): ExploreBounds {
  const bounds = {
    states: whole('states', states, 1, 1_000_000_000),
    memoryBytes: whole('memory', memory, 1, 1_000_000) * 1024 * 1024,
  };
  return depth === undefined ? bounds : { ...bounds, depth: whole('depth', depth, 1, 1_000_000) };
}

function whole(flag: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UserError(`--${flag} ${given} is no whole number from ${least} to ${most}; give one`);
}

/** A line on stderr per level, once levels take a while. */
function levels(terminal: Terminal): (depth: number, states: number) => void {
  let last = performance.now();
  return (depth, states) => {
    if (performance.now() - last < 1_000) return;
    last = performance.now();
    terminal.err(`depth ${depth}: ${states.toLocaleString('en')} states\n`);
  };
}

function json(flags: ExploreFlags, result: ExploreResult, seconds: number): string {
  const { end, bound = null, states, generated, depth, violation = null } = result;
  const subject = flags.model === undefined ? { algorithm: flags.algorithm } : { model: flags.model };
  const counts = { end, bound, states, generated, depth, seconds, states_per_s: states / seconds };
  return `${JSON.stringify({ schema: 1, ...subject, quorums: flags.quorums, ...counts, violation })}\n`;
}

const BOUNDS: Readonly<Record<keyof ExploreBounds, string>> = {
  depth: 'levels',
  states: 'states',
  memoryBytes: 'memory',
};

function text(terminal: Terminal, model: Model, result: ExploreResult, seconds: number): string {
  const style = styleOf(terminal);
  const { end, bound, states, generated, depth, violation } = result;
  const rate = Math.round(states / seconds).toLocaleString('en');
  const counts =
    `${states.toLocaleString('en')} distinct states, ${generated.toLocaleString('en')} generated, depth ${depth}; ` +
    `${seconds.toFixed(1)} s, ${rate} states/s\n`;
  if (violation !== undefined) {
    const title = style.bad(
      `violation after ${violation.path.length} steps: ${violation.invariant}: ${violation.detail}`,
    );
    return `${title}\n\n${laneDiagram(model.lanes, violation.path)}\n\n${counts}`;
  }
  if (end === 'complete') return `${style.good('complete: no reachable state breaks an invariant')}\n${counts}`;
  const which = BOUNDS[bound!];
  return `${style.doubtful(`bound reached at depth ${depth}: ${which}; no violation up to there`)}\n${counts}`;
}
