/**
 * Time to a quorum on a matrix of round-trip times, seen from a leader: everybody is asked at time 0, and node j answers
 * at `rtt[leader][j]`. Row = observer; the matrix need not be symmetric.
 */
import type { NodeId } from '../contract.ts';
import { diagramsOf, FALSE, TRUE, type Diagram, type Diagrams } from './decision-diagram.ts';
import { shrink } from './disjoint.ts';
import { evaluate, type Formula } from './formula.ts';
import { cheapestQuorum } from './paths.ts';

/** Earliest time at which those who have answered hold a quorum. */
export function timeToQuorum(formula: Formula, answers: readonly number[]): number {
  const moments = momentsOf(answers);
  const inTime = (time: number): boolean =>
    evaluate(
      formula,
      Uint8Array.from(answers, (t) => (t <= time ? 1 : 0)),
    );
  return moments.find(inTime) ?? Infinity;
}

export interface Thrifty {
  readonly latency: number;
  readonly quorum: readonly NodeId[];
  /** Acknowledgements awaited from others. */
  readonly remoteAcks: number;
}

/** The fastest minimal quorum alone is asked; of equally fast ones the one that asks the fewest others. */
export function fastestQuorum(formula: Formula, answers: readonly number[], leader: NodeId): Thrifty {
  const latency = timeToQuorum(formula, answers);
  const { diagrams, roots } = diagramsOf(answers.length, [formula]);
  const cost = (node: NodeId): number => (answers[node]! > latency ? Infinity : node === leader ? 0 : 1);
  const cheapest = cheapestQuorum(diagrams, roots[0]!, cost)!;
  const live = new Uint8Array(answers.length);
  for (const node of cheapest.example) live[node] = 1;
  return { latency, quorum: shrink(formula, live), remoteAcks: cheapest.cost };
}

export interface Degraded {
  readonly failures: number;
  /** Over all sets of so many crashed nodes other than the leader. */
  readonly worst: number;
  readonly mean: number;
}

/** After 1, 2, … crashes, up to the first number at which some set of crashes blocks. */
export function degradedLatency(
  diagrams: Diagrams,
  root: Diagram,
  answers: readonly number[],
  leader: NodeId,
): Degraded[] {
  const moments = momentsOf(answers);
  // waiting[t][f] = share of the sets of f crashes with which there is no quorum at moments[t].
  const waiting = moments.map((time) => shareWithout(diagrams, root, answers, leader, time));
  const result: Degraded[] = [];
  for (let failures = 1; failures < answers.length && waiting.at(-1)![failures] === 0; failures++) {
    let mean = moments[0]!;
    let worst = moments[0]!;
    for (let t = 0; t + 1 < moments.length; t++) {
      const share = waiting[t]![failures]!;
      mean += share * (moments[t + 1]! - moments[t]!);
      if (share > 0) worst = moments[t + 1]!;
    }
    result.push({ failures, worst, mean });
  }
  return result;
}

/** For each number of crashed nodes other than the leader: the share of such sets that leave no quorum at `time`. */
function shareWithout(
  diagrams: Diagrams,
  root: Diagram,
  answers: readonly number[],
  leader: NodeId,
  time: number,
): number[] {
  const { order, level, low, high } = diagrams;
  // counts[d][c] = sets of c crashes among the variables from the level of d on, with which d is false.
  const counts = new Map<Diagram, Float64Array>([
    [FALSE, Float64Array.of(1)],
    [TRUE, Float64Array.of(0)],
  ]);
  const below = (child: Diagram, from: number): Float64Array => {
    let sets = counts.get(child)!;
    for (let l = from; l < level[child]!; l++) if (order[l] !== leader) sets = sum(sets, shifted(sets));
    return sets;
  };
  for (const d of diagrams.reachable(root)) {
    const node = diagrams.nodeOf(d);
    const down = below(low[d]!, level[d]! + 1);
    const up = answers[node]! <= time ? below(high[d]!, level[d]! + 1) : down;
    counts.set(d, node === leader ? up : sum(up, shifted(down)));
  }
  const blocked = below(root, 0);
  let all: Float64Array = Float64Array.of(1);
  for (let other = 1; other < order.length; other++) all = sum(all, shifted(all));
  return Array.from(all, (sets, crashes) => (root === FALSE ? 1 : (blocked[crashes] ?? 0) / sets));
}

function shifted(counts: Float64Array): Float64Array {
  const result = new Float64Array(counts.length + 1);
  result.set(counts, 1);
  return result;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(Math.max(a.length, b.length));
  for (let i = 0; i < result.length; i++) result[i] = (a[i] ?? 0) + (b[i] ?? 0);
  return result;
}

function momentsOf(answers: readonly number[]): number[] {
  return [...new Set(answers)].sort((a, b) => a - b);
}
