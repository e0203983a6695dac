/** Keeps the client history of a run in the format that `check` reads, model `kv`: one line, events in real-time order. */
import type { Command } from '../../algorithms/contract.ts';
import type { KvOperation, KvResult } from '../cluster/key-value.ts';
import type { History, HistoryEvent } from './linearizability/history.ts';

export class HistoryWriter {
  private readonly events: HistoryEvent[] = [];

  onInvoke(client: number, { op }: Command): void {
    const operation = op as KvOperation;
    this.events.push([client, 'invoke', operation.kind, operation.key, argumentOf(operation)]);
  }

  onDone(client: number, { op }: Command, result: KvResult): void {
    const operation = op as KvOperation;
    const value = operation.kind === 'get' ? result : argumentOf(operation);
    this.events.push([client, result === false ? 'fail' : 'ok', operation.kind, operation.key, value]);
  }

  /** Operations without an answer stay open: their outcome is unknown. */
  toHistory(id: string): History {
    return { id, model: 'kv', init: '', events: this.events };
  }

  toLine(id: string): string {
    return JSON.stringify(this.toHistory(id)) + '\n';
  }
}

function argumentOf(op: KvOperation): unknown {
  switch (op.kind) {
    case 'get':
      return null;
    case 'put':
    case 'append':
      return op.value;
    case 'cas':
      return [op.from, op.to];
  }
}
