/** Simulated and live runs of the same spec side by side: what was predicted, what was measured, and how far they are apart. */
import type { TrialOutcome } from '../../trial/outcome.ts';
import { resolveSpec } from '../../trial/resolve.ts';
import { runToOutcome } from '../../trial/run-trial.ts';
import type { TrialSpec } from '../../trial/spec.ts';
import { Trial } from '../../trial/trial.ts';
import type { CostModel } from '../cost-model.ts';
import { DEFAULT_BOUNDS, voidReasons, type Bounds, type InstrumentReading } from '../instrument-bounds.ts';
import { runLive } from '../run-live.ts';
import { predictedSpec } from './prediction.ts';

/** How far apart the two may be, as a share of what was measured; the distance of Kolmogorov and Smirnov for fail-overs. */
export const TARGETS = { throughput: 0.2, latency: 0.15, distance: 0.1 } as const;

/** One run, live and simulated. */
export interface VersusCase {
  readonly name: string;
  /** Of a live run: fields of a spec. */
  readonly input: object;
  /** Are its fail-overs compared, and not its throughput and latency? */
  readonly failOver: boolean;
}

export interface Figure {
  readonly figure: 'throughput' | 'p50' | 'p99';
  /** Operations a second, or ms; `null` where there were too few. */
  readonly predicted: number | null;
  readonly measured: number | null;
  /** Predicted over measured, less 1. */
  readonly residual: number | null;
}

export interface Versus {
  readonly name: string;
  readonly live: TrialSpec;
  readonly simulated: TrialSpec;
  /** Why there are no figures; empty if there are. */
  readonly reason: string;
  /** What disturbed the live run, although its figures are shown; empty if nothing did. */
  readonly disturbances: readonly string[];
  readonly figures: readonly Figure[];
  /** How busy the busiest node was on both sides, and the clients' thread: shares of the window. */
  readonly busy: { readonly simulated: number; readonly live: number; readonly clients: number } | null;
  /** Sorted, ms. */
  readonly failovers: { readonly predicted: readonly number[]; readonly measured: readonly number[] };
  /** Between the two distributions of fail-overs, 0 to 1. */
  readonly distance: number | null;
}

export interface VersusOptions {
  readonly model: CostModel;
  readonly bounds: Bounds;
  /** Show the figures of live runs that were disturbed, and what disturbed them. */
  readonly disturbed: boolean;
  readonly signal: AbortSignal;
}

/** Bounds nothing. */
const ANYTHING = Object.fromEntries(Object.keys(DEFAULT_BOUNDS).map((name) => [name, Infinity])) as Record<
  keyof Bounds,
  number
>;

/** @throws UserError where the live run refuses the case */
export async function versus({ name, input, failOver }: VersusCase, options: VersusOptions): Promise<Versus> {
  const { model, bounds, disturbed, signal } = options;
  const live = resolveSpec({ ...input, driver: 'threads' });
  const simulated = predictedSpec(live, model);
  const { outcome, failoversMs, instrument } = await runLive(live, { bounds: ANYTHING, signal });
  const disturbances = instrument === undefined ? [] : voidReasons(instrument, bounds);
  const nothing = {
    name,
    live,
    simulated,
    disturbances,
    figures: [],
    busy: null,
    failovers: { predicted: [], measured: [] },
    distance: null,
  };
  if (disturbances.length > 0 && !disturbed) return { ...nothing, reason: `live void: ${disturbances.join('; ')}` };
  if (outcome.verdict !== 'ok') return { ...nothing, reason: `live ${outcome.verdict}: ${outcome.reason}` };
  const trial = new Trial(simulated);
  const predicted = runToOutcome(trial);
  if (predicted.verdict !== 'ok') return { ...nothing, reason: `simulated ${predicted.verdict}: ${predicted.reason}` };
  if (!failOver) {
    const figures = figuresOf(predicted, outcome);
    return { ...nothing, reason: '', figures, busy: busyOf(predicted, instrument) };
  }
  const failovers = {
    predicted: sorted(trial.counters.allFailoversNs().map((ns) => ns / 1e6)),
    measured: sorted(failoversMs),
  };
  return { ...nothing, reason: '', failovers, distance: distanceOf(failovers.predicted, failovers.measured) };
}

function busyOf(predicted: TrialOutcome, instrument: InstrumentReading | undefined): Versus['busy'] {
  const simulated = predicted.row['cpu_max'];
  if (instrument === undefined || typeof simulated !== 'number') return null;
  const live = instrument.nodes.reduce((most, { busy }) => Math.max(most, busy), 0);
  return { simulated, live, clients: instrument.clients.busy };
}

function figuresOf(predicted: TrialOutcome, measured: TrialOutcome): Figure[] {
  const of = (figure: Figure['figure'], column: string): Figure => {
    const [p, m] = [predicted.row[column], measured.row[column]].map((cell) =>
      typeof cell === 'number' ? cell : null,
    );
    return { figure, predicted: p!, measured: m!, residual: p === null || !m ? null : p! / m - 1 };
  };
  return [of('throughput', 'throughput_per_s'), of('p50', 'latency_p50_ms'), of('p99', 'latency_p99_ms')];
}

/** Is it within its target? `undefined` where there is nothing to compare. */
export function isWithin({ figure, residual }: Figure): boolean | undefined {
  if (residual === null) return undefined;
  return Math.abs(residual) <= (figure === 'throughput' ? TARGETS.throughput : TARGETS.latency);
}

/** Kolmogorov and Smirnov's distance between two samples, both sorted; `null` if one is empty. */
export function distanceOf(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  let distance = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  return distance;
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
