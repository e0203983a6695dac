/**
 * A comparison confirmed by running it: each system under each protocol with a leader for which it is legal, in the world
 * that the analysis speaks of: delays as on the matrix, no CPU, disk or bandwidth, no heartbeats, arrivals in turn.
 */
import { algorithms } from '../../algorithms/registry.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { runTrial } from '../trial/run-trial.ts';
import type { TrialSpec } from '../trial/spec.ts';
import { UserError } from '../user-error.ts';
import type { ComparedRow, Conditions } from './compare.ts';
import type { Comparison, Configuration } from './comparison.ts';
import { inMatrix } from './confirm-spec.ts';
import { runCrashes, shareWithout, timeWithin, type CrashRuns } from './crash-run.ts';

/** Sets of nodes are bit masks in a run. */
const MAX_NODES = 31;
const SEEDS = [1, 2, 3];
const OPERATIONS = 600;
const RATE_PER_S = 100;
/** All intervals of a table hold together with 1 - this. */
const ERROR = 0.001;
/** Those of a row whose intervals are of chance: messages, and the two of availability. */
const RANDOM_MEASURES = 3;
/** The clock of a run counts nanoseconds: each of the two ways of a round trip, and a client's two, are rounded. */
const ROUNDING_MS = 5e-6;
/** Time-outs so long that no leader beats or is deposed: the analysis knows neither. */
const QUIET_RUN = {
  workload: { kind: 'open', ratePerS: RATE_PER_S, timeoutMs: 1e6, deadlineMs: 1e6 },
  policy: { window: 1e6, heartbeatMs: 1e7, electionMs: [1e8, 2e8] },
  phases: { warmupMs: 2000, ops: OPERATIONS },
};

export type Measure = 'commit_ms' | 'client_ms' | 'messages' | 'no_commit' | 'no_election';

/** One prediction beside its measurement. */
export interface Residual {
  readonly measure: Measure;
  readonly predicted: number;
  readonly measured: number;
  readonly residual: number;
  /** The measurement lies so far from a true prediction at most, with all others of the table, with 99.9 %. */
  readonly within: number;
  readonly agrees: boolean;
}

export interface ConfirmedRow {
  readonly label: string;
  readonly algorithm: string;
  readonly leader: number;
  readonly residuals: readonly Residual[];
}

export interface Confirmation {
  readonly rows: readonly ConfirmedRow[];
  /** The runs with crashes and repairs that `no_commit` and `no_election` are measured in, if failures were given. */
  readonly crashRuns: Pick<CrashRuns, 'totalMs' | 'crashes' | 'relaxations'> | undefined;
  readonly operations: number;
  readonly agrees: boolean;
}

/**
 * @param runs how many runs with crashes and repairs
 * @throws UserError if these conditions cannot be run
 */
export function confirm(
  configurations: readonly Configuration[],
  comparison: Comparison,
  conditions: Conditions,
  runs?: number,
): Confirmation {
  const { nodes, rtt, failures, thrifty } = conditions;
  if (nodes > MAX_NODES)
    throw new UserError(`--confirm with ${nodes} nodes: runs have at most ${MAX_NODES}; take fewer`);
  if (rtt === undefined) throw new UserError('--confirm needs distances; give a --topology');
  if (thrifty) throw new UserError('--confirm asks everybody; leave out --thrifty');
  const pairs = comparison.rows.flatMap((row) => {
    const { phases } = configurations.find(({ label }) => label === row.label)!;
    const system = systemFromSpec(nodes, phases.phase1, phases.phase2);
    const legal = algorithms.filter((algorithm) => algorithm.leader && algorithm.legality(system) === undefined);
    return legal.map((algorithm) => ({ row, phases, system, algorithm }));
  });
  const crashRuns = failures === undefined ? undefined : runCrashes(failures, runs);
  const error = ERROR / Math.max(1, pairs.length * RANDOM_MEASURES);
  const rows = pairs.map(({ row, phases, system, algorithm }) => ({
    label: row.label,
    algorithm: algorithm.name,
    leader: row.figures.leader!,
    residuals: [
      ...measure(
        row,
        SEEDS.map((seed) => inMatrix(algorithm, phases, conditions, row.figures.leader!, seed, QUIET_RUN)),
        rtt,
        error,
      ),
      ...(crashRuns === undefined ? [] : availabilityOf(row, system, crashRuns, error)),
    ],
  }));
  return {
    rows,
    crashRuns: crashRuns && {
      totalMs: crashRuns.totalMs,
      crashes: crashRuns.crashes,
      relaxations: crashRuns.relaxations,
    },
    operations: SEEDS.length * OPERATIONS,
    agrees: rows.every(({ residuals }) => residuals.every(({ agrees }) => agrees)),
  };
}

function measure(
  { figures, label }: ComparedRow,
  specs: readonly TrialSpec[],
  rtt: readonly (readonly number[])[],
  error: number,
): Residual[] {
  const totals = { operations: 0, latency: 0, commit: 0, messages: 0, inFlight: 0 };
  for (const spec of specs) {
    const { row, verdict, reason } = runTrial(spec);
    if (verdict !== 'ok') throw new Error(`${spec.algorithm} with ${label}: ${verdict}, ${reason}`);
    const operations = row['operations'] as number;
    totals.operations += operations;
    totals.latency += (row['latency_mean_ms'] as number) * operations;
    totals.commit += (row['commit_mean_ms'] as number) * operations;
    totals.messages += (row['messages_per_op'] as number) * operations;
    totals.inFlight += row['in_flight_mean'] as number;
  }
  const { operations } = totals;
  // Clients take turns, so that only an incomplete turn at either end of a window weighs them unequally.
  const distances = rtt.map((row) => row[figures.leader!]!);
  const range = Math.max(...distances) - Math.min(...distances);
  const unequal = (range * 2 * rtt.length * specs.length) / operations;
  // A window cuts the commits under way at both its ends: as many as a Poisson number with that mean.
  const cut = Math.sqrt(4 * totals.inFlight * Math.log(2 / error)) + Math.log(2 / error) + specs.length;
  return [
    residualOf('commit_ms', figures.commitMs!, totals.commit / operations, ROUNDING_MS),
    residualOf('client_ms', figures.clientMs!, totals.latency / operations, unequal + ROUNDING_MS),
    residualOf('messages', figures.messages, totals.messages / operations, (figures.messages * cut) / operations),
  ];
}

function availabilityOf({ figures }: ComparedRow, system: QuorumSystem, runs: CrashRuns, error: number): Residual[] {
  const measured = (measure: Measure, predicted: number, isQuorum: (up: number) => boolean): Residual => {
    const within = timeWithin(predicted, runs.relaxations, error);
    return residualOf(measure, predicted, shareWithout(runs, isQuorum), within);
  };
  return [
    measured('no_commit', figures.noCommit!, (up) => system.isPhase2(up)),
    measured('no_election', figures.noElection!, (up) => system.isPhase1(up)),
  ];
}

function residualOf(measure: Measure, predicted: number, measured: number, within: number): Residual {
  const residual = measured - predicted;
  return { measure, predicted, measured, residual, within, agrees: Math.abs(residual) <= within };
}
