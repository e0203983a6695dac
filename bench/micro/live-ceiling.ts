/** What the transport of live runs could do if nodes had nothing to do: the roof under which live throughput is to be seen. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { callOff, meshMemory } from '../../harness/live/mesh.ts';
import type { BareStart } from './live-ceiling-thread.ts';

const NODES = 3;
const WARMUP_MS = 1000;

/** Answers a second of a bare cluster of three, whose clients each have one request under way. */
export async function transportCeiling(clients: number, batchDelayMs: number, durationMs: number): Promise<number> {
  const memory = meshMemory(NODES);
  const answered = new SharedArrayBuffer(4);
  const threads = Array.from({ length: NODES + 1 }, (_, self) => {
    const workerData: BareStart = { self, memory, clients, batchDelayMs, answered };
    return new Worker(new URL('./live-ceiling-thread.js', import.meta.url), { workerData });
  });
  const ended = Promise.all(threads.map((thread) => once(thread, 'exit')));
  const count = new Int32Array(answered);
  await sleep(WARMUP_MS);
  const [before, start] = [Atomics.load(count, 0), performance.now()];
  await sleep(durationMs);
  const rate = ((Atomics.load(count, 0) - before) * 1000) / (performance.now() - start);
  callOff(memory);
  await ended;
  return rate;
}
