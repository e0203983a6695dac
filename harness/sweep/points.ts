/**
 * All combinations of the values of a panel's axes, in the order of the axes, the last fastest. The quorums `minimal` stand
 * for all minimal legal ones of the algorithm and number of nodes that they meet.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import { majority } from '../../algorithms/quorum/formula.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { minimalSizes } from '../trial/minimal-quorums.ts';
import { valueAt, withValue } from './spec-path.ts';
import type { Axis, Panel } from './sweep-spec.ts';

/** One combination. */
export interface Point {
  /** Which value of each axis, by its position. */
  readonly digits: readonly number[];
  /** The trial that it makes, still to be resolved, without a seed. */
  readonly input: object;
}

/** A run has at most so many nodes, and an algorithm at most as many minimal quorums. */
const MOST_NODES = 31;
const DEFAULT_NODES = 5;

export function* points({ base, axes }: Panel): Generator<Point> {
  const shared = quorumsText(base) === 'minimal' && !axes.some(isOfQuorums);
  // In the base, `minimal` is one more axis: the slowest, and not to be seen in the digits.
  const all = shared ? [{ path: 'quorums.shorthand', values: ['minimal'] }, ...axes] : axes;
  for (const { digits, input } of combine(all, base, [], undefined)) {
    yield { digits: shared ? digits.slice(1) : digits, input };
  }
}

/** @param choice which of the minimal quorums is meant, once an axis has said `minimal` */
function* combine(
  axes: readonly Axis[],
  input: object,
  digits: readonly number[],
  choice: number | undefined,
): Generator<Point> {
  const axis = axes[digits.length];
  if (axis === undefined) {
    const chosen = choice === undefined ? input : withMinimal(input, choice);
    if (chosen !== undefined) yield { digits, input: chosen };
    return;
  }
  for (const [digit, value] of axis.values.entries()) {
    const next = withValue(input, axis.path, value);
    const isMinimal = isOfQuorums(axis) && quorumsText(next) === 'minimal';
    // How many there are is known only when all other axes have their values.
    for (let i = 0; i < (isMinimal ? MOST_NODES : 1); i++) {
      yield* combine(axes, next, [...digits, digit], isMinimal ? i : choice);
    }
  }
}

/** With one of the minimal quorums in the place of `minimal`; nothing where there are not so many. */
function withMinimal(input: object, choice: number): object | undefined {
  const { algorithm, nodes } = protocolOf(input);
  // What is wrong with these is said when the trial is resolved.
  if (algorithm === undefined || nodes === undefined) return choice === 0 ? input : undefined;
  const text = minimalTexts(algorithm, nodes)[choice];
  if (text === undefined) return undefined;
  const path = typeof valueAt(input, 'quorums') === 'object' ? 'quorums.shorthand' : 'quorums';
  return withValue(input, path, text);
}

const known = new Map<string, readonly string[]>();

function minimalTexts(algorithm: Algorithm, nodes: number): readonly string[] {
  const key = `${algorithm.name} ${nodes}`;
  const texts =
    known.get(key) ??
    minimalSizes(algorithm, nodes).map(({ q1, q2 }) => {
      // Two majorities are called so: the same trial has one name, wherever it comes from.
      return q1 === majority(nodes) && q2 === majority(nodes) ? 'majority' : `${q1}/${q2}`;
    });
  known.set(key, texts);
  return texts;
}

function protocolOf(input: object) {
  const name = valueAt(input, 'algorithm');
  const nodes = valueAt(input, 'nodes') ?? DEFAULT_NODES;
  const usable = typeof nodes === 'number' && Number.isInteger(nodes) && nodes >= 1 && nodes <= MOST_NODES;
  return {
    algorithm: typeof name === 'string' ? algorithmNamed(name) : undefined,
    nodes: usable ? nodes : undefined,
  };
}

function isOfQuorums({ path }: Axis): boolean {
  return path === 'quorums' || path === 'quorums.shorthand';
}

function quorumsText(input: object): unknown {
  const quorums = valueAt(input, 'quorums');
  return typeof quorums === 'object' ? valueAt(quorums, 'shorthand') : quorums;
}
