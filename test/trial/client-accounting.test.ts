/** What clients do, and how their operations are counted, when nodes or the clients themselves fail. */
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../algorithms/registry.ts';
import { RandomStream } from '../../harness/sim/random.ts';
import { Session } from '../../harness/workload/session.ts';
import { figure, runSpec } from '../support/trials.ts';

const SECOND = 1_000_000_000;

describe('a client', () => {
  const command = { client: 0, seq: 1, op: { bytes: 1 } };
  const session = () => new Session(0, 0, 2, true, SECOND, new RandomStream(1, 'test'));

  it('stays with the leader that a redirect has named', () => {
    const one = session();
    one.begin(command, 0);
    expect(one.follow(4, 5)).toBe(true);
    one.end();
    one.begin(command, 1);
    expect(one.target).toBe(4);
  });

  it('goes home after a time-out, the later the more often its home was silent in a row', () => {
    const one = session();
    let now = 0;
    for (const pause of [1, 2, 4, 8, 8]) {
      one.begin(command, now);
      expect(one.target).toBe(2);
      now += SECOND;
      one.onSilence(now, 5);
      expect(one.target).toBe(3);
      one.end();
      one.begin(command, now + pause * SECOND - 1);
      expect(one.target).toBe(3);
      one.end();
      now += pause * SECOND;
    }
  });
});

describe.each(algorithms.map(({ name }) => name))('the operations of %s', (algorithm) => {
  const base = { algorithm, phases: { warmupMs: 200, durationMs: 3000 } };
  const restarts = [500, 700, 900].map((atMs) => ({ kind: 'client-restart', atMs, forMs: 1 }));
  const repeats = [{ kind: 'client-repeat', atMs: 0, forMs: 2500, share: 0.8, laterMs: 200 }];
  const cut = [{ kind: 'partition', groups: [[0], [1], [2], [3], [4]], atMs: 300, forMs: 1500 }];
  const cases: [string, object][] = [
    ['clients that crash', { faults: { plan: restarts } }],
    ['clients that crash in an outage', { faults: { plan: [...cut, ...restarts] }, workload: { deadlineMs: 300 } }],
    ['open-loop clients that crash', { faults: { plan: restarts }, workload: { ratePerS: 200 } }],
    ['requests that come twice', { faults: { plan: repeats } }],
    ['total loss', { network: { loss: 1 } }],
    ['total loss in an open loop', { network: { loss: 1 }, workload: { ratePerS: 20 } }],
  ];

  it.each(cases)('are accounted for under %s', (_, part) => {
    const outcome = runSpec({ ...base, ...part });
    const sent = figure(outcome, 'operations_sent');
    const all = outcome.histograms.find((row) => row.operation === 'any' && row.regime === 'all')?.count ?? 0;
    const byRegime = outcome.histograms.filter((row) => row.operation === 'any' && row.regime !== 'all');
    expect(all).toBe(sent);
    expect(byRegime.reduce((sum, { count }) => sum + count, 0)).toBe(sent);
    const done = outcome.split.reduce((sum, { count }) => sum + count, 0);
    expect(done + figure(outcome, 'operations_unfinished') + figure(outcome, 'operations_abandoned')).toBe(sent);
    for (const row of outcome.split) {
      const parts = [row.retry_ms, row.client_link_ms, row.queue_ms, row.disk_ms, row.quorum_ms, row.apply_ms];
      for (const ms of parts) expect(ms).toBeGreaterThanOrEqual(0);
    }
    const availability = figure(outcome, 'availability');
    expect(availability).toBeGreaterThanOrEqual(0);
    expect(availability).toBeLessThanOrEqual(1);
    expect(figure(outcome, 'outage_total_ms')).toBeLessThanOrEqual(figure(outcome, 'window_ms'));
    const { clients } = outcome.row;
    if (typeof clients === 'number') expect(figure(outcome, 'in_flight_mean')).toBeLessThanOrEqual(clients);
  });

  it('are unavailable, and in one outage, while every message is lost', () => {
    const outcome = runSpec({ ...base, network: { loss: 1 } });
    expect(figure(outcome, 'availability')).toBe(0);
    expect(figure(outcome, 'operations_carried')).toBe(10);
    expect(figure(outcome, 'outage_count')).toBe(1);
    expect(figure(outcome, 'outage_total_ms')).toBe(3000);
  });
});

describe('a fail-over that never ends', () => {
  it('is counted with the time that it has lasted', () => {
    const outcome = runSpec({
      algorithm: 'raft',
      nodes: 1,
      faults: { crashLeaderAtMs: [500], repair: { type: 'constant', value: 60_000 } },
      network: { delay: { type: 'constant', value: 1 } },
      workload: { at: [0], clients: 1, timeoutMs: 60_000 },
      phases: { warmupMs: 200, durationMs: 2000 },
    });
    expect(figure(outcome, 'failovers_unresolved')).toBe(1);
    expect(figure(outcome, 'failover_count')).toBe(1);
    expect(figure(outcome, 'failover_max_ms')).toBeGreaterThan(1500);
  });
});
