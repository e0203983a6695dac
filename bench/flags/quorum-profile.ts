/** The flags of `recommend`: the profile of the one who asks. */
import { objectives, type ObjectiveName } from '../../harness/recommend/objectives.ts';
import { ONE_DATA_CENTRE, timeoutsFor, type Profile, type Survival } from '../../harness/recommend/profile.ts';
import { parseRate, parseSize, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { readTopology, share, wholeNumber } from './quorum-conditions.ts';

/** As the command line gives them: text, or left out. */
export interface ProfileFlags {
  readonly nodes?: string;
  readonly topology?: string;
  readonly localRtt?: string;
  readonly pFail?: string;
  readonly zoneFail?: string;
  readonly repairTime?: string;
  readonly survive?: readonly string[];
  readonly maxP99?: string;
  readonly minAvailability?: string;
  readonly load?: string;
  readonly readShare?: string;
  readonly payload?: string;
  readonly deadline?: string;
  readonly window?: string;
  readonly clientAt?: string;
  readonly objective?: string;
}

/** What stands for a flag that is left out, as one would write it. */
export const PROFILE_DEFAULTS = {
  nodes: '5',
  localRtt: '0.4ms',
  pFail: '0.001',
  zoneFail: '0',
  repairTime: '10s',
  load: '100/s',
  readShare: '0.5',
  payload: '64B',
  deadline: '1s',
  window: '64',
  clientAt: 'all',
  objective: 'latency',
} as const;

/** Two opposite ones, to start from. */
export const NAMED_PROFILES: Readonly<Record<string, ProfileFlags>> = {
  'five-regions': {
    topology: 'aws5-2020',
    nodes: '5',
    pFail: '0.0005',
    survive: ['1-zone'],
    maxP99: '180ms',
    load: '100/s',
    objective: 'latency',
  },
  'one-data-centre': {
    nodes: '5,7',
    pFail: '0.2',
    repairTime: '2s',
    survive: ['2-nodes'],
    load: '500/s',
    objective: 'availability',
  },
};

/** Runs have at most so many. */
const MAX_NODES = 31;

/** @throws UserError */
export function profileOf(given: ProfileFlags): Profile {
  const flags = { ...PROFILE_DEFAULTS, ...given };
  const topology = flags.topology === undefined ? ONE_DATA_CENTRE : readTopology(flags.topology);
  const nodes = [...new Set(flags.nodes.split(',').map((text) => wholeNumber('--nodes', text, 1, MAX_NODES)))];
  const least = Math.min(...nodes);
  const nodeDown = chances('--p-fail', flags.pFail);
  if (nodeDown.length > 1 && (nodes.length > 1 || nodeDown.length !== nodes[0])) {
    throw new UserError(
      `--p-fail gives ${nodeDown.length} probabilities for ${nodes.join(' or ')} nodes; give one for all, or one per node of a single size`,
    );
  }
  const profile: Profile = {
    nodes,
    topology,
    localRttMs: parseTime(flags.localRtt),
    nodeDown,
    zoneDown: chances('--zone-fail', flags.zoneFail)[0]!,
    repairMs: positive('--repair-time', flags.repairTime, parseTime),
    survive: (flags.survive ?? []).map(survivalOf),
    maxP99Ms: flags.maxP99 === undefined ? undefined : positive('--max-p99', flags.maxP99, parseTime),
    minAvailability:
      flags.minAvailability === undefined ? undefined : share('--min-availability', flags.minAvailability),
    loadPerS: positive('--load', flags.load, parseRate),
    readShare: share('--read-share', flags.readShare),
    payloadBytes: parseSize(flags.payload),
    deadlineMs: positive('--deadline', flags.deadline, parseTime),
    window: wholeNumber('--window', flags.window, 1, 1e6),
    clients:
      flags.clientAt === 'all'
        ? []
        : flags.clientAt.split(':').map((id) => wholeNumber('--client-at', id, 0, least - 1)),
    objective: objectiveOf(flags.objective),
    timeouts: timeoutsFor(topology),
  };
  refuseAimWithoutFailures(profile);
  return profile;
}

function refuseAimWithoutFailures({ objective, minAvailability, nodeDown, zoneDown }: Profile): void {
  if (zoneDown > 0 || nodeDown.some((down) => down > 0)) return;
  if (objective !== 'availability' && minAvailability === undefined) return;
  const flag = objective === 'availability' ? '--objective availability' : '--min-availability';
  throw new UserError(`${flag} where nothing fails: all are alike; give --p-fail or --zone-fail above 0`);
}

/** `1-zone`, `2-nodes`. */
function survivalOf(text: string): Survival {
  const [, count, unit] = /^(\d+)-(node|zone)s?$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new UserError(`--survive ${text}: write how many of what may be lost, such as 1-zone or 2-nodes`);
  }
  return { count: Number(count), unit: unit === 'zone' ? 'zones' : 'nodes' };
}

/** Separated by `:`, each below 1: what is always down is never repaired. */
function chances(flag: string, text: string): number[] {
  return text.split(':').map((part) => {
    const p = share(flag, part);
    if (p === 1) throw new UserError(`${flag} ${part}: what is always down serves nobody; give less than 1`);
    return p;
  });
}

function positive(flag: string, text: string, parse: (text: string) => number): number {
  const value = parse(text);
  if (value > 0) return value;
  throw new UserError(`${flag} ${text}: give more than 0`);
}

function objectiveOf(text: string): ObjectiveName {
  const found = objectives.find(({ name }) => name === text);
  if (found !== undefined) return found.name;
  throw new UserError(`--objective ${text}: take one of ${objectives.map(({ name }) => name).join(', ')}`);
}
