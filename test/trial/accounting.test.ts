/** What must add up in every run, whatever the protocol does. */
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';
import { runTrial } from '../../harness/trial/run-trial.ts';
import { figure, runSpec } from '../support/trials.ts';

const names = algorithms.map(({ name }) => name);

describe.each(names)('in a closed loop under %s', (algorithm) => {
  it('outstanding and thinking clients add up to all clients, at every nanosecond of the window', () => {
    const spec = resolveSpec({
      algorithm,
      workload: { clients: 7, thinkMs: 3 },
      faults: { crashLeaderAtMs: [300] },
      phases: { durationMs: 3000 },
    });
    const trial = new Trial(spec);
    trial.run();
    const windowNs = trial.phases.windowEnd - trial.phases.windowStart;
    const { inFlightIntegral, thinkingIntegral } = trial.recorder;
    expect(inFlightIntegral + thinkingIntegral).toBe(7 * windowNs);
    expect(thinkingIntegral).toBeGreaterThan(0);

    const outcome = runTrial(spec);
    const accounted =
      figure(outcome, 'in_flight_mean') * figure(outcome, 'window_ms') +
      figure(outcome, 'think_mean_ms') * figure(outcome, 'operations');
    expect(accounted / (7 * figure(outcome, 'window_ms'))).toBeCloseTo(1, 12);
  });

  it('throughput x (response + think time) is the number of clients, within 2 %', () => {
    const outcome = runSpec({
      algorithm,
      workload: { clients: 8, thinkMs: 5, at: 'leader' },
      policy: { leader: 0 },
      phases: { warmupMs: 1000, durationMs: 10_000 },
    });
    // The law holds in a window far longer than the longest response.
    expect(figure(outcome, 'window_ms')).toBeGreaterThan(
      algorithm === 'paxos' ? 10 : 100 * figure(outcome, 'latency_max_ms'),
    );
    const responseMs = figure(outcome, 'latency_mean_ms') + figure(outcome, 'think_mean_ms');
    const clients = (figure(outcome, 'throughput_per_s') / 1000) * responseMs;
    expect(clients / 8).toBeGreaterThan(0.98);
    expect(clients / 8).toBeLessThan(1.02);
  });

  it('the parts of the latency add up to it, and the bands hold every operation', () => {
    const outcome = runSpec({ algorithm, phases: { durationMs: 2000 }, network: { loss: 0.01, fifo: false } });
    const total = outcome.split.reduce((sum, row) => sum + row.count, 0);
    expect(total).toBe(figure(outcome, 'operations_sent') - figure(outcome, 'operations_unfinished'));
    const all = outcome.histograms.find((row) => row.operation === 'any' && row.regime === 'all')!;
    const sum = outcome.split.reduce((ms, row) => ms + row.latency_ms * row.count, 0);
    expect(sum / all.sum_ms).toBeCloseTo(1, 9);
  });
});

describe('the bytes between regions', () => {
  const bytes = (nodes: number, topology: string | undefined) => {
    const { row } = runSpec({
      algorithm: 'multi-paxos',
      nodes,
      network: topology === undefined ? {} : { topology },
      policy: { leader: 0 },
      phases: { durationMs: 5000 },
    });
    return { all: Number(row['bytes_per_op']), far: row['inter_region_bytes_per_op'] };
  };

  it('are all bytes where every node has a region of its own', () => {
    const { all, far } = bytes(5, 'aws5-2021');
    expect(far).toBe(all);
  });

  it('are fewer where two nodes share one', () => {
    const { all, far } = bytes(6, 'aws5-2021');
    // The leader shares its region with one of five followers, to whom it sends a fifth of all.
    expect(Number(far) / all).toBeGreaterThan(0.7);
    expect(Number(far) / all).toBeLessThan(0.85);
  });

  it('are left empty where there is no matrix', () => {
    expect(bytes(3, undefined).far).toBeNull();
  });
});
