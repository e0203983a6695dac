/** Live runs on real threads: they commit, they are checked, nodes are killed and come back, and no thread is left behind. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runLive } from '../../harness/live/run-live.ts';
import { columnNames } from '../../harness/record/columns.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { UNBOUND } from '../support/unbound.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function spec(more: object) {
  return resolveSpec({
    algorithm: 'raft',
    nodes: 3,
    driver: 'threads',
    policy: { electionMs: [300, 600] },
    phases: { warmupMs: 50, durationMs: 300 },
    ...more,
  });
}

describe('a live run', () => {
  it('gives the columns of any trial, and a delay that was asked for is there', async () => {
    const { outcome, settled, instrument } = await runLive(
      spec({ network: { delay: '3ms' }, workload: { kind: 'open', ratePerS: 200, at: 'leader' } }),
      { bounds: UNBOUND },
    );
    expect(outcome.reason).toBe('');
    expect(Object.keys(outcome.row)).toEqual(columnNames);
    const { latency_p50_ms: p50, operations, trace_hash: hash } = outcome.row;
    expect(operations).toBeGreaterThan(0);
    // To a follower and back.
    expect(p50).toBeGreaterThan(5.9);
    expect(hash).toBeNull();
    expect(settled).toMatchObject({ stuck: 0, lagging: [] });
    expect(instrument!.nodes).toHaveLength(3);
  });

  it('loses its leader, and gets on', async () => {
    const { outcome, settled } = await runLive(
      spec({ faults: { crashLeaderAtMs: [50], repair: '50ms' }, phases: { warmupMs: 0, durationMs: 200 } }),
      { bounds: UNBOUND },
    );
    expect(outcome.verdict).toBe('ok');
    expect(outcome.row['leader_crashes']).toBe(1);
    expect(settled).toMatchObject({ stuck: 0, lagging: [] });
  });

  it('has no figures where others take the machine', async () => {
    const { outcome } = await runLive(spec({ phases: { warmupMs: 0, durationMs: 100 } }), {
      bounds: { ...UNBOUND, clockStepNs: 0 },
    });
    expect(outcome).toMatchObject({ verdict: 'void', histograms: [] });
    expect(outcome.reason).toMatch(/^the clock of node 0 goes in steps of \d+ ns/);
    expect(outcome.row['throughput_per_s']).toBeNull();
  });

  // Where tests share the machine with much else, a second may be over before a thread is asked.
  it('ends all its threads within a second when it is interrupted', { retry: 3 }, async () => {
    const abort = new AbortController();
    let interrupted = 0;
    setTimeout(() => {
      interrupted = performance.now();
      abort.abort();
    }, 300);
    const { outcome } = await runLive(spec({ phases: { warmupMs: 0, durationMs: 60_000 } }), { signal: abort.signal });
    expect(outcome).toMatchObject({ verdict: 'void', reason: 'interrupted' });
    expect(performance.now() - interrupted).toBeLessThan(1000);
  });

  it('keeps every acknowledged write while its processes are killed, with files', async () => {
    const { outcome, settled, kills } = await runLive(
      spec({ storage: 'file', algorithm: 'multi-paxos', phases: { warmupMs: 0, ops: 1_000_000_000 } }),
      { bounds: UNBOUND, killRounds: 2, dataDir: join(folder, 'killed') },
    );
    expect(outcome.reason).toBe('');
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(settled).toMatchObject({ stuck: 0, lagging: [] });
  });

  it('refuses a folder that holds logs', async () => {
    const used = join(folder, 'used');
    mkdirSync(join(used, 'node-1'), { recursive: true });
    writeFileSync(join(used, 'node-1', 'log'), 'something else');
    await expect(runLive(spec({ storage: 'file' }), { dataDir: used })).rejects.toThrow(
      /holds node-1, the log of an earlier run; .* give an empty folder/,
    );
  });
});
