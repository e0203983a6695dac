/** The figures of a comparison: their names for machines, their titles for people, and which way is better. */
import type { Figures } from './compare.ts';
import { bestOf, paretoFront, type Better } from './pareto.ts';

export type Kind = 'ms' | 'probability' | 'count' | 'load';

export interface ColumnSpec {
  /** As in JSON and in `--objectives`. */
  readonly name: string;
  readonly figure: Exclude<keyof Figures, 'leader'>;
  readonly title: string;
  readonly about: string;
  readonly kind: Kind;
  readonly better: Better;
}

export const COLUMNS: readonly ColumnSpec[] = [
  column('commit_ms', 'commitMs', 'commit', 'at the leader, everybody asked', 'ms'),
  column('client_ms', 'clientMs', 'client', 'mean over clients beside every node, there and back', 'ms'),
  column('commit_after_crash_ms', 'commitAfterCrashMs', '1 down', 'commit after the worst crash of another', 'ms'),
  column('elect_ms', 'electMs', 'elect', 'phase 1 at the leader', 'ms'),
  column('commit_mean_ms', 'commitMeanMs', 'mean', 'commit with random answers', 'ms'),
  column('commit_p99_ms', 'commitP99Ms', 'p99', 'commit with random answers', 'ms'),
  column('no_commit', 'noCommit', 'P(no commit)', 'no phase-2 quorum is up', 'probability'),
  column('no_election', 'noElection', 'P(no elect)', 'no phase-1 quorum is up', 'probability'),
  column('commit_tolerates', 'commitTolerates', 'commit survives', 'any so many crashes', 'count', 'more'),
  column('election_tolerates', 'electionTolerates', 'elect survives', 'any so many crashes', 'count', 'more'),
  column('load', 'load', 'load', 'of the busiest node, with the best strategy', 'load'),
  column('messages', 'messages', 'messages', 'per commit at the leader', 'count'),
];

function column(
  name: string,
  figure: ColumnSpec['figure'],
  title: string,
  about: string,
  kind: Kind,
  better: Better = 'less',
): ColumnSpec {
  return { name, figure, title, about, kind, better };
}

export interface Judged {
  /** Columns that some row has. */
  readonly columns: readonly ColumnSpec[];
  /** Those of them that the front is about. */
  readonly objectives: readonly ColumnSpec[];
  readonly front: readonly boolean[];
  /** Best value per column. */
  readonly best: ReadonlyMap<string, number>;
}

/** @param objectives names of columns; all that some row has when left out */
export function judge(rows: readonly Figures[], objectives: readonly string[] | undefined): Judged {
  const values = (spec: ColumnSpec): (number | undefined)[] => rows.map((row) => row[spec.figure]);
  const columns = COLUMNS.filter((spec) => values(spec).some((value) => value !== undefined));
  const chosen = columns.filter((spec) => objectives === undefined || objectives.includes(spec.name));
  const aims = chosen.map((spec) => ({ better: spec.better, values: values(spec) }));
  const best = new Map<string, number>();
  for (const spec of columns) best.set(spec.name, bestOf({ better: spec.better, values: values(spec) })!);
  return { columns, objectives: chosen, front: paretoFront(rows.length, aims), best };
}
