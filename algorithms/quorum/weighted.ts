/**
 * Weighted voting (Gifford 1979): nodes whose weights reach a threshold. A weight of zero makes a node a witness that
 * never counts; an odd weight more on one node breaks the ties of an even cluster.
 */
import { majority, weighing, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { NodeNames } from './node-names.ts';

/** Nodes that weigh at least `threshold`, or with `majority` more than half. Nodes that are not listed weigh nothing. */
export interface WeightedSpec {
  readonly kind: 'weighted';
  readonly weights: Readonly<Record<string, number>>;
  readonly threshold: number | 'majority';
}

export function weightedFormula(spec: WeightedSpec, names: NodeNames): Formula {
  const ids = Object.keys(spec.weights);
  const nodes = names.list(ids, 'weights');
  const given = ids.map((id) => checkedWeight(id, spec.weights[id]!));
  const threshold = spec.threshold;
  if (threshold !== 'majority' && !Number.isFinite(threshold)) {
    throw new InvalidQuorum(`threshold ${threshold}: give a finite number, or "majority"`);
  }
  const exact = toIntegers(threshold === 'majority' ? given : [...given, threshold]);
  const weights = exact.slice(0, given.length);
  const total = weights.reduce((a, b) => a + b, 0);
  if (total === 0) throw new InvalidQuorum('all weights are 0: give some node a weight above 0');
  const need = threshold === 'majority' ? majority(total) : exact[given.length]!;
  if (need <= 0 || need > total) {
    const sum = given.reduce((a, b) => a + b, 0);
    throw new InvalidQuorum(`threshold ${threshold} of total weight ${sum}: give one above 0 and at most ${sum}`);
  }
  return inNodeOrder(need, nodes, weights);
}

/** Order of the keys of an object must not matter. */
function inNodeOrder(need: number, nodes: readonly number[], weights: readonly number[]): Formula {
  const order = nodes.map((_, i) => i).sort((a, b) => nodes[a]! - nodes[b]!);
  return weighing(
    need,
    order.map((i) => nodes[i]!),
    order.map((i) => weights[i]!),
  );
}

export function checkedWeight(id: string, weight: number): number {
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new InvalidQuorum(`weight ${weight} of node ${id}: give a finite number that is not negative`);
}

/** Scales decimal fractions to whole numbers, so that 0.1 + 0.2 reaches 0.3. */
export function toIntegers(values: readonly number[]): number[] {
  const decimals = values.map(decimalOf);
  const places = Math.max(0, ...decimals.map((d) => d.places));
  const scaled = decimals.map((d) => shifted(d.digits, places - d.places));
  const total = scaled.reduce((a, b) => a + (b < 0n ? -b : b), 0n);
  if (total > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new InvalidQuorum(`weights ${values.join(', ')} need more than 15 digits together: round them`);
  }
  return scaled.map(Number);
}

/** `digits / 10^places`, as JavaScript prints the number. */
function decimalOf(value: number): { digits: bigint; places: number } {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa!.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole! + fraction);
  if (places >= 0) return { digits, places };
  return { digits: shifted(digits, -places), places: 0 };
}

function shifted(digits: bigint, places: number): bigint {
  return BigInt(`${digits}${'0'.repeat(places)}`);
}
