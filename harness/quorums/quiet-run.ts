/** Runs in which nothing fails, beside the analysis: what a commit takes, at the leader and for clients, in time and messages. */
import type { Algorithm } from '../../algorithms/contract.ts';
import { runTrial } from '../trial/run-trial.ts';
import type { ComparedRow, Conditions } from './compare.ts';
import type { Configuration } from './comparison.ts';
import { inMatrix } from './confirm-spec.ts';
import { residualOf, type Residual } from './residual.ts';

const SEEDS = [1, 2, 3];
const OPERATIONS = 600;
const RATE_PER_S = 100;
/** Of a row. */
export const QUIET_OPERATIONS = SEEDS.length * OPERATIONS;
/** The clock of a run counts nanoseconds: each of the two ways of a round trip, and a client's two, are rounded. */
const ROUNDING_MS = 5e-6;
/** Time-outs so long that no leader beats or is deposed: the analysis knows neither. */
const QUIET_RUN = {
  workload: { kind: 'open', ratePerS: RATE_PER_S, timeoutMs: 1e6, deadlineMs: 1e6 },
  policy: { window: 1e6, heartbeatMs: 1e7, electionMs: [1e8, 2e8] },
  phases: { warmupMs: 2000, ops: OPERATIONS },
};

export function quietResiduals(
  algorithm: Pick<Algorithm, 'name'>,
  { figures, label }: ComparedRow,
  phases: Configuration['phases'],
  conditions: Conditions,
  error: number,
): Residual[] {
  const rtt = conditions.rtt!;
  const leader = figures.leader!;
  const specs = SEEDS.map((seed) => inMatrix(algorithm, phases, conditions, leader, seed, QUIET_RUN));
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
  const distances = rtt.map((row) => row[leader]!);
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
