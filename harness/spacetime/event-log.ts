/** The events of a stretch of virtual time, as they were traced; crashes and restarts of before it too. */
import type { NodeId } from '../../algorithms/contract.ts';
import type { Tracer } from '../sim/tracer.ts';

export interface TracedEvent {
  readonly timeNs: number;
  readonly node: NodeId | undefined;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export class EventLog implements Tracer {
  readonly events: TracedEvent[] = [];
  private readonly fromNs: number;
  private readonly toNs: number;

  constructor(fromNs: number, toNs: number) {
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  record(timeNs: number, node: NodeId | undefined, event: string, detail: Readonly<Record<string, unknown>>): void {
    if (timeNs > this.toNs) return;
    if (timeNs < this.fromNs && event !== 'crash' && event !== 'start') return;
    this.events.push({ timeNs, node, event, detail });
  }
}
