/** A small sweep and folders to run it in. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** All files of a result set by name, but for `run.json`, which tells of one run. */
export function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder)
    .filter((name) => name !== 'run.json')
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
