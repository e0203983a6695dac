/** A configuration of a result set: a row of `summary.csv`, typed, with the texts by which reports name it. */
import { formatDistribution } from '../trial/distribution-text.ts';
import { quorumSystemOf } from '../trial/quorums.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { CsvRow } from './read-rows.ts';

/** A value merged over seeds, with its 95 % interval; one seed, or a greatest value, has none. */
export interface Figure {
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** The spec of all its trials, but for the seed. */
export type SharedSpec = Omit<TrialSpec, 'seed'>;

export interface Configuration {
  /** Position in `summary.csv`, from 0. */
  readonly index: number;
  readonly algorithm: string;
  readonly nodes: number;
  readonly q1: number;
  readonly q2: number;
  /** `majority 3/3`, `4/2`, `grid:2x3`. */
  readonly quorums: string;
  readonly isMajority: boolean;
  readonly thrifty: boolean;
  /** Name of the region matrix, or the one-way delay: `gcp7-2020`, `10 ms one way`. */
  readonly place: string;
  readonly loss: number;
  readonly failureRatePerMin: number;
  readonly clients: number | undefined;
  readonly ratePerS: number | undefined;
  readonly panels: readonly string[];
  /** What its panels vary beside all of the above, as `policy.heartbeatMs=50`; see `settings.ts`. */
  readonly settings: readonly string[];
  readonly seeds: number;
  readonly verdict: string;
  readonly reason: string;
  readonly spec: SharedSpec;
  /** In the order of seeds. */
  readonly trialIds: readonly string[];
  /** An output column; `undefined` for an empty cell. */
  figure(column: string): Figure | undefined;
}

/** Parts of a spec that reports look into. */
const PARTS = ['quorums', 'network', 'faults', 'workload', 'policy', 'phases', 'costs', 'options'] as const;

/** Why the text of a spec cannot be reported, as the end of a sentence; `undefined` if it can. */
export function complaintOfSpec(text: string): string | undefined {
  try {
    const spec = JSON.parse(text) as Partial<SharedSpec> | null;
    const missing = PARTS.filter((part) => typeof spec?.[part] !== 'object' || spec[part] === null);
    if (missing.length > 0) return `damaged spec: no ${missing.join(', ')}`;
    quorumSystemOf(spec as SharedSpec);
    return undefined;
  } catch (error) {
    return `damaged spec: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** @param row of which `complaintOfSpec` has no complaint. @param trialIds of the trials that the row sums up */
export function configurationOf(row: CsvRow, index: number, trialIds: readonly string[]): Configuration {
  const spec = JSON.parse(row['spec'] ?? '') as SharedSpec;
  const quorums = row['quorums'] ?? '';
  const [q1, q2] = [Number(row['q1']), Number(row['q2'])];
  return {
    index,
    algorithm: row['algorithm'] ?? '',
    nodes: Number(row['nodes']),
    q1,
    q2,
    quorums: quorums === 'majority' ? `majority ${q1}/${q2}` : quorums,
    isMajority: quorums === 'majority',
    thrifty: row['thrifty'] === 'true',
    place: placeOf(row, spec),
    loss: Number(row['loss']),
    failureRatePerMin: Number(row['failure_rate_per_min']),
    clients: optionalNumber(row['clients']),
    ratePerS: optionalNumber(row['rate_per_s']),
    panels: (row['panels'] ?? '').split(' ').filter((name) => name !== ''),
    settings: [],
    seeds: Number(row['seeds']),
    verdict: row['verdict'] ?? '',
    reason: row['reason'] ?? '',
    spec,
    trialIds,
    figure: (column) => figureOf(row, column),
  };
}

function figureOf(row: CsvRow, column: string): Figure | undefined {
  const value = optionalNumber(row[column]);
  if (value === undefined) return undefined;
  return { value, low: optionalNumber(row[`${column}_low`]), high: optionalNumber(row[`${column}_high`]) };
}

function optionalNumber(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

/** A normal distribution is shortened: four digits of a delay are noise in a legend. */
function placeOf(row: CsvRow, { network }: SharedSpec): string {
  const topology = row['topology'] ?? '';
  if (topology !== '' || network.delay === undefined) return topology;
  const { delay } = network;
  if (delay.type === 'normal') return `${round(delay.mean)} ± ${round(delay.sd)} ms one way`;
  return `${formatDistribution(delay).replaceAll(/(\d)(ms|us|s)\b/g, '$1 $2')} one way`;
}

function round(ms: number): number {
  return Number(ms.toPrecision(2));
}
