/**
 * One disk with group commit: what is written while a flush is under way shares the next one. Durable in order; a crash
 * leaves what was durable and a prefix of the flush under way.
 */
import type { NodeId, NodeSet } from '../../algorithms/contract.ts';
import type { BatchTimes, Envelope } from '../cluster/host.ts';
import type { SnapshotChanges } from '../cluster/snapshot.ts';
import type { Distribution } from '../trial/distribution.ts';
import { ABANDONED } from './cpu.ts';
import type { EventTarget } from './event-queue.ts';
import type { RandomStream } from './random.ts';
import { drawNs } from './sampler.ts';
import type { Simulator } from './simulator.ts';

const FLUSHED = 0;

/** Atomically replaces all records before it. */
export class CheckpointEntry {
  readonly records: readonly object[];
  constructor(records: readonly object[]) {
    this.records = records;
  }
}

export class SnapshotEntry {
  readonly changes: SnapshotChanges;
  constructor(changes: SnapshotChanges) {
    this.changes = changes;
  }
}

/** A list that is emptied without giving up its memory: shrinking an array costs more than what it holds here. */
class Column<T> {
  length = 0;
  private readonly items: T[] = [];

  push(item: T): void {
    if (this.length < this.items.length) this.items[this.length] = item;
    else this.items.push(item);
    this.length++;
  }

  at(index: number): T {
    return this.items[index]!;
  }

  clear(): void {
    this.length = 0;
  }
}

/** What is written and flushed as one. */
class Flush {
  readonly entries = new Column<object>();
  readonly batches = new Column<BatchTimes>();
  // What may be sent once it is durable: parallel columns.
  readonly to = new Column<NodeSet>();
  readonly messages = new Column<unknown>();
  readonly envelopes = new Column<Envelope>();

  clear(): void {
    this.entries.clear();
    this.batches.clear();
    this.to.clear();
    this.messages.clear();
    this.envelopes.clear();
  }
}

/** Who is told. */
export interface DiskOwner {
  readonly self: NodeId;
  onDurable(entry: object): void;
  /** After all entries of a flush: a message that waited for them. */
  onSendDue(to: NodeSet, message: unknown, envelope: Envelope): void;
  /** After all of the above. */
  onFlushed(): void;
}

export class Disk implements EventTarget {
  readonly targetId: number;
  flushCount = 0;
  /** Faults: a flush takes so many times as long, and so much longer. */
  slowness = 1;
  delayNs = 0;
  /** Faults: springs once, before a flush begins (`written`) or when it has ended, before its messages leave (`durable`). */
  trap: { readonly at: 'written' | 'durable'; spring(): void } | undefined;
  /** The first entry that the last crash took away. */
  firstLost: object | undefined;
  private readonly simulator: Simulator;
  private readonly owner: DiskOwner;
  private readonly fsync: Distribution;
  private readonly random: RandomStream;
  protected flushing = new Flush();
  protected written = new Flush();
  private spare = new Flush();
  /** Durable, while its messages are sent: what is asked for meanwhile goes after them. */
  private sending: Flush | undefined;
  /** The event at which the flush under way ends, or -1. */
  private cell = -1;
  /** When it began or will begin, as soon as the CPU is done with the step that wrote it. */
  private beginsAt = 0;

  constructor(targetId: number, simulator: Simulator, owner: DiskOwner, fsync: Distribution, random: RandomStream) {
    this.targetId = targetId;
    this.simulator = simulator;
    this.owner = owner;
    this.fsync = fsync;
    this.random = random;
  }

  write(entry: object): void {
    this.written.entries.push(entry);
  }

  /** Queues the message behind all that was written and all that waits to be sent; false if there is nothing of either. */
  sendOnceDurable(to: NodeSet, message: unknown, envelope: Envelope): boolean {
    const flush = this.written.entries.length > 0 ? this.written : (this.sending ?? this.underWay());
    if (flush === undefined) return false;
    flush.to.push(to);
    flush.messages.push(message);
    flush.envelopes.push(envelope);
    return true;
  }

  /** A batch whose writing began in this step; durable at once if it wrote nothing. */
  track(batch: BatchTimes): void {
    if (this.written.entries.length > 0) this.written.batches.push(batch);
  }

  /** Starts a flush at `at` if there is something to flush and none is under way. */
  flush(at: number): void {
    if (this.cell >= 0 || this.written.entries.length === 0) return;
    // Nothing of it is on its way to the platter yet.
    if (this.trap !== undefined && this.springAt('written')) return;
    this.beginsAt = at;
    const flush = this.written;
    this.written = this.flushing;
    this.flushing = flush;
    this.flushCount++;
    const done = at + Math.round(drawNs(this.fsync, this.random) * this.slowness) + this.delayNs;
    this.cell = this.simulator.queue.add(done, this, FLUSHED, 0, 0, undefined);
  }

  onEvent(cell: number): void {
    const abandoned = this.simulator.queue.kind[cell] === ABANDONED;
    this.simulator.queue.free(cell);
    if (abandoned) return;
    const flush = this.flushing;
    for (let i = 0; i < flush.entries.length; i++) this.owner.onDurable(flush.entries.at(i));
    for (let i = 0; i < flush.batches.length; i++) flush.batches.at(i).durableNs = this.simulator.now;
    // Entries are durable from here on: what the owner now does must not wait for them again.
    this.flushing = this.spare;
    this.cell = -1;
    if (this.trap !== undefined && this.springAt('durable')) {
      flush.clear();
      this.spare = flush;
      return;
    }
    this.sending = flush;
    for (let i = 0; i < flush.to.length; i++) {
      this.owner.onSendDue(flush.to.at(i), flush.messages.at(i), flush.envelopes.at(i));
    }
    this.sending = undefined;
    flush.clear();
    this.spare = flush;
    this.owner.onFlushed();
  }

  describe(): string {
    return `a flush of node ${this.owner.self}`;
  }

  private springAt(moment: 'written' | 'durable'): boolean {
    const { trap } = this;
    if (trap?.at !== moment) return false;
    this.trap = undefined;
    trap.spring();
    return true;
  }

  private underWay(): Flush | undefined {
    return this.cell >= 0 ? this.flushing : undefined;
  }

  /** A crash. `survivors` draws how many entries of the flush under way reached the platter. */
  crash(survivors: RandomStream): void {
    const { entries } = this.flushing;
    this.firstLost = this.written.entries.length > 0 ? this.written.entries.at(0) : undefined;
    if (this.cell >= 0) {
      // Drawn in any case, so that crashes draw alike whenever they strike.
      const drawn = survivors.below(entries.length + 1);
      const count = this.simulator.now >= this.beginsAt ? drawn : 0;
      for (let i = 0; i < count; i++) this.owner.onDurable(entries.at(i));
      if (count < entries.length) this.firstLost = entries.at(count);
      this.simulator.queue.kind[this.cell] = ABANDONED;
      this.cell = -1;
    }
    this.flushing.clear();
    this.written.clear();
  }
}
