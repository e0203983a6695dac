/**
 * Who is up, seen in runs with crashes and repairs: how long each set of nodes was up. Crashes look at no protocol and no
 * quorums, so that all systems of a comparison share these runs; the cluster in them is idle.
 */
import type { Failures } from '../../algorithms/quorum/availability.ts';
import { algorithms } from '../../algorithms/registry.ts';
import { NS_PER_MS } from '../sim/simulator.ts';
import type { Tracer } from '../sim/tracer.ts';
import { resolveSpec } from '../trial/resolve.ts';
import { runTrial } from '../trial/run-trial.ts';
import { crashPlan, crashRate } from './crash-plan.ts';

/** In virtual time: what counts is how many repairs a run holds. */
const REPAIR_MS = 1000;
/** A longer plan takes longer to check than to run. */
const CRASHES_PER_RUN = 500;
const RUNS = 64;
/** Where hardly anything fails. */
const LONGEST_RUN_MS = 5e7;
/** So long that no run gets there: nothing but crashes and restarts happens. */
const NEVER_MS = 1e8;

export interface CrashRuns {
  readonly totalMs: number;
  readonly crashes: number;
  /** Set of the nodes that are up, to how long it was, ms. */
  readonly upMs: ReadonlyMap<number, number>;
  /** Total time in units of the slowest part's relaxation time: what counts as independent looks. */
  readonly relaxations: number;
}

/** Of at most 31 nodes. @param runs independent ones, each from a random moment of the process on */
export function runCrashes(failures: Failures, runs = RUNS): CrashRuns {
  const rates = [...failures.node, ...failures.zones.map(({ fails }) => fails)].map((p) => crashRate(p, REPAIR_MS));
  const crashesPerMs = rates.reduce((sum, rate) => sum + 1 / (1 / rate + REPAIR_MS), 0);
  const runMs = Math.min(LONGEST_RUN_MS, CRASHES_PER_RUN / crashesPerMs);
  const upMs = new Map<number, number>();
  let crashes = 0;
  for (let seed = 1; seed <= runs; seed++) crashes += runOnce(failures, runMs, seed, upMs);
  const slowest = Math.min(...rates) + 1 / REPAIR_MS;
  return { totalMs: runMs * runs, crashes, upMs, relaxations: runMs * runs * slowest };
}

/** Adds to `upMs`; returns how many crashes there were. */
function runOnce(failures: Failures, runMs: number, seed: number, upMs: Map<number, number>): number {
  const nodes = failures.node.length;
  const watch = new UpSets(nodes, upMs);
  const { verdict, reason, row } = runTrial(
    resolveSpec({
      algorithm: algorithms.find(({ leader }) => leader)!.name,
      nodes,
      seed,
      network: { delay: { type: 'constant', value: 0 } },
      workload: { kind: 'closed', clients: 1, thinkMs: NEVER_MS, timeoutMs: NEVER_MS, retryPauseMs: NEVER_MS },
      policy: { leader: 0, electionMs: [NEVER_MS, 2 * NEVER_MS], heartbeatMs: NEVER_MS / 2 },
      faults: { plan: crashPlan(failures, REPAIR_MS, runMs, seed) },
      phases: { warmupMs: 0, durationMs: runMs },
    }),
    { tracer: watch },
  );
  if (verdict !== 'ok') throw new Error(`a run of crashes and repairs: ${verdict}, ${reason}`);
  return row['crashes'] as number;
}

/** Listens to who crashes and who starts, from the start of the window to its end. */
class UpSets implements Tracer {
  private readonly upMs: Map<number, number>;
  private up: number;
  private sinceNs: number | undefined;

  constructor(nodes: number, upMs: Map<number, number>) {
    this.up = nodes === 31 ? 0x7fffffff : (1 << nodes) - 1;
    this.upMs = upMs;
  }

  record(timeNs: number, node: number | undefined, event: string): void {
    if (event === 'window') this.sinceNs = timeNs;
    if (event === 'crash' || event === 'start' || event === 'window-end') this.count(timeNs);
    if (event === 'window-end') this.sinceNs = undefined;
    if (event === 'crash') this.up &= ~(1 << node!);
    if (event === 'start') this.up |= 1 << node!;
  }

  private count(timeNs: number): void {
    if (this.sinceNs === undefined) return;
    this.upMs.set(this.up, (this.upMs.get(this.up) ?? 0) + (timeNs - this.sinceNs) / NS_PER_MS);
    this.sinceNs = timeNs;
  }
}

/** Share of the time in which those up hold no quorum. */
export function shareWithout({ upMs, totalMs }: CrashRuns, isQuorum: (up: number) => boolean): number {
  let without = 0;
  for (const [up, ms] of upMs) if (!isQuorum(up)) without += ms;
  return without / totalMs;
}

/**
 * How far a share of the time lies from its probability at most, but for a probability of `error`; `relaxations` is the time
 * times the spectral gap g of the process, which for independent parts is the least sum of a crash rate and a repair rate.
 *
 * Why: the process is stationary and reversible, L its generator, f the indicator minus its mean, v = p(1-p) the variance
 * of f, |f| <= 1. By Feynman and Kac E exp(θ∫f) = <1, exp(t(L+θf)) 1> <= exp(tΛ), Λ the largest eigenvalue of the
 * self-adjoint L + θf. Any unit vector is a·1 + b·h with h a unit vector orthogonal to 1, so Λ is at most the largest
 * θ(2|ab|√v + b²) - g b² <= 2θ|b|√v - (g - θ)b² <= θ²v/(g - θ) for θ < g. Chernoff's bound at
 * θ = gs/(1 + s), s = √(log / (v·relaxations)), gives P(share - p > √(4v·log/relaxations) + log/relaxations) <= exp(-log).
 */
export function timeWithin(probability: number, relaxations: number, error: number): number {
  const log = Math.log(2 / error);
  const variance = probability * (1 - probability);
  return Math.sqrt((4 * variance * log) / relaxations) + log / relaxations;
}
