/** The flags of what is done to the system: clients, faults, and how long it is watched. */
import { parseDistribution } from '../../harness/trial/distribution-text.ts';
import { parseNumber, parseRate, parseSize, parseTime } from '../../harness/trial/units.ts';
import { asText, field, fromFile, oneOf, separated, type TrialFlag } from './flag.ts';
import type { Patch } from './patch.ts';

/** Fields of one kind of loop take those of the other away: whoever names them wants that loop. */
const closed: Patch = { 'workload.kind': 'closed', 'workload.ratePerS': undefined, 'workload.arrivals': undefined };
const open: Patch = { 'workload.kind': 'open', 'workload.clients': undefined, 'workload.thinkMs': undefined };

export const workloadFlags: readonly TrialFlag[] = [
  {
    usage: '--clients <count>',
    about: 'closed loop: clients that wait for each reply',
    byDefault: '10',
    excludes: ['rate', 'arrivals'],
    patch: (value) => ({ ...closed, 'workload.clients': parseNumber(value) }),
  },
  {
    usage: '--think <time>',
    about: 'closed loop: between a reply and the next request',
    byDefault: '0ms',
    excludes: ['rate', 'arrivals'],
    patch: (value) => ({ ...closed, 'workload.thinkMs': parseTime(value) }),
  },
  {
    usage: '--rate <rate>',
    about: 'open loop: requests that wait for no reply, such as 500/s',
    patch: (value) => ({ ...open, 'workload.ratePerS': parseRate(value) }),
  },
  {
    usage: '--arrivals <poisson|constant>',
    about: 'open loop: gaps between requests (default: poisson)',
    patch: (value) => ({ ...open, 'workload.arrivals': oneOf('poisson', 'constant')(value) }),
  },
  {
    usage: '--client-at <all|leader|id:id>',
    about: 'where clients live, in turn',
    byDefault: 'all',
    patch: field('workload.at', (text) => (text === 'all' || text === 'leader' ? text : separated(parseNumber)(text))),
  },
  { usage: '--reads <share>', about: 'share of reads', byDefault: '0.5', patch: field('workload.reads', parseNumber) },
  { usage: '--keys <count>', about: 'number of keys', byDefault: '1000', patch: field('workload.keys', parseNumber) },
  {
    usage: '--key-distribution <dist>',
    about: 'uniform, zipf:0.99 or hot',
    byDefault: 'uniform',
    patch: field('workload.keyDistribution', asText),
  },
  {
    usage: '--payload <size>',
    about: 'of a value written',
    byDefault: '64B',
    patch: field('workload.payloadBytes', parseSize),
  },
  {
    usage: '--client-timeout <time>',
    about: 'then another node is asked',
    byDefault: '1s',
    patch: field('workload.timeoutMs', parseTime),
  },
  {
    usage: '--retry-pause <time>',
    about: 'before the next node is asked, where the one asked knows no leader',
    byDefault: '10ms',
    patch: field('workload.retryPauseMs', parseTime),
  },
  {
    usage: '--deadline <time>',
    about: 'an operation that takes longer counts as unavailable',
    byDefault: '1s',
    patch: field('workload.deadlineMs', parseTime),
  },
];

export const faultFlags: readonly TrialFlag[] = [
  {
    usage: '--failure-rate <number>',
    about: 'crashes per node and minute',
    byDefault: '0',
    patch: field('faults.perNodeMinute', parseNumber),
  },
  {
    usage: '--repair-time <dist>',
    about: 'from a crash to the restart',
    byDefault: 'exponential:1s',
    patch: field('faults.repair', parseDistribution),
  },
  {
    usage: '--crash-leader <time:time>',
    about: 'crash whoever leads then, from the start of the window',
    patch: field('faults.crashLeaderAtMs', separated(parseTime)),
  },
  {
    usage: '--faults <@file>',
    about: 'a list of faults; see: quorum-bench list faults',
    patch: field('faults.plan', fromFile),
  },
];

export const phaseFlags: readonly TrialFlag[] = [
  {
    usage: '--warmup <time>',
    about: 'cut off, after the first commit',
    byDefault: '1s',
    patch: field('phases.warmupMs', parseTime),
  },
  {
    usage: '--duration <time>',
    about: 'length of the measured window',
    byDefault: '10s',
    excludes: ['ops'],
    patch: (value) => ({ 'phases.ops': undefined, 'phases.durationMs': parseTime(value) }),
  },
  {
    usage: '--ops <count>',
    about: 'the window ends at this many completions',
    patch: (value) => ({ 'phases.durationMs': undefined, 'phases.ops': parseNumber(value) }),
  },
  {
    usage: '--seed <number>',
    about: 'all that is random follows from it',
    byDefault: '1',
    patch: field('seed', parseNumber),
  },
  {
    usage: '--driver <sim|threads|tcp>',
    about: 'virtual time, or real',
    byDefault: 'sim',
    patch: field('driver', oneOf('sim', 'threads', 'tcp')),
  },
];
