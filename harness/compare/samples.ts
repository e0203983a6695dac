/** Takes the values of the seeds out of two result sets, and the figures merged over just these seeds. */
import { summaryRow } from '../sweep/summary.ts';
import type { Cell, HistogramRow, Regime, TimedOperation } from '../trial/outcome.ts';
import type { TrialSpec } from '../trial/spec.ts';
import type { CsvRow } from '../report/result-set.ts';
import type { CheckedSet } from './checked-set.ts';
import type { Method, Samples } from './difference.ts';
import type { Metric } from './metrics.ts';
import type { Pair, Seeds, Side } from './pairing.ts';

/** Which seeds of each side are compared, in order. */
export interface Chosen {
  readonly method: Method;
  readonly base: readonly number[];
  readonly candidate: readonly number[];
  /** Seeds of either side that have no counterpart, and are left out. */
  readonly leftOut: number;
}

/** The same seeds meet the same weather: two of them are enough to compare within them, and more is lost by not doing so. */
const LEAST_PAIRS = 2;

export function chooseSeeds({ base, candidate }: Pair): Chosen {
  const [before, after] = [inOrder(base.seeds), inOrder(candidate.seeds)];
  const common = after.filter((seed) => base.seeds.has(seed));
  const single = before.length === 1 && after.length === 1 && common.length === 1;
  if (common.length < LEAST_PAIRS && !single) {
    return { method: 'two-sample', base: before, candidate: after, leftOut: 0 };
  }
  const leftOut = before.length + after.length - 2 * common.length;
  return { method: 'paired', base: common, candidate: common, leftOut };
}

const inOrder = (seeds: Seeds): number[] => [...seeds.keys()].sort((a, b) => a - b);

/** `undefined` where a seed has no value: leaving out the odd run would flatter. Empty where the rows of trials are missing. */
export function samplesOf({ column }: Metric, pair: Pair, chosen: Chosen): Samples | undefined {
  const base = valuesOf(column, pair.base.seeds, chosen.base);
  const candidate = valuesOf(column, pair.candidate.seeds, chosen.candidate);
  return base && candidate && { method: chosen.method, base, candidate };
}

function valuesOf(column: string, seeds: Seeds, chosen: readonly number[]): number[] | undefined {
  const cells = chosen.map((seed) => seeds.get(seed)?.[column] ?? '');
  if (cells.some((cell) => cell === '' || !Number.isFinite(Number(cell)))) return undefined;
  return cells.map(Number);
}

/** The figure as `summary.csv` has it; merged anew where not all seeds are compared. */
export function pooledFigure(
  { column }: Metric,
  side: Side,
  chosen: readonly number[],
  set: CheckedSet,
): number | undefined {
  const { configuration, seeds } = side;
  // Without the rows of trials, what the summary says is all there is.
  if (chosen.length === seeds.size) return configuration.figure(column)?.value;
  return mergedFigures(side, chosen, set)[column];
}

type Figures = Readonly<Record<string, number | undefined>>;

const mergedBefore = new WeakMap<Side, Map<string, Figures>>();

function mergedFigures(side: Side, chosen: readonly number[], set: CheckedSet): Figures {
  const known = mergedBefore.get(side) ?? new Map<string, Figures>();
  mergedBefore.set(side, known);
  const key = chosen.join();
  const figures = known.get(key) ?? merge(side, chosen, set);
  known.set(key, figures);
  return figures;
}

/** Nothing, where a histogram is damaged: `checkHistograms` has named it. */
function merge({ configuration, seeds }: Side, chosen: readonly number[], set: CheckedSet): Figures {
  const rows = chosen.map((seed) => seeds.get(seed)!);
  if (rows.some((row) => set.damaged.has(row['trial_id'] ?? ''))) return {};
  const outcomes = rows.map((row) => {
    const histograms = (set.histograms.get(row['trial_id'] ?? '') ?? []).map(histogramOf);
    return { trial_id: row['trial_id'] ?? '', verdict: 'ok' as const, reason: '', row: cellsOf(row), histograms };
  });
  const spec: TrialSpec = { ...configuration.spec, seed: 0 };
  const unused = { timeseries: [], split: [], stragglers: [] };
  const row = summaryRow(
    spec,
    outcomes.map((outcome) => ({ ...outcome, ...unused })),
    [],
  );
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, typeof cell === 'number' ? cell : undefined]),
  );
}

function cellsOf(row: CsvRow): Record<string, Cell> {
  return Object.fromEntries(
    Object.entries(row).map(([name, text]) => [
      name,
      text === '' ? null : Number.isNaN(Number(text)) ? text : Number(text),
    ]),
  );
}

function histogramOf(row: CsvRow): HistogramRow {
  const number = (name: string) => Number(row[name]);
  const [count, sum] = [number('count'), number('sum_ms')];
  return {
    operation: row['operation'] as TimedOperation,
    regime: row['regime'] as Regime,
    count,
    min_ms: number('min_ms'),
    max_ms: number('max_ms'),
    mean_ms: sum / count,
    sum_ms: sum,
    hdr: row['hdr'] ?? '',
  };
}
