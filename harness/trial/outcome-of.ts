/** From what was measured to the outcome of a trial. */
import { inputColumns, outputColumns, type Measured } from '../record/columns.ts';
import type { LatencyHistogram } from '../record/latency-histogram.ts';
import type { Recorder } from '../record/recorder.ts';
import { canonicalJson, trialId } from './canonical.ts';
import type { HistogramRow, Regime, TimedOperation, TrialOutcome, Verdict } from './outcome.ts';
import type { TrialSpec } from './spec.ts';

const REGIMES: readonly Regime[] = ['steady', 'outage', 'recovery', 'all'];

/** The outcome of a trial that has run. */
export function outcomeOf(trial: Measured, verdict: Verdict, reason: string): TrialOutcome {
  const { spec, recorder } = trial;
  const ok = verdict === 'ok';
  return {
    schema: 1,
    trial_id: trialId(spec),
    spec,
    verdict,
    reason,
    replay: replayCommand(spec),
    row: { ...inputColumns(spec), ...outputColumns(trial, verdict, reason) },
    histograms: ok ? histogramRows(recorder, trial.algorithm.leader) : [],
    timeseries: ok ? (trial.timeline?.points ?? []) : [],
    split: ok ? recorder.split.rows() : [],
    stragglers: ok && trial.algorithm.leader ? recorder.stragglers : [],
  };
}

/** Where there is nothing to be measured, or it must not be published. */
export function outcomeWithoutFigures(spec: TrialSpec, verdict: Verdict, reason: string): TrialOutcome {
  return {
    schema: 1,
    trial_id: trialId(spec),
    spec,
    verdict,
    reason,
    replay: replayCommand(spec),
    row: { ...inputColumns(spec), ...outputColumns(undefined, verdict, reason) },
    histograms: [],
    timeseries: [],
    split: [],
    stragglers: [],
  };
}

/** Runs the trial again from nothing but the text of this command. */
export function replayCommand(spec: TrialSpec): string {
  const json = canonicalJson(spec).replaceAll("'", `'\\''`);
  return `printf %s '${json}' | quorum-bench run --spec -`;
}

function histogramRows(recorder: Recorder, hasLeader: boolean): HistogramRow[] {
  const rows: HistogramRow[] = [];
  for (const operation of ['read', 'write', 'any'] as const) {
    for (const regime of REGIMES) {
      const histogram = recorder.latency(operation === 'any' ? undefined : operation, regime);
      if (histogram.count > 0) rows.push(histogramRow(operation, regime, histogram));
    }
  }
  if (hasLeader && recorder.commit.count > 0) rows.push(histogramRow('commit', 'all', recorder.commit));
  return rows;
}

function histogramRow(operation: TimedOperation, regime: Regime, histogram: LatencyHistogram): HistogramRow {
  return {
    operation,
    regime,
    count: histogram.count,
    min_ms: histogram.minMs!,
    max_ms: histogram.maxMs!,
    mean_ms: histogram.meanMs!,
    sum_ms: histogram.sumNs / 1_000_000,
    hdr: histogram.encode(),
  };
}
