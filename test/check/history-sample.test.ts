import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../algorithms/contract.ts';
import { algorithmNamed } from '../../algorithms/registry.ts';
import { HistorySample } from '../../harness/check/history-sample.ts';
import { HistoryWriter } from '../../harness/check/history-writer.ts';
import { KeyValue, type KvOperation, type KvResult } from '../../harness/cluster/key-value.ts';
import { drawSchedule } from '../../harness/fuzz/nemesis.ts';
import { Schedule } from '../../harness/fuzz/schedule.ts';
import { scriptOf } from '../../harness/fuzz/shrink.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { runToOutcome, runTrial } from '../../harness/trial/run-trial.ts';
import { Trial, type TrialOptions } from '../../harness/trial/trial.ts';

const spec = resolveSpec({
  algorithm: 'multi-paxos',
  nodes: 3,
  workload: { clients: 4, keys: 50 },
  phases: { warmupMs: 20, ops: 800 },
});

/** A trial whose sample is told of another result for the `number`th read that it is told of. */
function withStaleRead(number: number, options: TrialOptions = {}): Trial {
  const trial = new Trial(spec, options);
  const sample = trial.sample!;
  const onDone = sample.onDone.bind(sample);
  let reads = 0;
  sample.onDone = (client: number, result: KvResult): void => {
    const isStale = result !== null && result !== '' && ++reads === number;
    onDone(client, isStale ? '' : result);
  };
  return trial;
}

/** So many puts, each read back, over so many keys in turn; the last read of `staleKey` returns its first value. */
function sampleOf(limit: number, operations: number, keys: number, staleKey?: number): HistorySample {
  const sample = new HistorySample(limit);
  const store = new KeyValue();
  for (let seq = 0; seq < operations; seq++) {
    const key = `k${seq % keys}`;
    for (const op of [
      { kind: 'put', key, value: `v${seq}`, bytes: 8 },
      { kind: 'get', key, bytes: 8 },
    ] as const) {
      const command: Command = { client: 1, seq, op };
      const result = store.apply(op);
      const isStale = op.kind === 'get' && seq % keys === staleKey && seq + keys >= operations;
      sample.onInvoke(1, command);
      sample.onDone(1, isStale ? `v${staleKey}` : result);
    }
  }
  return sample;
}

describe('the sampled history of a trial', () => {
  it('turns the verdict when a read in it is stale, and the reason names the smallest illegal prefix', () => {
    const outcome = runToOutcome(withStaleRead(30));
    expect(outcome.verdict).toBe('violation');
    expect(outcome.reason).toMatch(
      /^Linearizability: the first \d+ events of its history are illegal: event \d+ completes read → "" on key "k\d+" by client \d+, when the register can only have held /,
    );
    expect(outcome.row['throughput_per_s']).toBeNull();
  });

  it('numbers events as the history of the run does', () => {
    const history = new HistoryWriter();
    const { reason } = runToOutcome(withStaleRead(30, { history }));
    const [, prefix, key] = /the first (\d+) events .* on key "(k\d+)"/.exec(reason)!;
    const { events } = history.toHistory('run');
    expect(events[Number(prefix) - 1]!.slice(1, 4)).toEqual(['ok', 'get', key]);
  });

  it('changes nothing in a trial that is sound', () => {
    const unsampled = new Trial(spec);
    Object.assign(unsampled, { sample: undefined });
    const sampled = new Trial(spec);
    expect(runToOutcome(sampled)).toEqual(runToOutcome(unsampled));
    expect(sampled.simulator.hash.toString()).toBe(unsampled.simulator.hash.toString());
    expect(runTrial(spec).verdict).toBe('ok');
  });
});

describe('the history of a fuzzed schedule', () => {
  it('is judged on the network, and again on the stage that plays its steps', () => {
    const algorithm = algorithmNamed('raft')!;
    const schedule = drawSchedule(algorithm, 1);
    expect(new Schedule(schedule, algorithm).run().invariant).toBeUndefined();
    const onDone = Object.getOwnPropertyDescriptor(HistorySample.prototype, 'onDone')!.value as HistorySample['onDone'];
    const lies = vi.spyOn(HistorySample.prototype, 'onDone');
    lies.mockImplementation(function (this: HistorySample, client, result) {
      onDone.call(this, client, typeof result === 'string' ? 'never written' : result);
    });
    const script = scriptOf(schedule, algorithm);
    lies.mockRestore();
    expect(script?.invariant).toBe('Linearizability');
    expect(script?.message).toMatch(
      /the first \d+ events of its history are illegal: .* completes read → "never written"/,
    );
  });
});

describe('HistorySample', () => {
  it('keeps whole keys, and so sees the last operation of a long run', () => {
    expect(sampleOf(600, 20_000, 200).judge()).toMatchObject({ verdict: 'ok' });
    const found = Array.from({ length: 200 }, (_, key) => sampleOf(600, 4_000, 200, key).judge());
    const illegal = found.filter(({ verdict }) => verdict === 'illegal');
    // Twenty puts and gets of a key are 80 events: from 4 to 7 keys fit.
    expect(illegal.length).toBeGreaterThanOrEqual(3);
    expect(illegal.length).toBeLessThanOrEqual(7);
    for (const { operations } of found) expect(operations).toBeLessThanOrEqual(300);
  });

  it('keeps the beginning of a single key', () => {
    expect(sampleOf(600, 1_000, 1).judge()).toEqual({ verdict: 'ok', operations: 300 });
    expect(sampleOf(600, 1_000, 1, 0).judge()).toEqual({ verdict: 'ok', operations: 300 });
    expect(sampleOf(600, 149, 1, 0).judge()).toMatchObject({ verdict: 'illegal', prefix: 596 });
  });

  it('takes an operation without an answer for one of unknown outcome', () => {
    const sample = new HistorySample(600);
    sample.onInvoke(1, { client: 1, seq: 1, op: { kind: 'put', key: 'k', value: 'lost', bytes: 8 } as KvOperation });
    const read: Command = { client: 2, seq: 1, op: { kind: 'get', key: 'k', bytes: 8 } as KvOperation };
    sample.onInvoke(2, read);
    sample.onDone(2, 'lost');
    expect(sample.judge().verdict).toBe('ok');
  });

  it('judges a part of what is too hard to judge whole', () => {
    const sample = new HistorySample(600);
    const append = (client: number): Command => {
      const op: KvOperation = { kind: 'append', key: 'k', value: String.fromCharCode(97 + client), bytes: 1 };
      return { client, seq: 1, op };
    };
    for (let client = 0; client < 26; client++) sample.onInvoke(client, append(client));
    sample.onInvoke(30, { client: 30, seq: 1, op: { kind: 'put', key: 'k', value: '', bytes: 1 } as KvOperation });
    const read: Command = { client: 31, seq: 1, op: { kind: 'get', key: 'k', bytes: 8 } as KvOperation };
    sample.onInvoke(31, read);
    for (let client = 0; client < 26; client++) sample.onDone(client, null);
    sample.onDone(31, 'never written');
    expect(sample.judge()).toEqual({ verdict: 'ok', operations: 27 });
  });
});
