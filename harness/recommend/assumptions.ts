/** What a recommendation rests on, in sentences: the profile as it was understood, the model, and how long runs were. */
import { formatNumber } from '../report/format.ts';
import type { Profile } from './profile.ts';
import type { Recommendation } from './recommend.ts';

/** The profile in one sentence. */
export function profileText({
  nodes,
  topology,
  nodeDown,
  zoneDown,
  loadPerS,
  readShare,
  objective,
  ...rest
}: Profile): string {
  const down = [...new Set(nodeDown)].map((p) => `${formatNumber(100 * p)} %`).join(', ');
  const zones = zoneDown > 0 ? `, a zone ${formatNumber(100 * zoneDown)} %` : '';
  const demands = [
    ...rest.survive.map(({ count, unit }) => `survive any ${count} ${count === 1 ? unit.slice(0, -1) : unit}`),
    ...(rest.maxP99Ms === undefined ? [] : [`client p99 of at most ${formatNumber(rest.maxP99Ms)} ms`]),
    ...(rest.minAvailability === undefined ? [] : [`answer ${rest.minAvailability} of the operations in time`]),
  ];
  const where = topology.nodes.length === 1 ? topology.id : `${topology.id} (${topology.nodes.length} regions)`;
  return `${nodes.join(' or ')} nodes in ${where}; a node is down ${down} of the time${zones}, repaired in ${formatNumber(rest.repairMs / 1000)} s on average; ${formatNumber(loadPerS)} operations/s, ${formatNumber(100 * readShare)} % reads; objective ${objective}; must ${demands.length === 0 ? 'only bear the load' : demands.join(', ')}.`;
}

export function effortText({ effort, confirmed, profile, objective }: Recommendation): string {
  const crashed = confirmed.some(({ measured }) => measured.unanswered.length > 0);
  const long = `${effort.seeds} runs of ${effort.operations.toLocaleString('en-US')} operations at the given load with everybody up`;
  const crashRuns = crashed
    ? `, and ${effort.seeds} of ${formatNumber(effort.crashRunMs / 1000)} s at 20/s at most with crashes and repairs`
    : '';
  const shared = `Each of the ${confirmed.length} on the short list had ${long}${crashRuns}, with the same seeds, arrivals and crashes.`;
  return `${shared} Intervals: 95 % together, Student's t over seeds. All protocols: election time-outs of ${profile.timeouts.electionMs.join(' to ')} ms, heartbeats every ${profile.timeouts.heartbeatMs} ms, ${profile.window} batches under way, everybody is asked. Objective: ${objective.title}.`;
}

/** What the analysis takes for granted. */
export const MODEL: readonly string[] = [
  'Latency: round trips as the matrix has them, without jitter; a flush and the CPU time of each message on the way; whoever is down answers never. The 99th percentile counts nodes that are down; runs at the given load have everybody up.',
  'Latency leaves out operations that are sent while nobody leads or can commit: how many those are is the share not answered, and a bound of it is --min-availability; what they add to the mean of those that lead again within the deadline stands with the price.',
  'Without the leader: exact where one node alone campaigns, everybody else up, without costs of CPU and disk, and compared with runs there. Rivals that campaign before they hear of each other are measured, not predicted. Runs with crashes take longer still: others are down as well, so that a quorum may have to wait for a repair, and clients ask the crashed node first.',
  'The leader stands where it was placed. After a crash the protocols elect whoever times out first, and nothing moves it back: runs with crashes show that, the analysis of latency does not.',
  'Load: the most that a leader takes is the least of its CPU (work per operation measured in one short run at light load per protocol and size), its network card of 1 Gbit/s, and the window of batches under way. The wait for the CPU is that of M/D/1 with messages as customers.',
  'Reads go through the log as writes do, but carry no value: their share matters only where values are large.',
  'Not answered: a Markov chain over who is up and whether anybody leads, crashes and repairs exponential; exact where nodes are alike, else a leader is any of those up with the same chance. With more than 12 nodes and zones that fail it is the chance that not both phases have a quorum, which is more.',
  'Protocols without a leader are left out: the analysis has no prediction for them.',
  'Regret compares by analysis alone; time-outs stay what they were.',
];
