/**
 * A sample of what the clients of a run saw, for the search checker: whole keys, which are independent of each other
 * (Herlihy and Wing 1990, locality), each from the first event on. Keys are ranked by a hash of their names; when the sample
 * is full, those with the highest ranks leave it for good. So it spans the run as far as its keys are many; a single key
 * that fills it alone is kept to that moment, for the beginning of a linearizable history is linearizable.
 */
import type { Command } from '../../algorithms/contract.ts';
import type { KvOperation, KvResult } from '../cluster/key-value.ts';
import { HistoryWriter } from './history-writer.ts';
import type { History } from './linearizability/history.ts';
import { checkHistory, type CheckResult } from './linearizability/linearizability.ts';

/** One event; without `result` an invocation. */
interface SampledEvent {
  readonly client: number;
  readonly command: Command;
  readonly rank: number;
  readonly result?: KvResult;
}

/** What histories of trials seldom need; a search that needs all of it takes about a second. */
const MEMORY_BYTES = 4 * 1024 * 1024;

export class HistorySample {
  private readonly limit: number;
  private events: SampledEvent[] = [];
  /** Keys of this rank and above are not sampled. */
  private ceiling = Infinity;
  private isOver = false;

  /** @param limit of events */
  constructor(limit: number) {
    this.limit = limit;
  }

  onInvoke(client: number, command: Command): void {
    if (this.isOver) return;
    const rank = rankOf(command);
    if (rank < this.ceiling) this.add({ client, command, rank });
  }

  onDone(client: number, command: Command, result: KvResult): void {
    if (this.isOver) return;
    const rank = rankOf(command);
    if (rank < this.ceiling) this.add({ client, command, rank, result });
  }

  /**
   * Never `unknown`: where the search outgrows its memory, the first half is judged, then the first quarter, and so on.
   * Operations without an answer have an unknown outcome.
   */
  judge(): CheckResult {
    for (let { events } = this; ; events = events.slice(0, events.length >> 1)) {
      const result = checkHistory(historyOf(events), { memoryBytes: MEMORY_BYTES });
      if (result.verdict !== 'unknown') return result;
    }
  }

  private add(event: SampledEvent): void {
    this.events.push(event);
    if (this.events.length >= this.limit) this.makeRoom();
  }

  /** Keeps the keys of the lower half of the ranks, or at least the key of the lowest. */
  private makeRoom(): void {
    const ranks = [...new Set(this.events.map(({ rank }) => rank))].sort((a, b) => a - b);
    if (ranks.length === 1) {
      this.isOver = true;
      return;
    }
    this.ceiling = ranks[ranks.length >> 1]!;
    this.events = this.events.filter(({ rank }) => rank < this.ceiling);
    if (this.events.length >= this.limit) this.makeRoom();
  }
}

function historyOf(events: readonly SampledEvent[]): History {
  const writer = new HistoryWriter();
  for (const { client, command, result } of events) {
    if (result === undefined) writer.onInvoke(client, command);
    else writer.onDone(client, command, result);
  }
  return writer.toHistory('sample');
}

/** FNV-1a of the key, with its bits mixed: alike names get unlike ranks. */
function rankOf({ op }: Command): number {
  const { key } = op as KvOperation;
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
