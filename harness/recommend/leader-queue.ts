/**
 * What load does to a leader: the most it can take, and how long work waits before it. The work of one operation is measured,
 * by one short run per protocol at light load, since protocols differ in what they send; the wait is that of M/D/1.
 */
import { log } from '../sim/exact-math.ts';
import { resolveSpec } from '../trial/resolve.ts';
import { runTrial } from '../trial/run-trial.ts';
import type { CostsSpec } from '../trial/spec.ts';
import type { World } from './profile.ts';

/** Per operation. */
export interface LeaderWork {
  /** CPU of the busiest node, ms. */
  readonly cpuMs: number;
  /** Sent by all nodes together, most of them by the leader. */
  readonly bytes: number;
  readonly messages: number;
  readonly costs: CostsSpec;
}

const LIGHT_PER_S = 1000;
const BYTES_PER_S = 1e9 / 8;

export function measureWork(algorithm: string, { nodes, profile }: World): LeaderWork {
  const { readShare, payloadBytes } = profile;
  const spec = resolveSpec({
    algorithm,
    nodes,
    workload: { kind: 'open', ratePerS: LIGHT_PER_S, arrivals: 'constant', reads: readShare, payloadBytes },
    policy: { leader: 0 },
    phases: { warmupMs: 200, durationMs: 1000 },
  });
  const { row, verdict, reason } = runTrial(spec);
  if (verdict !== 'ok') throw new Error(`${algorithm} with ${nodes} nodes at light load: ${verdict}, ${reason}`);
  return {
    cpuMs: ((row['cpu_max'] as number) * (row['window_ms'] as number)) / (row['operations'] as number),
    bytes: row['bytes_per_op'] as number,
    messages: row['messages_per_op'] as number,
    costs: spec.costs,
  };
}

/** The least of what CPU, network card and the window of batches under way allow. */
export interface Capacity {
  readonly perS: number;
  readonly limitedBy: 'CPU' | 'network card' | 'window';
}

/** @param commitMs mean, without load: a slot of the window is taken so long */
export function capacityOf({ cpuMs, bytes }: LeaderWork, window: number, commitMs: number): Capacity {
  const limits: Capacity[] = [
    { perS: 1000 / cpuMs, limitedBy: 'CPU' },
    { perS: BYTES_PER_S / bytes, limitedBy: 'network card' },
    { perS: (1000 * window) / commitMs, limitedBy: 'window' },
  ];
  return limits.reduce((a, b) => (b.perS < a.perS ? b : a));
}

/**
 * Wait of a message for the leader's CPU at utilisation `busy`: M/D/1 with the messages as customers (Pollaczek, Khinchine).
 * The tail decays as exp(-2 (1 - busy) t / service) (Kingman 1962, for D services).
 */
export function cpuWait(busy: number, serviceMs: number): { meanMs: number; p99Ms: number } {
  if (busy >= 1) return { meanMs: Infinity, p99Ms: Infinity };
  const decayMs = serviceMs / (2 * (1 - busy));
  return { meanMs: busy * decayMs, p99Ms: Math.max(0, decayMs * log(busy / 0.01)) };
}
