/** The `latency` part of an answer: each node as leader on a matrix of round-trip times. */
import { degradedLatency, fastestQuorum, timeToQuorum } from '../../algorithms/quorum/latency.ts';
import { UserError } from '../user-error.ts';
import type { LatencyInput } from './input.ts';
import type { AnalysedSystem } from './system.ts';

export interface LeaderLatency {
  phase1: number;
  phase2: number;
  clientMean: number;
  clientWorst: number;
  thrifty: { latency: number; quorum: string[]; remoteAcks: number };
  degraded: { failures: number; worst: number; mean: number }[];
}

export interface LatencyAnswer {
  perLeader: Record<string, LeaderLatency>;
  best: Record<'phase1' | 'phase2' | 'clientMean', { value: number; leaders: string[] }>;
  meanPhase2OverLeaders: number;
}

/** @throws UserError if the matrix is not square or a client is no node */
export function latencyAnswer(system: AnalysedSystem, { rtt, clients }: LatencyInput): LatencyAnswer {
  const { ids } = system.names;
  checkSquare(rtt, ids);
  const weights = clientWeights(system, clients);
  const leaders = ids.map((_, leader) => leaderLatency(system, rtt, weights, leader));
  const best = (measure: 'phase1' | 'phase2' | 'clientMean') => {
    const value = Math.min(...leaders.map((leader) => leader[measure]));
    return { value, leaders: ids.filter((_, i) => leaders[i]![measure] === value) };
  };
  return {
    perLeader: Object.fromEntries(ids.map((id, i) => [id, leaders[i]!])),
    best: { phase1: best('phase1'), phase2: best('phase2'), clientMean: best('clientMean') },
    meanPhase2OverLeaders: leaders.reduce((sum, leader) => sum + leader.phase2, 0) / leaders.length,
  };
}

function leaderLatency(
  system: AnalysedSystem,
  rtt: readonly (readonly number[])[],
  weights: readonly number[],
  leader: number,
): LeaderLatency {
  const answers = rtt[leader]!;
  const { formula, root } = system.phase2;
  const phase2 = timeToQuorum(formula, answers);
  const total = weights.reduce((a, b) => a + b, 0);
  const seen = weights.map((_, client) => rtt[client]![leader]! + phase2);
  const thrifty = fastestQuorum(formula, answers, leader);
  return {
    phase1: timeToQuorum(system.phase1.formula, answers),
    phase2,
    clientMean: seen.reduce((sum, time, client) => sum + weights[client]! * time, 0) / total,
    clientWorst: Math.max(...seen.filter((_, client) => weights[client]! > 0)),
    thrifty: { ...thrifty, quorum: system.idsOf(thrifty.quorum) },
    degraded: degradedLatency(system.diagrams, root, answers, leader),
  };
}

/** All nodes are clients alike, unless told otherwise. */
function clientWeights(system: AnalysedSystem, clients: LatencyInput['clients']): number[] {
  if (clients === undefined) return system.names.ids.map(() => 1);
  system.names.list(Object.keys(clients), 'clients');
  const weights = system.names.ids.map((id) => (Object.hasOwn(clients, id) ? clients[id]! : 0));
  if (weights.every((weight) => weight === 0)) throw new UserError('all clients weigh 0; give one a weight above 0');
  return weights;
}

function checkSquare(rtt: readonly (readonly number[])[], ids: readonly string[]): void {
  const remedy = `give one row per node, each of ${ids.length} round-trip times`;
  if (rtt.length !== ids.length) throw new UserError(`rtt has ${rtt.length} rows for ${ids.length} nodes; ${remedy}`);
  rtt.forEach((row, i) => {
    if (row.length !== ids.length) {
      throw new UserError(
        `row ${i + 1} of rtt (node ${ids[i]}) has ${row.length} entries for ${ids.length} nodes; ${remedy}`,
      );
    }
  });
}
