/** Draws operations: a read or a write of a key. The draws do not look at the protocol. */
import type { KvOperation } from '../cluster/key-value.ts';
import { pow } from '../sim/exact-math.ts';
import type { RandomStream } from '../sim/random.ts';
import { parseKeyDistribution } from '../trial/key-distribution.ts';
import type { TrialSpec } from '../trial/spec.ts';

export class Operations {
  private readonly reads: number;
  private readonly payloadBytes: number;
  private readonly keys: readonly string[];
  /** By key: the probability of it or one before it; `undefined` = uniform. */
  private readonly cumulative: Float64Array | undefined;

  constructor(workload: TrialSpec['workload']) {
    this.reads = workload.reads;
    this.payloadBytes = workload.payloadBytes;
    this.keys = Array.from({ length: workload.keys }, (_, i) => `k${i}`);
    this.cumulative = cumulativeOf(workload.keyDistribution, workload.keys);
  }

  /** Of a client's command. What a write writes names the command, so that a stale read is seen. */
  draw(random: RandomStream, client: number, seq: number): KvOperation {
    const isRead = random.next() < this.reads;
    const key = this.keys[this.drawKey(random)]!;
    const bytes = this.payloadBytes;
    return isRead ? { bytes, kind: 'get', key } : { bytes, kind: 'put', key, value: `${client}.${seq}` };
  }

  private drawKey(random: RandomStream): number {
    const { cumulative } = this;
    if (cumulative === undefined) return random.below(this.keys.length);
    const x = random.next();
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > x) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function cumulativeOf(text: string, keys: number): Float64Array | undefined {
  const distribution = parseKeyDistribution(text);
  if (distribution.kind === 'uniform') return undefined;
  if (distribution.kind === 'hot') return new Float64Array(keys).fill(1);
  const cumulative = new Float64Array(keys);
  let sum = 0;
  for (let k = 0; k < keys; k++) cumulative[k] = sum += pow(k + 1, -distribution.theta);
  for (let k = 0; k < keys; k++) cumulative[k]! /= sum;
  return cumulative;
}
