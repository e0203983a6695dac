/** Runs candidates on worker threads: the same seeds for all, so that their differences are paired. */
import { defaultWorkerFile, runOnWorkers } from '../sweep/workers.ts';
import type { PlannedTrial } from '../sweep/plan.ts';
import { LatencyHistogram } from '../record/latency-histogram.ts';
import type { StoredOutcome } from '../sweep/journal.ts';
import { trialId } from '../trial/canonical.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { Candidate } from './rank.ts';
import { crashSpec, loadSpec, type Effort } from './run-spec.ts';

/** Of one candidate. Lists are by seed; a list is empty where there was no such run. */
export interface Measured {
  /** With everybody up, at the given load. */
  readonly meanMs: readonly number[];
  readonly p99Ms: readonly number[];
  /** Of all seeds together; `undefined` if they have too few operations for it. */
  readonly mergedP50Ms: number | undefined;
  readonly mergedP99Ms: number | undefined;
  readonly commitP50Ms: number | undefined;
  readonly commitP99Ms: number | undefined;
  readonly throughputPerS: readonly number[];
  /** Share of the busiest CPU. */
  readonly cpu: readonly number[];
  /** With crashes. */
  readonly unanswered: readonly number[];
  readonly crashes: number;
  readonly failoversMs: readonly { readonly count: number; readonly meanMs: number }[];
  /** Why there are no figures: a check failed. */
  readonly violation: string | undefined;
}

export interface SimulateOptions {
  readonly effort: Effort;
  readonly workers: number;
  readonly onProgress?: (finished: number, planned: number) => void;
  readonly stopped?: () => boolean;
}

/** In the order of the candidates. */
export async function simulate(candidates: readonly Candidate[], options: SimulateOptions): Promise<Measured[]> {
  const { effort, workers, onProgress } = options;
  const seeds = Array.from({ length: effort.seeds }, (_, i) => i + 1);
  const wanted = candidates.map((candidate) => {
    const { failures } = candidate.legal.world;
    const crashes = effort.crashRunMs > 0 && (failures.zones.length > 0 || failures.node.some((down) => down > 0));
    return {
      load: seeds.map((seed) => planned(loadSpec(candidate, seed, effort))),
      crash: crashes ? seeds.map((seed) => planned(crashSpec(candidate, seed, effort))) : [],
    };
  });
  const trials = new Map(wanted.flatMap(({ load, crash }) => [...load, ...crash]).map((trial) => [trial.id, trial]));
  const outcomes = new Map<string, StoredOutcome>();
  onProgress?.(0, trials.size);
  await runOnWorkers(trials.values(), {
    workers,
    workerFile: defaultWorkerFile(),
    stopped: options.stopped ?? (() => false),
    onFinished: (finished) => {
      for (const { id, json } of finished) outcomes.set(id, JSON.parse(json) as StoredOutcome);
      onProgress?.(outcomes.size, trials.size);
    },
  });
  const of = (some: readonly PlannedTrial[]): StoredOutcome[] => some.map(({ id }) => outcomes.get(id)!);
  return wanted.map(({ load, crash }) => measuredOf(of(load), of(crash)));
}

function planned(spec: TrialSpec): PlannedTrial {
  const id = trialId(spec);
  return {
    id,
    seed: spec.seed,
    configuration: { key: id, panels: [], trials: [], intervalMs: undefined, input: spec },
  };
}

function measuredOf(load: readonly StoredOutcome[], crash: readonly StoredOutcome[]): Measured {
  const broken = [...load, ...crash].find(({ verdict }) => verdict !== 'ok');
  const figures = (outcomes: readonly StoredOutcome[], column: string): number[] =>
    outcomes.map(({ row }) => row[column]).filter((cell) => typeof cell === 'number');
  const any = merged(load, 'any');
  const commit = merged(load, 'commit');
  return {
    meanMs: figures(load, 'latency_mean_ms'),
    p99Ms: figures(load, 'latency_p99_ms'),
    mergedP50Ms: any.percentileMs(500) ?? undefined,
    mergedP99Ms: any.percentileMs(990) ?? undefined,
    commitP50Ms: commit.percentileMs(500) ?? undefined,
    commitP99Ms: commit.percentileMs(990) ?? undefined,
    throughputPerS: figures(load, 'throughput_per_s'),
    cpu: figures(load, 'cpu_max'),
    unanswered: figures(crash, 'availability').map((share) => 1 - share),
    crashes: figures(crash, 'crashes').reduce((a, b) => a + b, 0),
    failoversMs: crash.flatMap(({ row }) => {
      const [count, meanMs] = [row['failover_count'], row['failover_mean_ms']];
      return typeof count === 'number' && typeof meanMs === 'number' ? [{ count, meanMs }] : [];
    }),
    violation: broken && `${broken.verdict}: ${broken.reason}`,
  };
}

function merged(outcomes: readonly StoredOutcome[], operation: string): LatencyHistogram {
  const all = new LatencyHistogram();
  for (const { histograms } of outcomes) {
    const row = histograms.find((each) => each.operation === operation && each.regime === 'all');
    if (row !== undefined) {
      all.add(LatencyHistogram.decode(row.hdr, row.count, row.min_ms, row.max_ms, row.sum_ms));
    }
  }
  return all;
}
