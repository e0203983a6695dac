/**
 * Which configuration of one result set is compared with which of another: those of the same spec; or, where the sets were
 * made under different conditions throughout, those that are the same but for these.
 */
import type { Configuration } from '../report/configuration.ts';
import { leaves } from '../report/axes.ts';
import type { CsvRow, ResultSet } from '../report/result-set.ts';

/** The rows of one configuration by seed. */
export type Seeds = ReadonlyMap<number, CsvRow>;

export interface Side {
  readonly configuration: Configuration;
  readonly seeds: Seeds;
}

export interface Pair {
  readonly base: Side;
  readonly candidate: Side;
}

/** A field of the spec that has one value throughout the base and another throughout the candidate, both as JSON. */
export interface Change {
  readonly path: string;
  readonly base: string;
  readonly candidate: string;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly changes: readonly Change[];
  /** Without a counterpart. */
  readonly onlyBase: readonly Configuration[];
  readonly onlyCandidate: readonly Configuration[];
}

type Fields = ReadonlyMap<string, string>;

export function pairUp(base: ResultSet, candidate: ResultSet): Pairing {
  const same = matched(base, candidate, []);
  if (same.pairs.length > 0) return same;
  const changes = changesBetween(base.configurations.map(fieldsOf), candidate.configurations.map(fieldsOf));
  return changes.length === 0 ? same : matched(base, candidate, changes);
}

function matched(base: ResultSet, candidate: ResultSet, changes: readonly Change[]): Pairing {
  const ignored = new Set(changes.map(({ path }) => path));
  const rest = new Map(base.configurations.map((each) => [keyOf(each, ignored), each]));
  const pairs: Pair[] = [];
  const onlyCandidate: Configuration[] = [];
  for (const each of candidate.configurations) {
    const key = keyOf(each, ignored);
    const counterpart = rest.get(key);
    if (counterpart === undefined) onlyCandidate.push(each);
    else pairs.push({ base: sideOf(counterpart, base), candidate: sideOf(each, candidate) });
    rest.delete(key);
  }
  return { pairs, changes, onlyBase: [...rest.values()], onlyCandidate };
}

function sideOf(configuration: Configuration, { trialRows }: ResultSet): Side {
  const seeds = new Map<number, CsvRow>();
  for (const id of configuration.trialIds) {
    const [row] = trialRows.get(id) ?? [];
    if (row !== undefined) seeds.set(Number(row['seed']), row);
  }
  return { configuration, seeds };
}

/** Path to JSON of every field of the spec. */
function fieldsOf({ spec }: Configuration): Fields {
  return new Map(leaves(spec, ''));
}

function keyOf(configuration: Configuration, ignored: ReadonlySet<string>): string {
  const lines = [...fieldsOf(configuration)].filter(([path]) => !ignored.has(path));
  return lines
    .map(([path, json]) => `${path}=${json}`)
    .sort()
    .join('\n');
}

/** What is one value throughout each set, and not the same. A field that is nowhere has the value `none`. */
function changesBetween(base: readonly Fields[], candidate: readonly Fields[]): Change[] {
  const paths = new Set([...base, ...candidate].flatMap((fields) => [...fields.keys()]));
  const changes: Change[] = [];
  for (const path of [...paths].sort()) {
    const [before, after] = [constantAt(path, base), constantAt(path, candidate)];
    if (before === undefined || after === undefined || before === after) continue;
    changes.push({ path, base: before, candidate: after });
  }
  return changes;
}

function constantAt(path: string, all: readonly Fields[]): string | undefined {
  const values = new Set(all.map((fields) => fields.get(path) ?? 'none'));
  return values.size === 1 ? [...values][0] : undefined;
}
