/** What the charts of a comparison show, as tables: systems, leaders, and all counting systems of so many nodes. */
import { Availability } from '../../algorithms/quorum/availability.ts';
import { atLeast } from '../../algorithms/quorum/formula.ts';
import { timeToQuorum } from '../../algorithms/quorum/latency.ts';
import { majority } from '../../algorithms/quorum/formula.ts';
import { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { formulaOf } from '../../algorithms/quorum/spec.ts';
import type { Conditions } from './compare.ts';
import type { Comparison, Configuration } from './comparison.ts';

/** A system at a leader. */
export interface LeaderPoint {
  readonly quorums: string;
  readonly leader: string;
  readonly client_ms: number;
}

/** A counting system. What it lacks the conditions for is `null`. */
export interface CountingPoint {
  readonly q1: number;
  readonly q2: number;
  readonly legal: 'no protocol' | 'Flexible Paxos' | 'Flexible Paxos and Raft';
  /** Mean over clients everywhere, at the best leader. */
  readonly client_ms: number | null;
  /** Probability that not both phases find a quorum. */
  readonly down: number | null;
}

/** Mean time of clients beside every node, for each node as leader. Empty without a matrix. */
export function leaderPoints(
  { rows }: Comparison,
  configurations: readonly Configuration[],
  { rtt, nodes }: Conditions,
  placeOf: (node: number) => string,
): LeaderPoint[] {
  if (rtt === undefined) return [];
  const names = NodeNames.numbered(nodes);
  return rows.flatMap((row) => {
    const { phases } = configurations.find(({ label }) => label === row.label)!;
    const phase2 = formulaOf(phases.phase2, names, phases);
    return rtt.map((answers, leader) => ({
      quorums: row.label,
      leader: placeOf(leader),
      client_ms: clientMean(rtt, leader, timeToQuorum(phase2, answers)),
    }));
  });
}

/** All (q1, q2) of the nodes, the illegal ones too. */
export function countingPoints({ nodes, rtt, failures }: Conditions): CountingPoint[] {
  const all = NodeNames.numbered(nodes).all();
  const sizes = all.map((node) => node + 1);
  const families = sizes.map((size) => atLeast(size, all));
  const availability = failures && new Availability(families, failures);
  const clientMs = rtt && families.map((family) => bestClientMean(rtt, (answers) => timeToQuorum(family, answers)));
  return sizes.flatMap((q1) =>
    sizes.map((q2) => {
      const meets = q1 + q2 > nodes;
      const shared = q1 >= majority(nodes) ? 'Flexible Paxos and Raft' : 'Flexible Paxos';
      return {
        q1,
        q2,
        legal: meets ? shared : 'no protocol',
        client_ms: (meets && clientMs?.[q2 - 1]) || null,
        down: meets && availability !== undefined ? availability.ofAll([q1 - 1, q2 - 1]).no : null,
      };
    }),
  );
}

function bestClientMean(rtt: readonly (readonly number[])[], commit: (answers: readonly number[]) => number): number {
  return Math.min(...rtt.map((answers, leader) => clientMean(rtt, leader, commit(answers))));
}

function clientMean(rtt: readonly (readonly number[])[], leader: number, commitMs: number): number {
  return rtt.reduce((sum, row) => sum + row[leader]!, 0) / rtt.length + commitMs;
}
