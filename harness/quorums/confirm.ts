/**
 * A comparison confirmed by running it: each system under each protocol with a leader for which it is legal, in the world
 * that the analysis speaks of: delays as on the matrix, no CPU, disk or bandwidth.
 */
import type { Algorithm } from '../../algorithms/contract.ts';
import { algorithms } from '../../algorithms/registry.ts';
import type { QuorumSystem } from '../../algorithms/quorum/quorum-system.ts';
import { systemFromSpec } from '../../algorithms/quorum/spec.ts';
import { UserError } from '../user-error.ts';
import type { ComparedRow, Conditions } from './compare.ts';
import type { Comparison, Configuration } from './comparison.ts';
import { runCrashes, shareWithout, timeWithin, type CrashRuns } from './crash-run.ts';
import { loseLeader } from './leader-loss.ts';
import { commitQuantiles, lossResiduals, lossSummary, type LossSummary } from './price.ts';
import { QUIET_OPERATIONS, quietResiduals } from './quiet-run.ts';
import { residualOf, type Measure, type Residual } from './residual.ts';
import { patienceFor, successionOf, type Patience } from './succession.ts';

/** Sets of nodes are bit masks in a run. */
const MAX_NODES = 31;
/** All intervals of a table hold together with 1 - this. */
const ERROR = 0.001;
/** Those of a row whose intervals are of chance: messages, two of availability, two quantiles, three of losing the leader. */
const RANDOM_MEASURES = 8;
/** Crashes of the leader, each in a run of its own; where nobody can follow, or commit, a few show it. */
const LOSSES = 32;
const LOSSES_WITHOUT_END = 8;

export interface ConfirmedRow {
  readonly label: string;
  readonly algorithm: string;
  /** Title of the protocol. */
  readonly title: string;
  readonly leader: number;
  readonly residuals: readonly Residual[];
  readonly loss: LossSummary;
}

export interface Confirmation {
  readonly rows: readonly ConfirmedRow[];
  /** The runs with crashes and repairs that `no_commit` and `no_election` are measured in, if failures were given. */
  readonly crashRuns: Pick<CrashRuns, 'totalMs' | 'crashes' | 'relaxations'> | undefined;
  readonly operations: number;
  /** Time-outs of the runs that lose their leader. */
  readonly patience: Patience;
  readonly agrees: boolean;
}

/** How many runs: with crashes and repairs, and that lose their leader, of each row. */
export interface ConfirmEffort {
  readonly crashRuns?: number;
  readonly losses?: number;
}

/** A system under a protocol for which it is legal. */
interface Pair {
  readonly row: ComparedRow;
  readonly phases: Configuration['phases'];
  readonly system: QuorumSystem;
  readonly algorithm: Algorithm;
}

/** @throws UserError if these conditions cannot be run */
export function confirm(
  configurations: readonly Configuration[],
  comparison: Comparison,
  conditions: Conditions,
  effort: ConfirmEffort = {},
): Confirmation {
  refuseWhatCannotRun(conditions);
  const { nodes, rtt, failures } = conditions;
  const pairs = comparison.rows.flatMap((row): Pair[] => {
    const { phases } = configurations.find(({ label }) => label === row.label)!;
    const system = systemFromSpec(nodes, phases.phase1, phases.phase2);
    const legal = algorithms.filter((algorithm) => algorithm.leader && algorithm.legality(system) === undefined);
    return legal.map((algorithm) => ({ row, phases, system, algorithm }));
  });
  const crashRuns = failures === undefined ? undefined : runCrashes(failures, effort.crashRuns);
  const error = ERROR / Math.max(1, pairs.length * RANDOM_MEASURES);
  const patience = patienceFor(Math.max(...rtt!.flat()));
  const rows = pairs.map((pair): ConfirmedRow => {
    const { row, algorithm, system, phases } = pair;
    const { loss, residuals } = loseLeaderOf(pair, conditions, patience, effort.losses ?? LOSSES, error);
    return {
      label: row.label,
      algorithm: algorithm.name,
      title: algorithm.title,
      leader: row.figures.leader!,
      residuals: [
        ...quietResiduals(algorithm, row, phases, conditions, error),
        ...(crashRuns === undefined ? [] : crashResiduals(row, system, conditions, crashRuns, error)),
        ...residuals,
      ],
      loss,
    };
  });
  return {
    rows,
    crashRuns: crashRuns && {
      totalMs: crashRuns.totalMs,
      crashes: crashRuns.crashes,
      relaxations: crashRuns.relaxations,
    },
    operations: QUIET_OPERATIONS,
    patience,
    agrees: rows.every(({ residuals, loss }) => loss.astray === 0 && residuals.every(({ agrees }) => agrees)),
  };
}

function refuseWhatCannotRun({ nodes, rtt, thrifty }: Conditions): void {
  if (nodes > MAX_NODES)
    throw new UserError(`--confirm with ${nodes} nodes: runs have at most ${MAX_NODES}; take fewer`);
  if (rtt === undefined) throw new UserError('--confirm needs distances; give a --topology');
  if (thrifty) throw new UserError('--confirm asks everybody; leave out --thrifty');
}

function loseLeaderOf(
  { row, phases, system, algorithm }: Pair,
  conditions: Conditions,
  patience: Patience,
  losses: number,
  error: number,
): { loss: LossSummary; residuals: Residual[] } {
  const leader = row.figures.leader!;
  const succession = successionOf(system, conditions.rtt!, leader, patience);
  const ends = succession.back !== undefined;
  // Nobody follows the only node.
  const runs = conditions.nodes === 1 ? 0 : ends ? losses : Math.min(losses, LOSSES_WITHOUT_END);
  const lost = loseLeader(algorithm, phases, conditions, leader, { patience, runs, ends });
  return {
    loss: lossSummary(succession, lost, row.figures.commitMs!),
    residuals: lossResiduals(succession, lost, error),
  };
}

function crashResiduals(
  { figures }: ComparedRow,
  system: QuorumSystem,
  { failures, rtt }: Conditions,
  runs: CrashRuns,
  error: number,
): Residual[] {
  const measured = (measure: Measure, predicted: number, isQuorum: (up: number) => boolean): Residual => {
    const within = timeWithin(predicted, runs.relaxations, error);
    return residualOf(measure, predicted, shareWithout(runs, isQuorum), within);
  };
  const leader = figures.leader!;
  return [
    measured('no_commit', figures.noCommit!, (up) => system.isPhase2(up)),
    measured('no_election', figures.noElection!, (up) => system.isPhase1(up)),
    ...commitQuantiles(system, failures!, leader, rtt![leader]!, runs, error),
  ];
}
