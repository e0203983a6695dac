import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { experiments } from '../../bench/experiments/experiments.ts';
import type { Row } from '../../harness/trial/outcome.ts';
import { algorithms } from '../../algorithms/registry.ts';
import { topologies } from '../../harness/sim/topology.ts';
import { SHORTHANDS } from '../../algorithms/quorum/shorthand.ts';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import { parseHistories } from '../../harness/check/linearizability/parse.ts';
import { canonicalJson, trialId } from '../../harness/trial/canonical.ts';
import type { TrialSpec } from '../../harness/trial/spec.ts';
import { commandLine } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'quorum-bench-'));
const SHORT = '--duration 200ms --warmup 50ms';

interface Json {
  readonly schema: number;
  readonly trial_id: string;
  readonly spec: TrialSpec;
  readonly verdict: string;
  readonly reason: string;
  readonly replay: string;
  readonly row: Row;
  readonly histograms: readonly Record<string, unknown>[];
}

async function runJson(flags: string): Promise<Json> {
  const { status, out, err } = await commandLine(`run ${SHORT} --json ${flags}`);
  expect(err).toBe('');
  expect(status).toBe(0);
  return JSON.parse(out) as Json;
}

/** Clients of an unreliable Raft whose election quorums need not meet. */
const BROKEN =
  '--algorithm raft --nodes 6 --quorums 3/3 --unsafe-quorums --failure-rate 60 --repair-time exponential:300ms --rate 100/s --thrifty';

describe('run --json', () => {
  it('prints the object of the machine contract', async () => {
    const json = await runJson('--algorithm raft');
    expect(Object.keys(json)).toEqual([
      'schema',
      'trial_id',
      'spec',
      'verdict',
      'reason',
      'replay',
      'row',
      'histograms',
    ]);
    expect(json).toMatchObject({ schema: 1, verdict: 'ok', reason: '' });
    expect(json.trial_id).toBe(trialId(json.spec));
    expect(json.row).toMatchObject({
      trial_id: json.trial_id,
      spec: canonicalJson(json.spec),
      algorithm: 'raft',
      quorums: 'majority',
    });
    expect(json.row['throughput_per_s']).toBeGreaterThan(100);
    for (const histogram of json.histograms) {
      expect(Object.keys(histogram)).toEqual(['operation', 'regime', 'count', 'min_ms', 'max_ms', 'mean_ms', 'hdr']);
    }
  });

  it('has the columns of trials.csv in their order', async () => {
    const { row } = await runJson('--algorithm paxos');
    const columns =
      'trial_id algorithm nodes q1 q2 quorums thrifty topology latency loss failure_rate_per_min workload clients rate_per_s seed spec ' +
      'verdict reason trace_hash window_ms operations throughput_per_s in_flight_mean think_mean_ms ' +
      'latency_mean_ms latency_p50_ms latency_p90_ms latency_p99_ms latency_p999_ms latency_max_ms ' +
      'commit_mean_ms commit_p50_ms commit_p99_ms commit_max_ms availability outage_longest_ms crashes leader_crashes ' +
      'failover_count_ms failover_mean_ms failover_max_ms elections messages_per_op bytes_per_op disk_writes_per_op cpu_max events';
    expect(Object.keys(row).slice(0, columns.split(' ').length)).toEqual(columns.split(' '));
  });

  it('gives the same bytes again', async () => {
    expect(await runJson('--algorithm flexible-paxos --quorums 4/2')).toEqual(
      await runJson('--algorithm flexible-paxos --quorums 4/2'),
    );
  });
});

describe('run', () => {
  it('prints what ran, whether it can be trusted, what it gave, and how to run it again', async () => {
    const { status, out } = await commandLine(
      `run ${SHORT} --algorithm flexible-paxos --nodes 6 --quorums 5/2 --topology aws5-2021`,
    );
    expect(status).toBe(0);
    expect(out).toMatch(/^Flexible Paxos, 6 nodes, quorums 5\/2/);
    expect(out).toMatch(/^network aws5-2021, fsync 0\.25ms$/m);
    expect(out).toMatch(/^ok {2}/m);
    expect(out).toMatch(/^throughput \d/m);
    expect(out).toMatch(/^latency( +\S+ (ms|µs|s)| +–)+/m);
    expect(out).toMatch(
      /^again {2}printf %s '\{"algorithm":"flexible-paxos","nodes":6,.*\}' \| quorum-bench run --spec -$/m,
    );
  });

  it('prints a dash for a percentile with fewer than ten operations beyond it', async () => {
    const { out } = await commandLine('run --algorithm raft --ops 150 --client-at leader');
    const [, , p50, p90, p99, p999] =
      /^latency(?: +(\S+(?: ms| µs)?))(?: +(\S+(?: ms| µs)?))(?: +(\S+(?: ms| µs)?))(?: +(\S+(?: ms| µs)?))(?: +(\S+(?: ms| µs)?))/m.exec(
        out,
      )!;
    expect(p50).toMatch(/ms|µs/);
    expect(p90).toMatch(/ms|µs/);
    expect([p99, p999]).toEqual(['–', '–']);
  });

  it('prints a violation in place of figures, with status 1', async () => {
    const { status, out } = await commandLine(`run ${BROKEN}`);
    expect(status).toBe(1);
    expect(out).toMatch(/^violation {2}\w+: /m);
    expect(out).not.toMatch(/throughput \d/);
  });

  it('writes a trace and a history, which check finds linearizable', async () => {
    const [trace, history] = [join(folder, 'trace.jsonl'), join(folder, 'history.jsonl')];
    const { status } = await commandLine(
      `run ${SHORT} --algorithm raft --clients 3 --trace ${trace} --history ${history}`,
    );
    expect(status).toBe(0);
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { t_ms: number; node: number | null; event: string });
    expect(events.length).toBeGreaterThan(100);
    for (const { t_ms, event } of events) expect([typeof t_ms, typeof event]).toEqual(['number', 'string']);
    expect(events.map(({ t_ms }) => t_ms)).toEqual(events.map(({ t_ms }) => t_ms).toSorted((a, b) => a - b));
    expect(events.some(({ event }) => event === 'commit')).toBe(true);
    const { histories, problems } = parseHistories(readFileSync(history, 'utf8'), history);
    expect(problems).toEqual([]);
    expect(histories.map((each) => checkHistory(each).verdict)).toEqual(['ok']);
  });
});

describe('replay', () => {
  it('finds the same trace hash in a saved outcome, and tells another', async () => {
    const saved = join(folder, 'saved.json');
    const { out } = await commandLine(`run ${SHORT} --algorithm multi-paxos --json`);
    writeFileSync(saved, out);
    expect(await commandLine(`replay ${saved}`)).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^same {2}/m) as string,
    });
    const other = JSON.parse(out) as { row: Record<string, unknown> };
    writeFileSync(saved, JSON.stringify({ ...other, row: { ...other.row, trace_hash: '0123456789abcdef' } }));
    expect(await commandLine(`replay ${saved}`)).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^other {2}/m) as string,
    });
  });

  it('runs a row of a result set from its own columns, down to the trace', async () => {
    const trace = join(folder, 'replayed.jsonl');
    const { row, trial_id } = await runJson('--algorithm paxos --loss 0.05 --failure-rate 60');
    writeFileSync(join(folder, 'trials.csv'), stringify([row], { header: true }));
    const { status, out } = await commandLine(`replay ${folder} ${trial_id} --json --trace ${trace}`);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      trial_id,
      same: true,
      trace_hash: row['trace_hash'],
      expected: row['trace_hash'],
      verdict: 'ok',
      reason: '',
    });
    expect(existsSync(trace)).toBe(true);
  });

  it('shows a saved violation again', async () => {
    const saved = join(folder, 'violation.json');
    const { out } = await commandLine(`run ${BROKEN} --json`);
    writeFileSync(saved, out);
    const { status, out: again } = await commandLine(`replay ${saved} --json`);
    expect(status).toBe(0);
    expect(JSON.parse(again)).toMatchObject({
      same: true,
      verdict: 'violation',
      reason: (JSON.parse(out) as Json).reason,
    });
  });
});

describe('list', () => {
  const names = async (kind: string) =>
    (JSON.parse((await commandLine(`list ${kind} --json`)).out) as { name: string }[]).map(({ name }) => name);

  it('names every algorithm, topology and shorthand of quorums', async () => {
    expect(await names('algorithms')).toEqual(algorithms.map(({ name }) => name));
    expect(await names('topologies')).toEqual(topologies.map(({ id }) => id));
    expect(await names('quorums')).toEqual(expect.arrayContaining([...SHORTHANDS]));
    expect(await names('faults')).toEqual(expect.arrayContaining(['plan: crash', 'plan: partition', 'plan: cut']));
    expect(await names('experiments')).toEqual(experiments.map(({ name }) => name));
  });

  it('fits a terminal', async () => {
    for (const kind of ['algorithms', 'quorums', 'topologies', 'faults']) {
      const { out } = await commandLine(`list ${kind}`);
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });
});

describe('the built program', () => {
  const program = new URL('../../dist/bench/quorum-bench.js', import.meta.url).pathname;
  const start = (argv: string[], environment: Record<string, string> = {}, input = '') =>
    spawnSync(process.execPath, [program, ...argv], {
      encoding: 'utf8',
      input,
      env: { ...process.env, ...environment },
    });

  it('starts with a line for the shell, and takes the spec from standard input', () => {
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { status, stdout, stderr } = start(
      ['run', '--spec', '-', '--json'],
      {},
      '{"algorithm": "raft", "phases": {"ops": 10}}',
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'ok', spec: { phases: { ops: 10 } } });
  });

  it('ends with the status of its command', () => {
    expect(start(['run', '--algorithm', 'zab'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('writes no colours where there is no terminal', () => {
    const { stdout } = start(['list', 'algorithms'], { FORCE_COLOR: '1' });
    expect(stdout).not.toContain('\u001b');
  });
});
