/** Quorums listed one by one: projective planes, a system found by hand or by search. */
import { allOf, anyOf, type Formula } from './formula.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import type { NodeNames } from './node-names.ts';

/** Every set that holds one of these. */
export interface ExplicitSpec {
  readonly kind: 'explicit';
  readonly quorums: readonly (readonly string[])[];
}

export function explicitFormula(spec: ExplicitSpec, names: NodeNames): Formula {
  if (spec.quorums.length === 0) throw new InvalidQuorum('no quorums are listed: give at least one');
  return anyOf(spec.quorums.map((quorum, i) => allOf(names.list(quorum, `quorum ${i + 1}`))));
}
