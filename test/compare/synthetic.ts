/** Result sets of made-up figures: known truth, normal noise, no files. */
import type { CheckedSet } from '../../harness/compare/checked-set.ts';
import { configurationOf } from '../../harness/report/configuration.ts';
import type { CsvRow } from '../../harness/report/result-set.ts';
import type { Trial } from '../../harness/report/trials.ts';
import type { RandomStream } from '../../harness/sim/random.ts';
import { manifestOf } from '../../harness/sweep/manifest.ts';
import { planSweep } from '../../harness/sweep/plan.ts';
import { sweepOf } from '../../harness/sweep/sweep-spec.ts';

export interface Truth {
  readonly seeds: number;
  readonly firstSeed: number;
  /** Times are so many times as long. */
  readonly slowness: number;
  /** Standard deviation over seeds, relative. */
  readonly noise: number;
  readonly stream: RandomStream;
}

const sweep = sweepOf({ name: 'synthetic', base: { algorithm: 'raft' }, axes: { nodes: [3, 5] }, seeds: 1 });
const plan = planSweep(sweep);
const manifest = manifestOf(sweep, plan, '', plan.trials.length);
const specs = [3, 5].map((nodes) => JSON.stringify({ algorithm: 'raft', nodes, network: { topology: 'here' } }));

/** Two configurations; the figures of a seed are independent of each other. */
export function syntheticSet({ seeds, firstSeed, slowness, noise, stream }: Truth): CheckedSet {
  const trials: Trial[] = [];
  const trialRows = new Map<string, readonly CsvRow[]>();
  const configurations = specs.map((spec, index) => {
    const ids = Array.from({ length: seeds }, (_, i) => `${index}/${firstSeed + i}`);
    const rows = ids.map((id, i): CsvRow => {
      const times = slowness * (1 + noise * normal(stream));
      const rate = (1 + noise * normal(stream)) / slowness;
      const figures = { latency_p99_ms: String(10 * times), throughput_per_s: String(1000 * rate) };
      return { trial_id: id, seed: String(firstSeed + i), ...figures };
    });
    for (const [i, row] of rows.entries()) {
      trials.push({ id: ids[i]!, seed: firstSeed + i, verdict: 'ok', reason: '', spec });
      trialRows.set(ids[i]!, [row]);
    }
    const mean = (name: string) => String(rows.reduce((sum, row) => sum + Number(row[name]), 0) / seeds);
    const summary = {
      algorithm: 'raft',
      topology: 'here',
      verdict: 'ok',
      seeds: String(seeds),
      spec,
      latency_p99_ms: mean('latency_p99_ms'),
      throughput_per_s: mean('throughput_per_s'),
    };
    return configurationOf(summary, index, ids);
  });
  const none = new Map<string, readonly CsvRow[]>();
  const files = {
    histograms: none,
    timeseries: none,
    split: none,
    stragglers: none,
    exclusions: [],
    traces: [],
    notes: [],
    run: '',
  };
  return {
    dir: 'synthetic',
    name: 'synthetic',
    manifest,
    configurations,
    panels: [],
    trials,
    trialRows,
    damaged: new Set(),
    ...files,
  };
}

/** Standard normal (Box, Muller 1958). */
function normal(stream: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - stream.next())) * Math.cos(2 * Math.PI * stream.next());
}
