/** One outcome as `run --json` prints it: what machines rely on, field by field; further ones may follow. */
import type { TrialOutcome } from '../harness/trial/outcome.ts';

export function outcomeJson({
  schema,
  trial_id,
  spec,
  verdict,
  reason,
  replay,
  row,
  histograms,
}: TrialOutcome): string {
  const published = histograms.map(({ operation, regime, count, min_ms, max_ms, mean_ms, hdr }) => {
    return { operation, regime, count, min_ms, max_ms, mean_ms, hdr };
  });
  return JSON.stringify({ schema, trial_id, spec, verdict, reason, replay, row, histograms: published }) + '\n';
}
