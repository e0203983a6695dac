/** Keeps the diagrams that panels of a sweep ask for beside their result set, where points of its report lead to them. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tracePath } from '../harness/report/traces.ts';
import { diagramSvg } from '../harness/spacetime/svg.ts';
import { traceRequest } from '../harness/spacetime/trace-request.ts';
import { NewFile } from '../harness/sweep/new-file.ts';
import { specOf, type Plan, type PlannedTrial } from '../harness/sweep/plan.ts';
import { writing } from '../harness/sweep/sweep-failed.ts';
import type { Sweep } from '../harness/sweep/sweep-spec.ts';
import { UserError } from '../harness/user-error.ts';
import type { Terminal } from './terminal/terminal.ts';

/**
 * @param dir folder of the result set, complete. A trial that has no such operation is named, and left out
 * @throws SweepFailed where a file cannot be written
 */
export function drawOperations(sweep: Sweep, plan: Plan, dir: string, terminal: Terminal): void {
  for (const [panel, request] of requests(sweep)) {
    for (const { panels, trials } of plan.configurations) {
      const [first] = trials;
      if (!panels.includes(panel) || first === undefined) continue;
      const path = join(dir, tracePath(first.id, request));
      const svg = existsSync(path) ? undefined : drawn(first, request, terminal);
      if (svg === undefined) continue;
      writing(path, () => mkdirSync(dirname(path), { recursive: true }));
      const file = new NewFile(path);
      file.write(svg);
      file.finish();
    }
  }
}

function drawn(trial: PlannedTrial, request: string, terminal: Terminal): string | undefined {
  const spec = specOf(trial);
  try {
    // A run in real time cannot be run again.
    if (spec.driver === 'sim') return diagramSvg(traceRequest(spec, request).diagram);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    terminal.err(`${request} of trial ${trial.id} is not drawn: ${error.message}\n`);
  }
  return undefined;
}

/** By panel; parts of one panel ask for the same. */
function requests({ panels }: Sweep): ReadonlyMap<string, string> {
  return new Map(panels.flatMap(({ name, draw }) => (draw === undefined ? [] : [[name, draw] as const])));
}
