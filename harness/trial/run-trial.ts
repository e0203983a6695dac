/** Runs one trial: from a resolved spec to its outcome. A check that fails is an outcome, not an exception. */
import { InvariantViolation } from '../../algorithms/assert.ts';
import { illegalText } from '../check/history-sample.ts';
import { inputColumns, outputColumns, type Measured } from '../record/columns.ts';
import type { LatencyHistogram } from '../record/latency-histogram.ts';
import type { Recorder } from '../record/recorder.ts';
import { StandsStill } from '../stands-still.ts';
import { canonicalJson, trialId } from './canonical.ts';
import { brokenAssumptions } from './fault-plan.ts';
import type { HistogramRow, Regime, TimedOperation, TrialOutcome, Verdict } from './outcome.ts';
import type { TrialSpec } from './spec.ts';
import { Trial, type TrialOptions } from './trial.ts';

const REGIMES: readonly Regime[] = ['steady', 'outage', 'recovery', 'all'];

/** A pure function of `spec` in virtual time: the same spec gives the same outcome to the byte. */
export function runTrial(spec: TrialSpec, options: TrialOptions = {}): TrialOutcome {
  return runToOutcome(new Trial(spec, options));
}

/** Runs a trial that is set up. */
export function runToOutcome(trial: Trial): TrialOutcome {
  try {
    trial.run();
  } catch (error) {
    if (error instanceof StandsStill) {
      trial.trace('stands-still', { message: error.message });
      return outcomeOf(trial, 'void', error.message);
    }
    if (!(error instanceof InvariantViolation)) throw error;
    trial.trace('violation', { message: error.message });
    return outcomeOf(trial, 'violation', error.message);
  }
  trial.clients.countUnfinished();
  const sample = trial.sample?.judge();
  // It is never unknown: what outgrows the checker is judged as far as it fits.
  if (sample !== undefined && sample.verdict !== 'ok') {
    const reason = `Linearizability: ${illegalText(sample)}`;
    trial.trace('violation', { message: reason });
    return outcomeOf(trial, 'violation', reason);
  }
  const broken = brokenAssumptions(trial.spec.faults.plan);
  if (broken.length > 0) return outcomeOf(trial, 'void', `its faults break an assumption: ${broken.join(', ')}`);
  return outcomeOf(trial, 'ok', '');
}

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
