/** Logs, ghosts and snapshots are trimmed: a run ten times as long needs no more memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that a run has taken when `counts` operations have completed in the window, in turn. */
function heapAt(algorithm: string, counts: readonly number[]): number[] {
  collect();
  const before = process.memoryUsage().heapUsed;
  const operations = counts.at(-1)!;
  const spec = resolveSpec({ algorithm, workload: { clients: 32 }, phases: { ops: operations + 1 } });
  const trial = new Trial(spec);
  const heap: number[] = [];
  const look = (): void => {
    while (heap.length < counts.length && trial.recorder.completed >= counts[heap.length]!) {
      collect();
      heap.push(process.memoryUsage().heapUsed - before);
    }
    if (heap.length < counts.length) trial.agenda.after(1_000_000, look);
  };
  look();
  trial.run();
  collect();
  heap.push(process.memoryUsage().heapUsed - before);
  return heap.slice(0, counts.length);
}

describe.each(algorithms.map(({ name, leader }) => [name, leader ? 40_000 : 10_000] as const))(
  'the heap under %s',
  (algorithm, operations) => {
    it(`after ${operations} commands is at most half as much again as that after a tenth of them`, () => {
      const [early, late] = heapAt(algorithm, [operations / 10, operations]);
      expect(late! / early!).toBeLessThan(1.5);
    });
  },
);
