/** Runs one trial with whatever files the user asked for beside it. */
import { HistoryWriter } from '../harness/check/history-writer.ts';
import type { Tracer } from '../harness/sim/tracer.ts';
import { ChromeTracer } from '../harness/spacetime/chrome-trace.ts';
import { ShivizTracer } from '../harness/spacetime/shiviz.ts';
import { trialId } from '../harness/trial/canonical.ts';
import type { TrialOutcome } from '../harness/trial/outcome.ts';
import { runTrial } from '../harness/trial/run-trial.ts';
import type { TrialSpec } from '../harness/trial/spec.ts';
import { OutputFile } from './output-file.ts';
import { TraceFile } from './trace-file.ts';

export interface SideFiles {
  /** Every event, as JSON lines. */
  readonly trace?: string;
  /** The same for ShiViz, with vector clocks. */
  readonly shiviz?: string;
  /** The same as Chrome trace events, for Perfetto. */
  readonly chrome?: string;
  /** What the clients saw, as `check` reads it. */
  readonly history?: string;
}

/** Also a run that breaks a rule leaves its files: they show how. @throws UserError if a file cannot be written */
export function runWithFiles(spec: TrialSpec, files: SideFiles): TrialOutcome {
  const tracers = tracersOf(spec, files);
  const historyOutput = files.history === undefined ? undefined : new OutputFile(files.history);
  const history = historyOutput === undefined ? undefined : new HistoryWriter();
  try {
    return runTrial(spec, { tracer: tracers.length === 0 ? undefined : new Fan(tracers), history });
  } finally {
    for (const { close } of tracers) close();
    if (history !== undefined) historyOutput?.write(history.toLine(trialId(spec)));
    historyOutput?.close();
  }
}

interface OpenTracer {
  readonly tracer: Tracer;
  readonly close: () => void;
}

function tracersOf(spec: TrialSpec, { trace, shiviz, chrome }: SideFiles): OpenTracer[] {
  const tracers: OpenTracer[] = [];
  if (trace !== undefined) {
    const file = new OutputFile(trace);
    tracers.push({ tracer: new TraceFile(file), close: () => file.close() });
  }
  if (shiviz !== undefined) {
    const file = new OutputFile(shiviz);
    tracers.push({ tracer: new ShivizTracer((text) => file.write(text)), close: () => file.close() });
  }
  if (chrome !== undefined) {
    const file = new OutputFile(chrome);
    const tracer = new ChromeTracer(spec, (text) => file.write(text));
    const close = () => {
      tracer.close();
      file.close();
    };
    tracers.push({ tracer, close });
  }
  return tracers;
}

/** Tells all of them. */
class Fan implements Tracer {
  private readonly tracers: readonly OpenTracer[];

  constructor(tracers: readonly OpenTracer[]) {
    this.tracers = tracers;
  }

  record(timeNs: number, node: number | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    for (const { tracer } of this.tracers) tracer.record(timeNs, node, event, detail);
  }
}
