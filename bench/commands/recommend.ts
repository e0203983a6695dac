/** `quorum-bench recommend`: which protocol, with which quorums and which leader, for a profile. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { recommendationJson } from '../../harness/recommend/json.ts';
import { isRecommendation, recommend, type RecommendOptions } from '../../harness/recommend/recommend.ts';
import { writeRecommendation } from '../../harness/recommend/write.ts';
import { parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { wholeNumber } from '../flags/quorum-conditions.ts';
import { NAMED_PROFILES, PROFILE_DEFAULTS, profileOf, type ProfileFlags } from '../flags/quorum-profile.ts';
import { reasonOf } from '../read-input.ts';
import { sweepProgress } from '../sweep-progress.ts';
import { renderRecommendation } from '../terminal/quorum-recommendation.ts';
import { styleOf } from '../terminal/style.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface RecommendFlags extends ProfileFlags {
  readonly profile?: string;
  readonly quorums?: readonly string[];
  readonly shortList: string;
  readonly seeds: string;
  readonly ops: string;
  readonly crashTime: string;
  readonly losses: string;
  readonly workers: string;
  readonly exhaustive?: true;
  readonly report?: string;
  readonly json?: true;
}

/** Nothing meets the constraints, or a candidate that was left out beats the choice. */
const NO_ANSWER = 1;

const EXAMPLES = `
Profiles: ${Object.entries(NAMED_PROFILES)
  .map(([name, flags]) => `${name} (${flagsText(flags)})`)
  .join('; ')}.

Examples:
  $ quorum-bench recommend --topology aws5-2021 --p-fail 0.0005 --survive 1-zone --max-p99 150ms
  $ quorum-bench recommend --nodes 5,7 --p-fail 0.05 --repair-time 5s --survive 2-nodes --objective availability
  $ quorum-bench recommend --topology gcp7-2020 --nodes 7 --load 500/s --read-share 0.9 --report gcp7
  $ quorum-bench recommend --profile five-regions,one-data-centre --exhaustive --report results/recommend

Exit status: 0 done; 1 nothing meets the constraints, or --exhaustive found a better one; 2 the input was wrong.`;

export function recommendCommand(terminal: Terminal): Command {
  const by = PROFILE_DEFAULTS;
  return new Command('recommend')
    .description(
      'choose protocol, quorums and leader for a profile: by analysis, confirmed by running, with the regret',
    )
    .option('--profile <names>', 'start from a profile of this suite, or several, separated by commas')
    .option('--nodes <counts>', `cluster sizes to choose from, separated by commas (default: ${by.nodes})`)
    .option('--topology <name|@file>', 'region matrix; node i in region i mod R (default: one data centre)')
    .option('--local-rtt <time>', `round trip within a region (default: ${by.localRtt})`)
    .option(
      '--p-fail <p[:p…]>',
      `share of time that a node is down: one for all, or one per node (default: ${by.pFail})`,
    )
    .option('--zone-fail <p>', `share of time that a zone is down with all its nodes (default: ${by.zoneFail})`)
    .option('--repair-time <time>', `mean time of a repair (default: ${by.repairTime})`)
    .option('--survive <k-nodes|k-zones>', 'any so many may be lost: it still elects and commits; repeat it', append)
    .option('--max-p99 <time>', 'bound of the 99th percentile that clients see')
    .option('--min-availability <share>', 'bound of the share of operations that are answered by the deadline')
    .option('--load <rate>', `operations of all clients together (default: ${by.load})`)
    .option('--read-share <share>', `share of reads (default: ${by.readShare})`)
    .option('--payload <size>', `of a value written (default: ${by.payload})`)
    .option('--client-at <all|id:id>', `nodes that clients live beside (default: ${by.clientAt})`)
    .option('--deadline <time>', `an operation that takes longer is not answered (default: ${by.deadline})`)
    .option('--window <count>', `batches under way at once at a leader (default: ${by.window})`)
    .option('--objective <name>', `latency, tail, availability or throughput (default: ${by.objective})`)
    .option('--quorums <spec>', 'choose among these; repeat it (default: all systems of the simple families)', append)
    .option('--short-list <count>', 'how many candidates are run', '6')
    .option('--seeds <count>', 'runs of each', '6')
    .option('--ops <count>', 'operations of a run at the given load', '2000')
    .option('--crash-time <time>', 'virtual time of a run with crashes; 0s = none', '100s')
    .option('--losses <count>', 'runs of each on the short list that crash the leader for good', '32')
    .option('--exhaustive', 'run every legal candidate as well: does one beat the choice?')
    .option('--workers <count>', 'threads', '2')
    .option(
      '--report <dir>',
      'write recommendation.json, charts and report.html there; of several profiles, a folder each',
    )
    .option('--json', 'print one JSON object; of several profiles, a line each')
    .addHelpText('after', EXAMPLES)
    .action(async ({ profile: names, ...flags }: RecommendFlags) => {
      const profiles = names === undefined ? [undefined] : names.split(',');
      for (const name of profiles) await recommendOne(name, profiles.length > 1, flags, terminal);
    });
}

async function recommendOne(
  name: string | undefined,
  isOneOfSeveral: boolean,
  flags: Omit<RecommendFlags, 'profile'>,
  terminal: Terminal,
): Promise<void> {
  const profile = profileOf({ ...namedProfile(name), ...flags });
  const progress = sweepProgress(terminal);
  const dir = flags.report === undefined || !isOneOfSeveral ? flags.report : join(flags.report, name!);
  if (dir !== undefined) makeFolder(dir);
  const result = await recommend(profile, {
    ...optionsOf(flags),
    onProgress: (done, all) => progress.update(done, all),
  }).finally(() => progress.stop());
  if (dir !== undefined) await writeRecommendation(dir, result);
  const title = isOneOfSeveral && !flags.json ? `${styleOf(terminal).bold(name!)}\n` : '';
  if (flags.json) terminal.out(`${JSON.stringify(recommendationJson(result))}\n`);
  else if (isRecommendation(result)) terminal.out(`${title}${renderRecommendation(result, styleOf(terminal))}\n`);
  if (!isRecommendation(result)) terminal.err(`quorum-bench: ${title}${result.why}\n`);
  if (!isRecommendation(result) || (result.exhaustive?.better.length ?? 0) > 0) terminal.status = NO_ANSWER;
}

function namedProfile(name: string | undefined): ProfileFlags {
  if (name === undefined) return {};
  const flags = Object.hasOwn(NAMED_PROFILES, name) ? NAMED_PROFILES[name] : undefined;
  if (flags !== undefined) return flags;
  throw new UserError(`--profile ${name}: take some of ${Object.keys(NAMED_PROFILES).join(', ')}`);
}

function optionsOf(flags: Omit<RecommendFlags, 'profile'>): RecommendOptions {
  return {
    shortList: wholeNumber('--short-list', flags.shortList, 1, 1000),
    effort: {
      seeds: wholeNumber('--seeds', flags.seeds, 2, 1000),
      operations: wholeNumber('--ops', flags.ops, 1000, 1e7),
      crashRunMs: parseTime(flags.crashTime),
    },
    losses: wholeNumber('--losses', flags.losses, 1, 10_000),
    workers: wholeNumber('--workers', flags.workers, 1, 256),
    exhaustive: flags.exhaustive === true,
    ...(flags.quorums && { quorums: flags.quorums }),
  };
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new UserError(`cannot write ${dir}: ${reasonOf(error)}; name a folder that can be made`);
  }
}

/** `--topology aws5-2021 --nodes 5 …`. */
function flagsText(flags: ProfileFlags): string {
  const entries = Object.entries(flags) as [string, string | readonly string[]][];
  return entries
    .map(([name, value]) => `--${name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${String(value)}`)
    .join(' ');
}

function append(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}
