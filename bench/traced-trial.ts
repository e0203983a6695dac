/** Runs one trial with whatever files the user asked for beside it. */
import { HistoryWriter } from '../harness/check/history-writer.ts';
import { trialId } from '../harness/trial/canonical.ts';
import type { TrialOutcome } from '../harness/trial/outcome.ts';
import { runTrial } from '../harness/trial/run-trial.ts';
import type { TrialSpec } from '../harness/trial/spec.ts';
import { OutputFile } from './output-file.ts';
import { TraceFile } from './trace-file.ts';

export interface SideFiles {
  /** Every event, as JSON lines. */
  readonly trace?: string;
  /** What the clients saw, as `check` reads it. */
  readonly history?: string;
}

/** Also a run that breaks a rule leaves its files: they show how. @throws UserError if a file cannot be written */
export function runWithFiles(spec: TrialSpec, files: SideFiles): TrialOutcome {
  const traceOutput = files.trace === undefined ? undefined : new OutputFile(files.trace);
  const historyOutput = files.history === undefined ? undefined : new OutputFile(files.history);
  const history = historyOutput === undefined ? undefined : new HistoryWriter();
  try {
    return runTrial(spec, {
      tracer: traceOutput === undefined ? undefined : new TraceFile(traceOutput),
      history,
    });
  } finally {
    traceOutput?.close();
    if (history !== undefined) historyOutput?.write(history.toLine(trialId(spec)));
    historyOutput?.close();
  }
}
