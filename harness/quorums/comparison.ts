/** Several quorum systems compared, the illegal ones set apart with two disjoint quorums: for the screen and for machines. */
import { disjointQuorums } from '../../algorithms/quorum/disjoint.ts';
import { InvalidQuorum } from '../../algorithms/quorum/invalid-quorum.ts';
import { NodeNames } from '../../algorithms/quorum/node-names.ts';
import { parseQuorums } from '../../algorithms/quorum/shorthand.ts';
import { formulaOf, type Phases } from '../../algorithms/quorum/spec.ts';
import { UserError } from '../user-error.ts';
import { judge, type Judged } from './columns.ts';
import { comparedRow, type ComparedRow, type Conditions } from './compare.ts';

/** A system and what it is called. */
export interface Configuration {
  readonly label: string;
  readonly phases: Phases;
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  readonly judged: Judged;
  /** Legal for no protocol, or not to be built of so many nodes. */
  readonly refused: readonly { readonly label: string; readonly message: string }[];
}

/** @throws UserError if the text means nothing */
export function configurationOf(text: string, nodes: number): Configuration {
  try {
    return { label: text, phases: parseQuorums(text, nodes) };
  } catch (error) {
    if (error instanceof InvalidQuorum) throw new UserError(error.message);
    throw error;
  }
}

/** @throws UserError if a description makes no sense */
export async function compareSystems(
  configurations: readonly Configuration[],
  conditions: Conditions,
  objectives: readonly string[] | undefined,
): Promise<Comparison> {
  const rows: ComparedRow[] = [];
  const refused: { label: string; message: string }[] = [];
  for (const { label, phases } of configurations) {
    try {
      const row = await comparedRow(label, phases, conditions);
      if (row.valid) rows.push(row);
      else refused.push({ label, message: whyIllegal(phases, conditions.nodes) });
    } catch (error) {
      if (error instanceof InvalidQuorum) throw new UserError(`${label}: ${error.message}`);
      throw error;
    }
  }
  const judged = judge(
    rows.map((row) => row.figures),
    objectives,
  );
  return { rows, judged, refused };
}

function whyIllegal(phases: Phases, nodes: number): string {
  const names = NodeNames.numbered(nodes);
  const [one, two] = [formulaOf(phases.phase1, names, phases), formulaOf(phases.phase2, names, phases)];
  const [first, second] = disjointQuorums(nodes, one, two)!;
  return `phase-1 quorum {${first.join(',')}} and phase-2 quorum {${second.join(',')}} do not meet`;
}

/** As JSON: figures under the names of the columns, what each loses against the best, and the front. */
export function comparisonJson({ rows, judged, refused }: Comparison): Record<string, unknown> {
  return {
    schema: 1,
    objectives: judged.objectives.map((spec) => spec.name),
    best: Object.fromEntries(judged.best),
    rows: rows.map((row, i) => ({
      quorums: row.label,
      legal: { flexible_paxos: row.valid, raft: row.raft, classic_paxos: row.classic },
      tight: row.tight,
      q1: row.q1,
      q2: row.q2,
      leader: row.figures.leader ?? null,
      ...Object.fromEntries(judged.columns.map((spec) => [spec.name, row.figures[spec.figure] ?? null])),
      pareto: judged.front[i],
      loss: Object.fromEntries(judged.columns.map((spec) => [spec.name, lossOf(row, judged, spec)])),
    })),
    refused: refused.map(({ label, message }) => ({ quorums: label, message })),
  };
}

/** By how much a figure is worse than the best one, in its own unit; `null` if there is no figure. */
function lossOf(row: ComparedRow, { best }: Judged, spec: Judged['columns'][number]): number | null {
  const value = row.figures[spec.figure];
  return value === undefined ? null : Math.abs(value - best.get(spec.name)!);
}
