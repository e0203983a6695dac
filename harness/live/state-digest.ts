/** A replica's state machine in a few bytes: equal where the contents are. */
import { crc32c } from '../cluster/crc32c.ts';
import type { Node } from '../cluster/node.ts';

export interface StateDigest {
  /** All slots below are executed. */
  readonly executedSlot: number;
  readonly keys: number;
  readonly checksum: number;
}

/** `undefined`: the node is down. */
export function stateDigest(node: Node | undefined): StateDigest | undefined {
  return node === undefined ? undefined : { executedSlot: node.executedSlot, ...digestOf(node.stateEntries()) };
}

/** Of the keys in order and their values. */
export function digestOf(entries: ReadonlyMap<string, string>): Omit<StateDigest, 'executedSlot'> {
  const text = JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  const bytes = new TextEncoder().encode(text);
  return { keys: entries.size, checksum: crc32c(bytes, 0, bytes.length) };
}
