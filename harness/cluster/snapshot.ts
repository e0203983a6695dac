/** A node's durable snapshot: the state machine and the sessions after all slots below `slot`. */
import type { SessionsSnapshot } from './sessions.ts';

export interface Snapshot {
  readonly slot: number;
  readonly values: ReadonlyMap<string, string>;
  readonly sessions: SessionsSnapshot;
}

/** A snapshot is taken every so many slots, and more rarely when the state is larger: the cost per command stays the same. */
export const SNAPSHOT_SLOTS = 1024;
