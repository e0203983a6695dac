/**
 * Unequal exponential response times: a race without memory. From the set of those who have answered, the next one is
 * node i with probability rate[i] / rates of the missing; so the mean time is a sum over the sets without a quorum.
 */
import type { NodeId } from '../../algorithms/contract.ts';
import { TRUE, type Diagram, type Diagrams } from '../../algorithms/quorum/decision-diagram.ts';
import {
  add,
  divide,
  fromDecimal,
  multiply,
  ONE,
  toNumber,
  ZERO,
  type Rational,
} from '../../algorithms/quorum/rational.ts';

/** 2^20 sets take a second. */
const MAX_NODES = 20;
/** Fractions of more nodes grow too long to be of use. */
const MAX_EXACT_NODES = 10;

export interface Mean {
  readonly value: number;
  readonly exact: Rational | undefined;
}

/** Mean time to a quorum among `others`; `undefined` if there are too many to go through their sets. */
export function meanCompletion(
  diagrams: Diagrams,
  root: Diagram,
  others: readonly NodeId[],
  means: readonly number[],
): Mean | undefined {
  if (others.length > MAX_NODES) return undefined;
  const ordered = [...others].sort((a, b) => diagrams.order.indexOf(a) - diagrams.order.indexOf(b));
  const isQuorum = quorumTable(diagrams, root, ordered);
  const chosen = ordered.map((node) => means[node]!);
  if (ordered.length > MAX_EXACT_NODES) return { value: floatRace(chosen, isQuorum), exact: undefined };
  const exact = exactRace(chosen, isQuorum);
  return { value: toNumber(exact), exact };
}

/** The least mean time until all members of some quorum have answered. */
export function fastestMean(quorums: readonly (readonly NodeId[])[], means: readonly number[]): number {
  let best = Infinity;
  for (const members of quorums) {
    // All of them take at least as long as the slowest alone.
    if (members.some((node) => means[node]! >= best)) continue;
    best = Math.min(best, meanOfSlowest(members.map((node) => means[node]!)));
  }
  return best;
}

function meanOfSlowest(means: readonly number[]): number {
  if (means.length > MAX_NODES) return NaN;
  const full = 2 ** means.length - 1;
  return floatRace(
    means,
    Uint8Array.from({ length: full + 1 }, (_, set) => (set === full ? 1 : 0)),
  );
}

function floatRace(means: readonly number[], isQuorum: Uint8Array): number {
  const rates = means.map((mean) => 1 / mean);
  const visits = new Float64Array(isQuorum.length);
  visits[0] = 1;
  let total = 0;
  for (let set = 0; set < visits.length; set++) {
    const visit = visits[set]!;
    if (isQuorum[set] !== 0 || visit === 0) continue;
    let missing = 0;
    for (let i = 0; i < rates.length; i++) if ((set & (1 << i)) === 0) missing += rates[i]!;
    total += visit / missing;
    for (let i = 0; i < rates.length; i++) {
      if ((set & (1 << i)) === 0) visits[set | (1 << i)]! += (visit * rates[i]!) / missing;
    }
  }
  return total;
}

function exactRace(means: readonly number[], isQuorum: Uint8Array): Rational {
  const rates = means.map((mean) => divide(ONE, fromDecimal(mean)));
  const visits = Array<Rational>(isQuorum.length).fill(ZERO);
  visits[0] = ONE;
  let total = ZERO;
  for (let set = 0; set < visits.length; set++) {
    const visit = visits[set]!;
    if (isQuorum[set] !== 0 || visit.num === 0n) continue;
    const missing = rates.reduce((sum, rate, i) => ((set & (1 << i)) === 0 ? add(sum, rate) : sum), ZERO);
    const per = divide(visit, missing);
    total = add(total, per);
    rates.forEach((rate, i) => {
      if ((set & (1 << i)) === 0) visits[set | (1 << i)] = add(visits[set | (1 << i)]!, multiply(per, rate));
    });
  }
  return total;
}

/** For every set of the ordered nodes, as a bit mask: does it hold a quorum? */
function quorumTable(diagrams: Diagrams, root: Diagram, ordered: readonly NodeId[]): Uint8Array {
  const table = new Uint8Array(2 ** ordered.length);
  const bit = new Map(ordered.map((node, i) => [node, 1 << i]));
  for (let set = 0; set < table.length; set++) {
    let d = root;
    while (d > TRUE) d = (set & bit.get(diagrams.nodeOf(d))!) !== 0 ? diagrams.high[d]! : diagrams.low[d]!;
    table[set] = d;
  }
  return table;
}
