/** A run in real time, for commands: a warning where threads are many, and Ctrl-C. */
import { availableParallelism } from 'node:os';
import { runLive, type LiveOptions, type LiveResult } from '../harness/live/run-live.ts';
import type { TrialSpec } from '../harness/trial/spec.ts';
import { INTERRUPTED, interruption } from './interruption.ts';
import type { Terminal } from './terminal/terminal.ts';

const FAILED = 1;

/** Ctrl-C ends all threads; the outcome then is void, and the exit status 130. */
export async function runLiveUntilInterrupted(
  spec: TrialSpec,
  options: LiveOptions,
  terminal: Terminal,
): Promise<LiveResult> {
  const cores = availableParallelism();
  if (spec.nodes + 1 > 2 * cores) {
    terminal.err(
      `${spec.nodes} nodes and the clients are ${spec.nodes + 1} threads on ${cores} cores: they wait for each other, and figures tell of that; take fewer nodes, or more cores\n`,
    );
  }
  const ctrlC = interruption(terminal);
  try {
    const result = await runLive(spec, { ...options, signal: ctrlC.signal });
    if (result.outcome.verdict !== 'ok') terminal.status = ctrlC.signal.aborted ? INTERRUPTED : FAILED;
    return result;
  } finally {
    ctrlC.end();
  }
}
