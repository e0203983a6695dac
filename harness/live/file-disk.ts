/**
 * A disk that is a file: what a turn of the thread has written is written and flushed as one, in the thread itself. The file
 * is written anew, from what is durable, once it has grown to several times that.
 */
import type { SnapshotChanges } from '../cluster/snapshot.ts';
import { CheckpointEntry, Disk, SnapshotEntry, type DiskOwner } from '../sim/disk.ts';
import type { Platter } from '../sim/platter.ts';
import { RandomStream } from '../sim/random.ts';
import type { Simulator } from '../sim/simulator.ts';
import type { LogFile } from './log-file.ts';

/** How an entry lies in the file. */
type StoredEntry =
  /** `payload` fills it up to its size: commands are written with their payloads. */
  | { readonly record: object; readonly payload: string }
  | { readonly checkpoint: readonly object[] }
  | { readonly snapshot: SnapshotChanges };

const LEAST_REWRITE_BYTES = 4_000_000;
const GROWTH = 4;
/** It takes what it takes. */
const NOTHING = { type: 'constant', value: 0 } as const;

export class FileDisk extends Disk {
  private readonly log: LogFile;
  private readonly diskOwner: DiskOwner;
  private readonly platter: Platter;
  private readonly sizeOf: (record: object) => number;
  private readonly beforeWriting: () => void;
  private rewriteAtBytes = LEAST_REWRITE_BYTES;

  /** @param sizeOf a record, bytes; @param beforeWriting called before anything is written: what others must hear of first */
  constructor(
    targetId: number,
    simulator: Simulator,
    owner: DiskOwner,
    platter: Platter,
    log: LogFile,
    sizeOf: (record: object) => number,
    beforeWriting: () => void,
  ) {
    super(targetId, simulator, owner, NOTHING, new RandomStream(0, 'unused'));
    this.diskOwner = owner;
    this.platter = platter;
    this.log = log;
    this.sizeOf = sizeOf;
    this.beforeWriting = beforeWriting;
  }

  /** What the file held when it was opened becomes durable anew, in order. Before the node starts. */
  restore(entries: readonly unknown[]): void {
    for (const stored of entries as readonly StoredEntry[]) this.diskOwner.onDurable(entryOf(stored));
  }

  override onEvent(cell: number): void {
    this.gather();
    this.beforeWriting();
    const { entries } = this.flushing;
    for (let i = 0; i < entries.length; i++) this.log.append(this.storedOf(entries.at(i)));
    this.log.flush();
    super.onEvent(cell);
    if (this.log.bytes > this.rewriteAtBytes) this.rewrite();
  }

  private storedOf(entry: object): StoredEntry {
    if (entry instanceof SnapshotEntry) return { snapshot: entry.changes };
    if (entry instanceof CheckpointEntry) return { checkpoint: entry.records };
    return { record: entry, payload: '.'.repeat(this.sizeOf(entry)) };
  }

  /** What was written after the flush was asked for, and before it began, shares it. */
  private gather(): void {
    const { flushing, written } = this;
    for (let i = 0; i < written.entries.length; i++) flushing.entries.push(written.entries.at(i));
    for (let i = 0; i < written.batches.length; i++) flushing.batches.push(written.batches.at(i));
    for (let i = 0; i < written.to.length; i++) {
      flushing.to.push(written.to.at(i));
      flushing.messages.push(written.messages.at(i));
      flushing.envelopes.push(written.envelopes.at(i));
    }
    written.clear();
  }

  private rewrite(): void {
    const snapshot = { snapshot: this.platter.snapshot.all() } satisfies StoredEntry;
    const checkpoint = { checkpoint: this.platter.records } satisfies StoredEntry;
    this.log.rewrite([snapshot, checkpoint]);
    this.rewriteAtBytes = Math.max(LEAST_REWRITE_BYTES, GROWTH * this.log.bytes);
  }
}

function entryOf(stored: StoredEntry): object {
  if ('snapshot' in stored) return new SnapshotEntry(stored.snapshot);
  if ('checkpoint' in stored) return new CheckpointEntry(stored.checkpoint);
  return stored.record;
}
