/** The flags of `quorums` that say under which conditions systems are compared. */
import { COLUMNS } from '../../harness/quorums/columns.ts';
import type { Conditions } from '../../harness/quorums/compare.ts';
import { matrixOf, zonesOf } from '../../harness/quorums/places.ts';
import type { ResponseTime } from '../../harness/quorums/response-time.ts';
import { topologies, topologyNamed, topologyProblem, type Topology } from '../../harness/sim/topology.ts';
import { parseDistribution } from '../../harness/trial/distribution-text.ts';
import { parseTime } from '../../harness/trial/units.ts';
import { UserError } from '../../harness/user-error.ts';
import { readAtFile } from '../read-input.ts';

export interface ConditionFlags {
  readonly nodes: string;
  readonly topology?: string;
  readonly localRtt: string;
  readonly leader?: string;
  readonly pFail?: string;
  readonly zoneFail?: string;
  readonly response?: string;
  readonly readFraction: string;
  readonly thrifty?: true;
  readonly objectives?: string;
}

/** More nodes than anybody runs; large counting and zone systems are still exact. */
const MAX_NODES = 1000;

/** @throws UserError */
export function conditionsOf(flags: ConditionFlags): Conditions {
  const nodes = wholeNumber('--nodes', flags.nodes, 1, MAX_NODES);
  const topology = flags.topology === undefined ? undefined : readTopology(flags.topology);
  return {
    nodes,
    rtt: topology && matrixOf(topology, nodes, parseTime(flags.localRtt)),
    leader: flags.leader === undefined ? undefined : wholeNumber('--leader', flags.leader, 0, nodes - 1),
    failures: failuresOf(flags, nodes, topology),
    response: flags.response === undefined ? undefined : responseOf(flags.response),
    readFraction: share('--read-fraction', flags.readFraction),
    thrifty: flags.thrifty === true,
  };
}

/** What a node is called in a chart: its number, and its region if it has one. */
export function placeOf(flags: ConditionFlags, node: number): string {
  if (flags.topology === undefined) return String(node);
  const { nodes } = readTopology(flags.topology);
  return `${node} ${nodes[node % nodes.length]}`;
}

/** @throws UserError */
export function objectivesOf({ objectives }: ConditionFlags): string[] | undefined {
  const names = objectives?.split(',');
  const stranger = names?.find((name) => !COLUMNS.some((column) => column.name === name));
  if (stranger === undefined) return names;
  throw new UserError(
    `--objectives: no column ${stranger}; take some of ${COLUMNS.map(({ name }) => name).join(', ')}`,
  );
}

/** @throws UserError */
export function readTopology(text: string): Topology {
  const data = readAtFile(text);
  const topology = data === undefined ? topologyNamed(text) : (data as Topology);
  if (topology === undefined) {
    throw new UserError(`no topology ${text}; take one of ${topologies.map(({ id }) => id).join(', ')}, or @FILE`);
  }
  if (!Array.isArray(topology.nodes) || !Array.isArray(topology.rttMs) || !topology.rttMs.every(Array.isArray)) {
    throw new UserError(`${text} is no topology; give {"nodes": [names], "rttMs": [[round-trip times in ms]]}`);
  }
  const problem = topologyProblem(topology) ?? holeIn(topology);
  if (problem !== undefined) throw new UserError(`topology ${text}: ${problem}`);
  return topology;
}

function holeIn({ rttMs, nodes }: Topology): string | undefined {
  for (const [i, row] of rttMs.entries()) {
    const j = row.findIndex((rtt) => !(Number.isFinite(rtt) && rtt >= 0));
    if (j >= 0)
      return `rttMs[${i}][${j}] (${nodes[i]} to ${nodes[j]}) is ${String(row[j])}; give a round-trip time in ms`;
  }
  return undefined;
}

function failuresOf(flags: ConditionFlags, nodes: number, topology: Topology | undefined): Conditions['failures'] {
  if (flags.pFail === undefined && flags.zoneFail === undefined) return undefined;
  const given = (flags.pFail ?? '0').split(':').map((text) => share('--p-fail', text));
  if (given.length !== 1 && given.length !== nodes) {
    throw new UserError(
      `--p-fail gives ${given.length} probabilities for ${nodes} nodes; give one for all, or one per node`,
    );
  }
  const node = Array.from({ length: nodes }, (_, i) => given[i] ?? given[0]!);
  if (flags.zoneFail === undefined) return { node, zones: [] };
  if (topology === undefined) throw new UserError('--zone-fail needs zones; give a --topology');
  const fails = share('--zone-fail', flags.zoneFail);
  return { node, zones: zonesOf(topology, nodes).map((members) => ({ nodes: members, fails })) };
}

function responseOf(text: string): ResponseTime {
  const distribution = parseDistribution(text);
  const isPlain = !('cap' in distribution) && !('offset' in distribution);
  if (isPlain && (distribution.type === 'exponential' || distribution.type === 'uniform')) return distribution;
  throw new UserError(`--response ${text}: only exponential:MEAN and uniform:A:B have exact answers; take one of them`);
}

/** @throws UserError */
export function share(flag: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new UserError(`${flag} ${text}: give a number between 0 and 1, such as 0.01`);
}

/** @throws UserError */
export function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UserError(`${flag} ${text}: give a whole number from ${min} to ${max}`);
}
