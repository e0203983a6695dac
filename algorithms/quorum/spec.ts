/**
 * The language in which quorums are described, in JSON and in the specification of a run. Each kind is a family with a
 * file of its own; here they meet, with the three that are made of others: dual, and, or.
 */
import { countFormula, majorityFormula, type CountSpec, type MajoritySpec } from './counting.ts';
import { explicitFormula, type ExplicitSpec } from './explicit.ts';
import { expressionFormula, type ExpressionSpec } from './expression.ts';
import { allOf, anyOf, dual, type Formula } from './formula.ts';
import { gridFormula, type GridSpec } from './grid.ts';
import { InvalidQuorum } from './invalid-quorum.ts';
import { NodeNames } from './node-names.ts';
import { systemLabel, labelOf } from './label.ts';
import { quorumsOf, quorumSystem, type QuorumSystem } from './quorum-system.ts';
import { wallFormula, type WallSpec } from './wall.ts';
import { weightedFormula, type WeightedSpec } from './weighted.ts';
import { zonesFormula, type ZonesSpec } from './zones.ts';

/** Every set that meets every quorum of the named phase: the most that is legal beside it. */
export interface DualSpec {
  readonly kind: 'dual';
  readonly of: 'phase1' | 'phase2';
}

/** `and`: a quorum of each part, as in joint consensus (Raft §6); `or`: of some part. */
export interface JoinSpec {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Spec[];
}

export type Spec =
  | CountSpec
  | MajoritySpec
  | WeightedSpec
  | GridSpec
  | WallSpec
  | ZonesSpec
  | ExpressionSpec
  | ExplicitSpec
  | DualSpec
  | JoinSpec;

/** The phases that a `dual` may name. */
export interface Phases {
  readonly phase1: Spec;
  readonly phase2: Spec;
}

/**
 * The formula of a description.
 * @param names the nodes that it may use
 * @throws InvalidQuorum
 */
export function formulaOf(spec: Spec, names: NodeNames, phases: Phases): Formula {
  return resolve(spec, names, phases, []);
}

function resolve(spec: Spec, names: NodeNames, phases: Phases, duals: readonly string[]): Formula {
  switch (spec.kind) {
    case 'count':
      return countFormula(spec, names);
    case 'majority':
      return majorityFormula(spec, names);
    case 'weighted':
      return weightedFormula(spec, names);
    case 'grid':
      return gridFormula(spec, names);
    case 'wall':
      return wallFormula(spec, names);
    case 'zones':
      return zonesFormula(spec, names);
    case 'expr':
      return expressionFormula(spec, names);
    case 'explicit':
      return explicitFormula(spec, names);
    case 'dual':
      if (duals.includes(spec.of)) {
        throw new InvalidQuorum(`the dual of ${spec.of} is defined by itself: describe one phase without dual`);
      }
      return dual(resolve(phases[spec.of], names, phases, [...duals, spec.of]));
    case 'and':
    case 'or': {
      if (spec.parts.length === 0) throw new InvalidQuorum(`${spec.kind} without parts: give at least one`);
      const parts = spec.parts.map((part) => resolve(part, names, phases, duals));
      return spec.kind === 'and' ? allOf(parts) : anyOf(parts);
    }
  }
}

/**
 * A system as the protocols use it, with nodes named "0" … "n-1". Not checked for legality: that is asked per protocol.
 * @throws InvalidQuorum
 */
export function systemFromSpec(nodes: number, phase1: Spec, phase2: Spec): QuorumSystem {
  const names = NodeNames.numbered(nodes);
  const phases = { phase1, phase2 };
  return quorumSystem(
    nodes,
    quorumsOf(formulaOf(phase1, names, phases), labelOf(phase1, nodes)),
    quorumsOf(formulaOf(phase2, names, phases), labelOf(phase2, nodes)),
    systemLabel(phases, nodes),
  );
}
