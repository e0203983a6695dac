/** A small sweep and folders to run it in. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { RUN_BEGIN, RUN_END } from '../../harness/report/text/document.ts';
import { sweepOf, type Sweep, type SweepInput } from '../../harness/sweep/sweep-spec.ts';

/** Eight short trials: two values of two axes, two seeds. */
export const small = {
  name: 'small',
  base: { algorithm: 'paxos', nodes: 3, phases: { warmupMs: 50, ops: 200 } },
  axes: { 'network.loss': [0, 0.01], 'workload.clients': [1, 4] },
  seeds: 2,
} satisfies SweepInput;

export function smallSweep(changes: Partial<SweepInput> = {}): Sweep {
  return sweepOf({ ...small, ...changes });
}

/** Calls `use` with a new folder, and takes it away afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-sweep-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * All files of a result set by their paths, charts too, but for `run.json`, which tells of one run, and the one block of
 * each report that quotes it.
 */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  return Object.fromEntries(names.map((name) => [name, withoutRun(readFileSync(join(folder, name), 'utf8'))]));
}

function withoutRun(text: string): string {
  const [begin, end] = [text.indexOf(RUN_BEGIN), text.indexOf(RUN_END)];
  return begin < 0 ? text : text.slice(0, begin) + text.slice(end);
}
