/**
 * Question: how well does the simulator predict what the same nodes do in real time, per protocol, number of nodes and batch?
 *
 * Method: `spread` runs add a delay of 1 ms to each message, so that latency is mostly delay; `dense` runs add nothing, with
 * more clients than CPUs can serve, so that throughput is the CPUs'. `fail-over` runs crash the leader every 0.2 s, with short
 * time-outs. Expected: latency of spread runs within a few per cent; throughput of dense runs too high, as the clients' thread
 * takes CPU that the model does not know of; fail-over by time-outs, which are alike on both sides.
 */
import { algorithms } from '../../algorithms/registry.ts';
import type { VersusCase } from '../../harness/live/versus/versus.ts';

export interface VersusPlan {
  readonly nodes: readonly number[];
  readonly batches: readonly number[];
  /** Length of a window. */
  readonly durationMs: number;
  /** Crashes of the leader in a fail-over run. */
  readonly failovers: number;
}

export const FULL_PLAN: VersusPlan = { nodes: [3, 5], batches: [1, 16], durationMs: 2000, failovers: 320 };
export const QUICK_PLAN: VersusPlan = { nodes: [3], batches: [1], durationMs: 1000, failovers: 20 };

const BETWEEN_CRASHES_MS = 200;

/** All clients live where the leader does: else latency has two peaks, and its median is a matter of chance. */
const AT_HOME = { at: [0] };
const LEADER = { leader: 0 };

export function versusCases({ nodes, batches, durationMs, failovers }: VersusPlan): VersusCase[] {
  const steady = algorithms.flatMap(({ name }) =>
    nodes.flatMap((count) =>
      batches.flatMap((batch) => [spread(name, count, batch, durationMs), dense(name, count, batch, durationMs)]),
    ),
  );
  const led = algorithms.filter(({ leader }) => leader);
  return [...steady, ...led.map(({ name }) => failOver(name, failovers))];
}

function spread(algorithm: string, nodes: number, batch: number, durationMs: number): VersusCase {
  return {
    name: `${algorithm}, ${nodes} nodes, batch ${batch}, spread`,
    failOver: false,
    input: {
      algorithm,
      nodes,
      network: { delay: { type: 'constant', value: 1 } },
      workload: { clients: 16, ...AT_HOME },
      policy: { batch, ...LEADER },
      phases: { warmupMs: 1000, durationMs },
    },
  };
}

function dense(algorithm: string, nodes: number, batch: number, durationMs: number): VersusCase {
  return {
    name: `${algorithm}, ${nodes} nodes, batch ${batch}, dense`,
    failOver: false,
    input: {
      algorithm,
      nodes,
      workload: { clients: 64, ...AT_HOME },
      // With large batches few are under way, so that they fill.
      policy: { batch, window: batch === 1 ? 64 : 4, ...LEADER },
      phases: { warmupMs: 1000, durationMs },
    },
  };
}

function failOver(algorithm: string, crashes: number): VersusCase {
  return {
    name: `${algorithm}, 3 nodes, fail-over`,
    failOver: true,
    input: {
      algorithm,
      nodes: 3,
      network: { delay: { type: 'constant', value: 1 } },
      workload: { clients: 8, thinkMs: 1, timeoutMs: 20, retryPauseMs: 2 },
      policy: { electionMs: [30, 60], heartbeatMs: 10 },
      faults: {
        crashLeaderAtMs: Array.from({ length: crashes }, (_, i) => (i + 1) * BETWEEN_CRASHES_MS),
        repair: { type: 'constant', value: 40 },
      },
      phases: { warmupMs: 500, durationMs: (crashes + 2) * BETWEEN_CRASHES_MS },
    },
  };
}
