/** One clock for all threads: integer nanoseconds since the start of the run, by the machine's monotonic clock. */
const NS_PER_MS = 1_000_000;
/** The first readings are slow; of these the one that took least is taken. */
const READINGS = 100;

/** The monotonic clock itself, ns: the same in every thread. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint());
}

/** @param epochNs what `monotonicNs` was at the start of the run */
export function clockSince(epochNs: number): () => number {
  // `performance` counts from the start of its own thread, but is read ten times as fast as a BigInt is made.
  let leastNs = Infinity;
  let offset = 0;
  for (let i = 0; i < READINGS; i++) {
    const before = performance.now();
    const ns = monotonicNs() - epochNs;
    const after = performance.now();
    const tookNs = (after - before) * NS_PER_MS;
    if (tookNs >= leastNs) continue;
    leastNs = tookNs;
    offset = ns - ((before + after) / 2) * NS_PER_MS;
  }
  return () => Math.round(performance.now() * NS_PER_MS + offset);
}
