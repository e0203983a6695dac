/** The figures of a comparison: their names for machines, their titles for people, and which way is better. */
import { UserError } from '../user-error.ts';
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
  /** The condition without which there is no such figure, as a flag. */
  readonly needs?: string;
}

const COUNTS = { kind: 'count', better: 'less' } as const;
const TIMES = { kind: 'ms', better: 'less', needs: '--topology' } as const;
const RANDOM_TIMES = { kind: 'ms', better: 'less', needs: '--response' } as const;
const CHANCES = { kind: 'probability', better: 'less', needs: '--p-fail' } as const;

export const COLUMNS: readonly ColumnSpec[] = [
  { name: 'commit_ms', figure: 'commitMs', title: 'commit', about: 'at the leader, everybody asked', ...TIMES },
  { name: 'client_ms', figure: 'clientMs', title: 'client', about: 'mean over a client beside every node', ...TIMES },
  {
    name: 'commit_after_crash_ms',
    figure: 'commitAfterCrashMs',
    title: '1 down',
    about: 'commit after the worst crash of another node',
    ...TIMES,
  },
  { name: 'elect_ms', figure: 'electMs', title: 'elect', about: 'phase 1 at the leader', ...TIMES },
  { name: 'commit_mean_ms', figure: 'commitMeanMs', title: 'mean', about: 'commit, random answers', ...RANDOM_TIMES },
  { name: 'commit_p99_ms', figure: 'commitP99Ms', title: 'p99', about: 'commit, random answers', ...RANDOM_TIMES },
  { name: 'no_commit', figure: 'noCommit', title: 'P(no commit)', about: 'no phase-2 quorum is up', ...CHANCES },
  { name: 'no_election', figure: 'noElection', title: 'P(no elect)', about: 'no phase-1 quorum is up', ...CHANCES },
  {
    ...COUNTS,
    name: 'commit_tolerates',
    figure: 'commitTolerates',
    title: 'commit survives',
    about: 'any so many crashes',
    better: 'more',
  },
  {
    ...COUNTS,
    name: 'election_tolerates',
    figure: 'electionTolerates',
    title: 'elect survives',
    about: 'any so many crashes',
    better: 'more',
  },
  {
    name: 'load',
    figure: 'load',
    title: 'load',
    about: 'of the busiest node, with the best strategy',
    kind: 'load',
    better: 'less',
  },
  { name: 'messages', figure: 'messages', title: 'messages', about: 'per commit at the leader', ...COUNTS },
];

export interface Judged {
  /** Columns that some row has. */
  readonly columns: readonly ColumnSpec[];
  /** Those of them that the front is about. */
  readonly objectives: readonly ColumnSpec[];
  readonly front: readonly boolean[];
  /** Best value per column. */
  readonly best: ReadonlyMap<string, number>;
}

/**
 * @param objectives names of columns; all that some row has when left out
 * @throws UserError if no row has one of them
 */
export function judge(rows: readonly Figures[], objectives: readonly string[] | undefined): Judged {
  const values = (spec: ColumnSpec): (number | undefined)[] => rows.map((row) => row[spec.figure]);
  const columns = COLUMNS.filter((spec) => values(spec).some((value) => value !== undefined));
  const missing = COLUMNS.find((spec) => objectives?.includes(spec.name) === true && !columns.includes(spec));
  if (missing !== undefined && rows.length > 0) {
    throw new UserError(`--objectives: no row has ${missing.name}; give ${missing.needs ?? 'other systems'}`);
  }
  const chosen = columns.filter((spec) => objectives === undefined || objectives.includes(spec.name));
  const aims = chosen.map((spec) => ({ better: spec.better, values: values(spec) }));
  const best = new Map<string, number>();
  for (const spec of columns) best.set(spec.name, bestOf({ better: spec.better, values: values(spec) })!);
  return { columns, objectives: chosen, front: paretoFront(rows.length, aims), best };
}
