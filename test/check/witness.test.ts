import { describe, expect, it } from 'vitest';
import type { Batch, Command } from '../../algorithms/contract.ts';
import { InvariantViolation } from '../../algorithms/assert.ts';
import { CommitOrderWitness } from '../../harness/check/commit-order-witness.ts';
import { HistoryWriter } from '../../harness/check/history-writer.ts';
import { checkHistory } from '../../harness/check/linearizability/linearizability.ts';
import type { Reply } from '../../harness/cluster/host.ts';
import type { KvOperation, KvResult } from '../../harness/cluster/key-value.ts';
import { resolveSpec } from '../../harness/trial/resolve.ts';
import { Trial } from '../../harness/trial/trial.ts';

type Event =
  | { readonly kind: 'commit'; readonly batch: Batch }
  | { readonly kind: 'invoke'; readonly client: number; readonly command: Command }
  | { readonly kind: 'done'; readonly client: number; readonly command: Command; readonly result: KvResult };

/** A trial that keeps all that the witness is told. */
class RecordingTrial extends Trial {
  readonly events: Event[] = [];

  override onCommit(node: number, slot: number, batch: Batch): void {
    const isFirst = slot === this.agreement.nextSlot;
    super.onCommit(node, slot, batch);
    if (isFirst) this.events.push({ kind: 'commit', batch });
  }
  override onInvoke(client: number, command: Command): void {
    this.events.push({ kind: 'invoke', client, command });
    super.onInvoke(client, command);
  }
  override onDone(client: number, command: Command, invokedNs: number, reply: Reply, departedNs: number): void {
    this.events.push({ kind: 'done', client, command, result: reply.result });
    super.onDone(client, command, invokedNs, reply, departedNs);
  }
}

function eventsOf(algorithm: string, seed: number): Event[] {
  const spec = resolveSpec({
    algorithm,
    seed,
    nodes: 3,
    network: { delay: { type: 'exponential', mean: 3 }, fifo: false, loss: 0.05, duplicate: 0.05 },
    workload: { clients: 5, keys: 2 + (seed % 3), timeoutMs: 150 },
    policy: { electionMs: [60, 120], heartbeatMs: 20 },
    faults: { perNodeMinute: 120, repair: { type: 'exponential', mean: 60 } },
    phases: { warmupMs: 50, durationMs: 500 },
  });
  const trial = new RecordingTrial(spec);
  trial.run();
  return trial.events;
}

/** What the witness says of the same events. */
function isWitnessed(events: readonly Event[]): boolean {
  const witness = new CommitOrderWitness();
  try {
    for (const event of events) {
      if (event.kind === 'commit') witness.onFirstCommit(event.batch);
      else if (event.kind === 'invoke') witness.onInvoke(event.client);
      else witness.onReply(event.client, event.command.seq, event.result);
    }
  } catch (error) {
    if (error instanceof InvariantViolation) return false;
    throw error;
  }
  return true;
}

/** What the search says. */
function isLinearizable(events: readonly Event[]): boolean {
  const writer = new HistoryWriter();
  for (const event of events) {
    if (event.kind === 'invoke') writer.onInvoke(event.client, event.command);
    else if (event.kind === 'done') writer.onDone(event.client, event.command, event.result);
  }
  const { verdict } = checkHistory(writer.toHistory('trial'));
  expect(verdict).not.toBe('unknown');
  return verdict === 'ok';
}

/** Positions of the answered reads. */
function answeredReads(events: readonly Event[]): number[] {
  return events.flatMap((event, at) =>
    event.kind === 'done' && (event.command.op as KvOperation).kind === 'get' ? [at] : [],
  );
}

function withResult(events: readonly Event[], at: number, result: KvResult): Event[] {
  return events.map((event, index) => (index === at ? ({ ...event, result } as Event) : event));
}

/** What a read might have returned by then, and did not. */
function otherValues(events: readonly Event[], at: number): KvResult[] {
  const { command, result } = events[at] as Extract<Event, { kind: 'done' }>;
  const { key } = command.op as KvOperation;
  const written = events.slice(0, at).flatMap((event) => {
    if (event.kind !== 'invoke') return [];
    const op = event.command.op as KvOperation;
    return op.kind === 'put' && op.key === key ? [op.value] : [];
  });
  return ['', ...written].filter((value) => value !== result);
}

const trials = ['paxos', 'multi-paxos', 'raft'].flatMap((algorithm) =>
  [1, 2, 3, 4].map((seed) => ({ algorithm, events: eventsOf(algorithm, seed) })),
);

describe('the commit-order witness and the search', () => {
  it('both accept what clients of small trials with faults saw', () => {
    for (const { algorithm, events } of trials) {
      expect(answeredReads(events).length, algorithm).toBeGreaterThan(5);
      expect(isWitnessed(events), algorithm).toBe(true);
      expect(isLinearizable(events), algorithm).toBe(true);
    }
  });

  it('both refuse a result that nobody wrote', () => {
    for (const { algorithm, events } of trials) {
      for (const at of answeredReads(events).slice(-5)) {
        const corrupt = withResult(events, at, 'never written');
        expect([isWitnessed(corrupt), isLinearizable(corrupt)], `${algorithm}, event ${at}`).toEqual([false, false]);
      }
    }
  });

  it('both refuse a read of another value, but for what an order unlike the log explains: there only the witness does', () => {
    let stale = 0;
    let reordered = 0;
    for (const { algorithm, events } of trials) {
      for (const at of answeredReads(events).filter((_, i) => i % 8 === 0)) {
        for (const value of otherValues(events, at).slice(-2)) {
          const corrupt = withResult(events, at, value);
          // It knows one order, and that one gives each read one value. So it refuses also what another order would explain.
          expect(isWitnessed(corrupt), `${algorithm}, event ${at}`).toBe(false);
          if (isLinearizable(corrupt)) reordered++;
          else stale++;
        }
      }
    }
    expect(stale).toBeGreaterThan(50);
    expect(reordered).toBeGreaterThan(0);
  });
});
