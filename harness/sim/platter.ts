/** What a node has on stable storage: a snapshot of its state machine, and the records of its replica since. */
import { DurableSnapshot } from '../cluster/snapshot.ts';
import { CheckpointEntry, SnapshotEntry } from './disk.ts';

export class Platter {
  private current = new DurableSnapshot();
  private written: object[] = [];
  /** Faults: while the disk lies, what is truly on it. */
  private truth: { readonly snapshot: DurableSnapshot; readonly records: object[] } | undefined;

  get snapshot(): DurableSnapshot {
    return this.current;
  }

  get records(): readonly object[] {
    return this.written;
  }

  /** `entry` is durable now, or said to be. Does it replace what was there, or is it a record? */
  onDurable(entry: object): 'snapshot' | 'checkpoint' | 'record' {
    if (entry instanceof SnapshotEntry) {
      this.current.merge(entry.changes);
      return 'snapshot';
    }
    if (entry instanceof CheckpointEntry) {
      this.written = entry.records.slice();
      return 'checkpoint';
    }
    this.written.push(entry);
    return 'record';
  }

  /** The node crashes: lies come out. */
  crash(): void {
    if (this.truth === undefined) return;
    this.written = this.truth.records.slice();
    this.current = this.truth.snapshot.copy();
  }

  /** From now on the disk says "durable" of what it will lose in a crash. */
  lie(): void {
    this.truth ??= { snapshot: this.current.copy(), records: this.written.slice() };
  }

  /** What its disk says is durable is durable again. */
  stopLying(): void {
    this.truth = undefined;
  }

  /** While the node is down: a new disk, empty, or with what it wrote in a life before the trial. */
  replace(records: readonly object[]): void {
    this.written = records.slice();
    this.current = new DurableSnapshot();
  }
}
