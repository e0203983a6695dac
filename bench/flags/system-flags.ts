/** The flags of what is measured: protocol, quorums, network, costs and policy. */
import { parseCostModel } from '../../harness/live/cost-model.ts';
import { parseDistribution } from '../../harness/trial/distribution-text.ts';
import { parseBandwidth, parseNumber, parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { readAtFile, readData } from '../read-input.ts';
import { asText, field, oneOf, parseBoolean, separated, type TrialFlag } from './flag.ts';
import type { Patch } from './patch.ts';

export const protocolFlags: readonly TrialFlag[] = [
  { usage: '--algorithm <name>', about: 'see: quorum-bench list algorithms', patch: field('algorithm', asText) },
  { usage: '--nodes <count>', about: '1 to 31', byDefault: '5', patch: field('nodes', parseNumber) },
  {
    usage: '--quorums <spec>',
    about: 'majority, Q1/Q2, grid:RxC, weighted:3:1:1:1, minimal, @FILE; see: quorum-bench list quorums',
    byDefault: 'majority',
    patch: quorums,
  },
  {
    usage: '--unsafe-quorums',
    about: 'run with quorums that the protocol may not have, to see the checks catch it',
    patch: () => ({ 'quorums.unsafe': true }),
  },
  {
    usage: '--thrifty [boolean]',
    about: 'ask only a phase-2 quorum, and everybody after a time-out',
    byDefault: 'false',
    patch: field('policy.thrifty', parseBoolean),
  },
  {
    usage: '--batch <count>',
    about: 'commands per slot, at most',
    byDefault: '1',
    patch: field('policy.batch', parseNumber),
  },
  {
    usage: '--batch-delay <time>',
    about: 'how long a batch waits to fill',
    byDefault: '0ms',
    patch: field('policy.batchDelayMs', parseTime),
  },
  {
    usage: '--window <count>',
    about: 'batches under way per node',
    byDefault: '64',
    patch: field('policy.window', parseNumber),
  },
  {
    usage: '--leader <auto|id>',
    about: 'the node that campaigns first',
    byDefault: 'auto',
    patch: field('policy.leader', (text) => (text === 'auto' ? text : parseNumber(text))),
  },
  {
    usage: '--election-timeout <min:max>',
    about: 'randomised between these',
    byDefault: '150ms:300ms',
    patch: field('policy.electionMs', separated(parseTime)),
  },
  {
    usage: '--heartbeat <time>',
    about: 'interval of the leader',
    byDefault: '50ms',
    patch: field('policy.heartbeatMs', parseTime),
  },
];

export const networkFlags: readonly TrialFlag[] = [
  {
    usage: '--latency <dist>',
    about:
      'one-way delay: 10ms, uniform:A:B, normal:MEAN:SD, lognormal:MEDIAN:SIGMA, exponential:MEAN, pareto:MIN:ALPHA',
    byDefault: 'normal:0.2136ms:0.0337ms',
    excludes: ['topology'],
    patch: (value) => ({ 'network.topology': undefined, 'network.delay': parseDistribution(value) }),
  },
  {
    usage: '--topology <name|@file>',
    about: 'region matrix of round-trip times; node i in region i mod R; see: quorum-bench list topologies',
    patch: (value) => ({ 'network.delay': undefined, 'network.topology': readAtFile(value) ?? value }),
  },
  {
    usage: '--local-rtt <time>',
    about: 'round trip within a region',
    byDefault: '0.4ms',
    patch: field('network.localRttMs', parseTime),
  },
  {
    usage: '--links <fifo|datagram>',
    about: 'do links keep order?',
    byDefault: 'fifo',
    patch: field('network.fifo', (text) => oneOf('fifo', 'datagram')(text) === 'fifo'),
  },
  {
    usage: '--loss <share>',
    about: 'share of messages lost',
    byDefault: '0',
    patch: field('network.loss', parseNumber),
  },
  {
    usage: '--duplicate <share>',
    about: 'share of messages doubled',
    byDefault: '0',
    patch: field('network.duplicate', parseNumber),
  },
  {
    usage: '--reorder <share>',
    about: 'share of messages overtaken',
    byDefault: '0',
    patch: field('network.reorder', parseNumber),
  },
  {
    usage: '--bandwidth <rate>',
    about: 'of each link, or unlimited',
    byDefault: '1Gbit/s',
    patch: field('network.bandwidthBitPerS', parseBandwidth),
  },
];

export const costFlags: readonly TrialFlag[] = [
  {
    usage: '--costs <file>',
    about: 'all costs as quorum-bench calibrate has measured them; the flags below come on top',
    patch: (value) => {
      const { cpuInMs, cpuOutMs, applyMs, byteMs, fsync } = parseCostModel(readData(value), value).costs;
      return {
        'costs.cpuInMs': cpuInMs,
        'costs.cpuOutMs': cpuOutMs,
        'costs.applyMs': applyMs,
        'costs.byteMs': byteMs,
        'costs.fsync': fsync,
      };
    },
  },
  {
    usage: '--cpu-in <time>',
    about: 'CPU per message received',
    byDefault: '10us',
    patch: field('costs.cpuInMs', parseTime),
  },
  {
    usage: '--cpu-out <time>',
    about: 'CPU per message sent',
    byDefault: '2.4us',
    patch: field('costs.cpuOutMs', parseTime),
  },
  {
    usage: '--cpu-apply <time>',
    about: 'CPU per command applied',
    byDefault: '1us',
    patch: field('costs.applyMs', parseTime),
  },
  {
    usage: '--fsync <dist>',
    about: 'time of one flush',
    byDefault: '0.25ms',
    patch: field('costs.fsync', parseDistribution),
  },
];

function quorums(value: string): Patch {
  const data = readAtFile(value);
  if (data === undefined) {
    return { 'quorums.phase1': undefined, 'quorums.phase2': undefined, 'quorums.shorthand': value };
  }
  if (typeof data !== 'object' || data === null || !('phase1' in data) || !('phase2' in data)) {
    throw new UserError(`${value} describes no quorums; write {"phase1": SPEC, "phase2": SPEC} there`);
  }
  const { phase1, phase2, ...further } = data;
  const extra = Object.keys(further)[0];
  if (extra !== undefined)
    throw new UserError(`${value} has the field '${extra}'; keep phase1 and phase2, with nodes "0", "1", …`);
  return { 'quorums.shorthand': undefined, 'quorums.phase1': phase1, 'quorums.phase2': phase2 };
}
