/** What this machine takes outside of the CPU's own work: to wake a thread that sleeps, and to make bytes durable. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Distribution } from '../trial/distribution.ts';
import { Doorbell } from './doorbell.ts';
import type { EchoStart } from './echo-thread.ts';
import { LogFile } from './log-file.ts';
import { RingReader } from './ring-reader.ts';
import { RingWriter } from './ring-writer.ts';
import { ringMemory } from './ring.ts';

const RING_BYTES = 4096;
const WARM_UP = 200;
const ANSWER_LIMIT_MS = 2000;
/** Of the standard normal distribution. */
const Z_90 = 1.2816;

/** Sorted, ms. */
export type Samples = readonly number[];

/** Half of a round trip between two threads that both sleep in between. @throws Error if the other thread does not answer */
export async function measureWakeUp(count: number): Promise<Samples> {
  const [there, back] = [ringMemory(RING_BYTES), ringMemory(RING_BYTES)];
  const [mine, theirs] = [new Doorbell(), new Doorbell()];
  const workerData: EchoStart = {
    there,
    back,
    mine: theirs.memory,
    other: mine.memory,
    count: count + WARM_UP,
  };
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
  const worker = new Worker(new URL(`./echo-thread${extension}`, import.meta.url), { workerData });
  await new Promise((resolve, reject) => worker.once('online', resolve).once('error', reject));
  try {
    const writer = new RingWriter(there, theirs);
    const reader = new RingReader(back, theirs);
    const samples: number[] = [];
    const frame = new Uint8Array(64);
    for (let i = 0; i < count + WARM_UP; i++) {
      const start = performance.now();
      writer.write(frame);
      writer.publish();
      while (reader.read(() => {}) === 0) {
        if (mine.sleep(ANSWER_LIMIT_MS, () => reader.ready) !== 'timed-out') continue;
        throw new Error(`a thread did not answer within ${ANSWER_LIMIT_MS} ms`);
      }
      if (i >= WARM_UP) samples.push((performance.now() - start) / 2);
    }
    return samples.sort((a, b) => a - b);
  } finally {
    await worker.terminate();
  }
}

/** One flush of `bytes`, in a folder of its own in `folder`, which is removed again. */
export function measureFlush(folder: string, count: number, bytes: number): Samples {
  const own = mkdtempSync(join(folder, 'quorum-bench-calibrate-'));
  try {
    const { log } = LogFile.open(own, { cluster: 'calibrate', node: 0 });
    const entry = 'x'.repeat(bytes);
    const samples: number[] = [];
    for (let i = 0; i < count; i++) {
      log.append(entry);
      const start = performance.now();
      log.flush();
      samples.push(performance.now() - start);
    }
    log.close();
    return samples.sort((a, b) => a - b);
  } finally {
    rmSync(own, { recursive: true });
  }
}

/** @param share 0.5 is the median */
export function quantile(samples: Samples, share: number): number {
  return samples[Math.min(samples.length - 1, Math.floor(share * samples.length))]!;
}

/** By median and 90th percentile; nothing above the largest value that was seen. */
export function lognormalOf(samples: Samples): Distribution {
  const median = quantile(samples, 0.5);
  const sigma = Math.log(quantile(samples, 0.9) / median) / Z_90;
  return { type: 'lognormal', median, sigma, cap: samples.at(-1)! };
}
