/** The quorums of a spec: read where they are text, made into a system, and asked whether the algorithm may have them. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { systemFromSpec, type Phases } from '../../algorithms/quorum/spec.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { UserError } from '../user-error.ts';
import { minimalSizes } from './minimal-quorums.ts';
import { trialSchema, type TrialSpec } from './spec.ts';

interface RawSpec {
  readonly quorums?: unknown;
  readonly nodes?: unknown;
  readonly algorithm?: unknown;
}

/**
 * Puts the two phases where the quorums are given as text: `quorums: 4/2`, or `quorums: {shorthand: 4/2, unsafe: true}`.
 * What a text means depends on other fields, so the schema alone cannot read it.
 * @throws UserError
 */
export function readQuorums(input: RawSpec): object {
  const given: unknown = typeof input.quorums === 'string' ? { shorthand: input.quorums } : input.quorums;
  if (typeof given !== 'object' || given === null || !('shorthand' in given)) return input;
  const others: Record<string, unknown> = { ...given };
  delete others['shorthand'];
  const nodes = trialSchema.shape.nodes.safeParse(input.nodes);
  const algorithm = typeof input.algorithm === 'string' ? algorithmNamed(input.algorithm) : undefined;
  // What is wrong with the nodes or the algorithm is said in its place.
  if (!nodes.success || algorithm === undefined) return { ...input, quorums: others };
  const phases = phasesOf(String(given.shorthand), nodes.data, algorithm);
  return { ...input, quorums: { ...others, ...phases } };
}

function phasesOf(text: string, nodes: number, algorithm: Algorithm): Phases {
  if (text !== 'minimal') return namingTheField(() => parseQuorums(text, nodes));
  const minimal = minimalSizes(algorithm, nodes);
  const [only, ...others] = minimal;
  if (only === undefined || others.length > 0) {
    const list = minimal.map(({ q1, q2 }) => `${q1}/${q2}`).join(', ');
    throw new UserError(
      `quorums: minimal are ${list} for ${algorithm.name} of ${nodes} nodes; take one of them, or sweep them all`,
    );
  }
  return { phase1: { kind: 'count', q: only.q1 }, phase2: { kind: 'count', q: only.q2 } };
}

/** @throws UserError in place of what the quorum library throws at a wrong description */
function namingTheField<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof InvalidQuorum) throw new UserError(`quorums: ${error.message}`);
    throw error;
  }
}

/** The quorum system of a spec. @throws UserError if its description makes no sense */
export function quorumSystemOf({ nodes, quorums }: Pick<TrialSpec, 'nodes' | 'quorums'>): QuorumSystem {
  return namingTheField(() => systemFromSpec(nodes, quorums.phase1, quorums.phase2));
}

/** Legality is per protocol, unless `quorums.unsafe`. @throws UserError with two disjoint quorums and the smallest repair */
export function checkQuorums(spec: TrialSpec, algorithm: Algorithm): void {
  const system = quorumSystemOf(spec);
  const refusal = spec.quorums.unsafe === true ? undefined : algorithm.legality(system);
  if (refusal !== undefined) {
    throw new UserError(`quorums ${system.label} are not legal for ${algorithm.name}: ${refusal.message}`);
  }
}
