/**
 * A node's durable snapshot: the state machine and the sessions after all slots below `slot`. It is written as what has
 * changed since the one before, so that its cost per command does not depend on the size of the state.
 */
import { FIRST_SLOT } from '../../algorithms/contract.ts';
import { KeyValue, type KvResult } from './key-value.ts';
import { Sessions } from './sessions.ts';

/** A snapshot is taken every so many slots. */
export const SNAPSHOT_SLOTS = 256;

/** The last reply of a session. */
export interface SessionChange {
  readonly client: number;
  readonly seq: number;
  readonly result: KvResult;
}

/** What has changed since the snapshot before. */
export interface SnapshotChanges {
  readonly slot: number;
  readonly values: readonly (readonly [key: string, value: string])[];
  readonly sessions: readonly SessionChange[];
}

/** The snapshot on the disk. */
export class DurableSnapshot {
  slot = FIRST_SLOT;
  private readonly values = new Map<string, string>();
  private readonly sessions = new Map<number, SessionChange>();

  /** The next one has become durable. */
  merge(changes: SnapshotChanges): void {
    this.slot = changes.slot;
    for (const [key, value] of changes.values) this.values.set(key, value);
    for (const session of changes.sessions) this.sessions.set(session.client, session);
  }

  copy(): DurableSnapshot {
    const copy = new DurableSnapshot();
    copy.merge(this.all());
    return copy;
  }

  /** All of it, as what has changed since there was none. */
  all(): SnapshotChanges {
    return { slot: this.slot, values: [...this.values], sessions: [...this.sessions.values()] };
  }

  /** A state machine to start from; the snapshot stays as it is. */
  state(): KeyValue {
    return new KeyValue(this.values);
  }

  /** Sessions to start from; the snapshot stays as it is. */
  restoredSessions(): Sessions {
    return new Sessions(this.sessions.values());
  }
}
